"""What the operands of a failing operation were: labels with their shapes, dtypes and types."""

from __future__ import annotations

import ast
import re
from typing import Any

from grammar import guard
from grammar.diagnostic import Label
from grammar.failing import UNKNOWN, Failing, is_tensor

MOST_SHAPES = 4
LONGEST_VALUE = 60
_ABOUT_TYPES = re.compile(
    r"dtype|scalar type|floating point|\b(?:Long|Float|Double|Int|Bool|Half|long|bool)\b"
)
_ABOUT_GRAD = re.compile(r"(?:require|retain)s?_?\s?grad|grad_fn|gradient|differentiated|leaf")
_ABOUT_SHAPES = re.compile(r"shape|size|scalar|\d elements")
_ABOUT_OPERANDS = re.compile(
    r"shape|size|dim|index|element|match|multipl|broadcast|vector|matri|channel|batch|entr|length"
    r"|boolean|scalar|target|tensor|step|between|grad|bounds|range",
    re.IGNORECASE,
)
_ABOUT_HOOKS = re.compile(
    r"\bhook '?returned|hook '.*' has|returned an? (?:incorrect|invalid|grad)"
)
_WRONG_TYPES = re.compile(r"'(\w+)' and '(\w+)'$|instances of '(\w+)' and '(\w+)'$")


def operand_labels(at: Failing, message: str) -> list[Label]:
    """Return labels that say what the operands were, as far as it matters to the error."""
    error = at.error
    if not isinstance(error, (RuntimeError, ValueError, IndexError, TypeError)):
        return []
    if isinstance(error, RecursionError):
        return []
    operands: list[tuple[Any, Any]] = []
    for node, value in at.operands():
        written_out = isinstance(node, (ast.List, ast.Tuple)) and isinstance(value, (list, tuple))
        if written_out and len(node.elts) == len(value) and any(map(is_tensor, value)):
            operands += zip(node.elts, value, strict=True)
        else:
            operands.append((node, value))
    first_line = message.partition("\n")[0]
    if isinstance(error, TypeError) and isinstance(
        at.node, (ast.BinOp, ast.AugAssign, ast.Compare)
    ):
        return _type_labels(at, operands, message)
    if _ABOUT_HOOKS.search(first_line):
        return []  # what was returned is shown where that was
    if not isinstance(error, TypeError) and not (
        _ABOUT_OPERANDS.search(first_line) or _ABOUT_TYPES.search(first_line)
    ):
        return value_labels(at)
    grads = _ABOUT_GRAD.search(first_line) and not _ABOUT_SHAPES.search(first_line)
    dtypes = _ABOUT_TYPES.search(first_line) is not None
    labels = []
    for node, value in operands:
        text = _asks_gradient(value) if grads else describe(value, dtypes=dtypes)
        if text is not None:
            labels.append(at.label(node, text))
    return labels


def value_labels(at: Failing) -> list[Label]:
    """Return labels with the numbers and texts that the variables among the operands hold."""
    labels = []
    for node, value in at.operands():
        if isinstance(node, (ast.Name, ast.Attribute)) and not callable(value):
            text = shown(value)
            if text is not None:
                labels.append(at.label(node, text))
    return labels


def _type_labels(at: Failing, operands: list[tuple[Any, Any]], message: str) -> list[Label]:
    """Labels with the types of two operands, as the message names them or as they are known."""
    named = _WRONG_TYPES.search(message)
    names = [name for name in named.groups() if name] if named else []
    labels = []
    for place, (node, value) in enumerate(operands):
        name = type(value).__name__ if value is not UNKNOWN else None
        if len(names) == len(operands):
            name = names[place]
        if name is not None:
            labels.append(at.label(node, "None" if name == "NoneType" else name))
    return labels


def _asks_gradient(value: Any) -> str | None:
    if not is_tensor(value):
        return None
    if not value.requires_grad:
        return "does not require grad"
    return "a leaf that requires grad" if value.is_leaf else "requires grad"


def describe(value: Any, *, dtypes: bool = False) -> str | None:
    """Return the shape, and the dtype if it matters, of a tensor or of those in a list.

    None for anything else.
    """
    if is_tensor(value):
        shape = f"shape {list(value.shape)}"
        return f"{str(value.dtype).partition('.')[2]}, {shape}" if dtypes else shape
    if isinstance(value, (list, tuple)) and value and all(map(is_tensor, value)):
        shapes = [str(list(tensor.shape)) for tensor in value[:MOST_SHAPES]]
        more = ", ..." if len(value) > MOST_SHAPES else ""
        return f"shapes {', '.join(shapes)}{more}"
    return None


def layer_note(at: Failing, message: str) -> str | None:
    """Return which layer of the engine failed, if one did: its settings, its weight, its input."""
    modules: list[Any] = []
    forward: Any = None
    for frame in at.below:
        module = frame.f_locals.get("self")
        if not isinstance(getattr(module, "__dict__", {}).get("_modules"), dict):
            continue
        if not modules or modules[-1] is not module:
            modules.append(module)
        if frame.f_code.co_name == "forward":
            forward = frame
    if forward is None or forward.f_locals["self"] is not modules[-1]:
        return None
    layer = modules[-1]
    if not guard.in_engine(type(layer)):
        return None
    place = ""
    if len(modules) > 1:
        names = [name for name, child in vars(modules[-2])["_modules"].items() if child is layer]
        place = f", number {names[0]} of the {type(modules[-2]).__name__}" if names else ""
    dtypes = _ABOUT_TYPES.search(message) is not None
    code = forward.f_code
    parts = [(name, forward.f_locals.get(name)) for name in code.co_varnames[1 : code.co_argcount]]
    parts += vars(layer)["_parameters"].items()
    texts = [(name, describe(value, dtypes=dtypes)) for name, value in parts]
    listed = "".join(f"\n{name}: {text}" for name, text in texts if text)
    return f"the layer is {layer!r}{place}{listed}" if listed else None


def shown(value: Any) -> str | None:
    """Return a value as text on one line, if that is short and runs no code of the script."""
    if value is UNKNOWN or not _is_plain(value):
        if is_tensor(value):
            if value.numel() > 16:
                return f"a tensor of {describe(value)}"
            text = " ".join(repr(value).split())
            return text if len(text) <= 2 * LONGEST_VALUE else f"a tensor of {describe(value)}"
        return None
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def _is_plain(value: Any) -> bool:
    """Whether a value is made of Python's own numbers, texts and containers, and is small."""
    if value is None or type(value) in (int, float, complex, bool, str):
        return not isinstance(value, int) or value.bit_length() < 1000
    if type(value) in (list, tuple, set):
        return len(value) <= 20 and all(
            type(v) not in (list, tuple, set, dict) and _is_plain(v) for v in value
        )
    if type(value) is dict:
        return len(value) <= 10 and all(
            type(v) in (int, float, str, bool) for pair in value.items() for v in pair
        )
    kind = type(value)
    return guard.in_engine(kind) and kind.__name__ in ("Size", "dtype")

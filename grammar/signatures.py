"""Calls with the wrong arguments: the signature, where the function is, the argument meant."""

from __future__ import annotations

import ast
import re
from types import FunctionType
from typing import Any, NamedTuple

from grammar import guard
from grammar.diagnostic import Label
from grammar.failing import UNKNOWN, Failing
from grammar.places import Range, one_line, range_of, slice_of
from grammar.suggest import did_you_mean

_UNEXPECTED = re.compile(r"unexpected keyword argument '(\w+)'")
_MISUSED = re.compile(r"(?P<name>[\w.<>]+)\(\) (?:missing|takes|got|received|argument)")
_TOO_MANY = re.compile(r"takes (\d+) positional arguments? but (\d+) (?:was|were) given")


class CallAdvice(NamedTuple):
    """What to add to the diagnostic of a call. primary: the argument that is wrong, or None."""

    primary: Range | None
    labels: list[Label]
    notes: list[str]
    help: str | None


def call_advice(at: Failing, message: str) -> CallAdvice | None:
    """Return what to say of a TypeError about the arguments of a call, or None if it is not one."""
    found = _MISUSED.search(message)
    if found is None:
        return None
    name = found["name"]
    call = at.node if isinstance(at.node, ast.Call) else None
    labels: list[Label] = []
    notes: list[str] = []
    help: str | None = None
    definition = _definition(at, name, call)
    if definition is not None:
        labels.append(_header_label(at, definition))
        arguments = definition.args
        names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        help = _missing_self(at, definition, message)
    else:
        callee = _callee(at, name, call)
        shown, names = _signature(callee, name.rpartition(".")[2])
        if shown is not None:
            notes.append(f"signature: {shown}")
    wrong = _wrong_keyword(call, message, names) if call is not None else None
    if wrong is not None and wrong.arg is not None:
        help = help or did_you_mean(wrong.arg, names)
        where = (wrong.lineno, wrong.col_offset, wrong.lineno, wrong.col_offset + len(wrong.arg))
        return CallAdvice(where, labels, notes, help)
    return CallAdvice(None, labels, notes, help)


def _wrong_keyword(call: ast.Call, message: str, names: list[str]) -> ast.keyword | None:
    found = _UNEXPECTED.search(message)
    for keyword in call.keywords:
        if found is not None:
            if keyword.arg == found[1]:
                return keyword
        elif "invalid combination" in message and names and keyword.arg not in names:
            return keyword
    return None


# --- the script's functions -----------------------------------------------------------------------


def _definition(at: Failing, name: str, call: ast.Call | None) -> ast.FunctionDef | None:
    """The script's function that a message calls `name`, such as `fit` or `Net.forward`."""
    *owners, last = name.replace("<locals>.", "").split(".")
    candidates = []
    todo: list[tuple[Any, str]] = [(at.script.tree, "")]
    while todo:
        node, inside = todo.pop()
        for child in ast.iter_child_nodes(node):
            owner = inside
            if isinstance(child, ast.ClassDef):
                owner = child.name
            elif isinstance(child, ast.FunctionDef):
                if child.name == last and (not owners or owners[-1] in (inside, "")):
                    candidates.append(child)
                owner = child.name
            todo.append((child, owner))
    if not owners and call is not None and candidates:
        value = at.value(call.func)
        code = getattr(value, "__code__", None) if isinstance(value, FunctionType) else None
        if value is not UNKNOWN and code is None and not guard.is_script_class(type(value)):
            return None  # a function of the engine with the same name
        if code is not None and code.co_filename != at.script.filename:
            return None
    return candidates[0] if candidates else None


def _header_label(at: Failing, node: ast.FunctionDef) -> Label:
    source = at.script.source
    start = source.offset(node.lineno, node.col_offset)
    first = node.body[0]
    text = source.text[start : source.offset(first.lineno, first.col_offset)]
    colon = text.rfind(":")
    head = text[: colon if colon >= 0 else len(text)].split("\n")[0]
    where = (node.lineno, node.col_offset, node.lineno, node.col_offset + len(head.rstrip()))
    kind = "the function is defined here"
    return at.label_at(where, kind)


def _missing_self(at: Failing, node: ast.FunctionDef, message: str) -> str | None:
    counts = _TOO_MANY.search(message)
    in_class = any(
        isinstance(kind, ast.ClassDef) and node in kind.body for kind in ast.walk(at.script.tree)
    )
    static = any(
        isinstance(d, ast.Name) and d.id in ("staticmethod", "classmethod")
        for d in node.decorator_list
    )
    if not counts or not in_class or static or int(counts[2]) != int(counts[1]) + 1:
        return None
    first = node.args.args[0].arg if node.args.args else ""
    if first == "self":
        return None
    names = ", ".join(["self", *(a.arg for a in node.args.args)])
    return f"a method gets its object as the first argument: write `def {node.name}({names})`"


def parameters(at: Failing, node: ast.FunctionDef) -> str:
    """Return the parameters of a function as they were written."""
    arguments = node.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    parts: list[Any] = [*named, *arguments.defaults, *filter(None, arguments.kw_defaults)]
    parts += filter(None, (arguments.vararg, arguments.kwarg))
    if not parts:
        return ""
    ranges = [range_of(part) for part in parts]
    first, last = min(r[:2] for r in ranges), max(r[2:] for r in ranges)
    return one_line(slice_of(at.script.source, (*first, *last)))


# --- the engine's functions -----------------------------------------------------------------------


def _callee(at: Failing, name: str, call: ast.Call | None) -> Any:
    """The function of the engine that was called, if it can be told."""
    if call is not None:
        value = at.value(call.func)
        if value is not UNKNOWN:
            return value
    from engine.tensor import Tensor

    return getattr(Tensor, name.rpartition(".")[2], UNKNOWN)


def _signature(callee: Any, name: str) -> tuple[str | None, list[str]]:
    """A function's signature as a user writes it, and the names of its parameters."""
    from engine.docs import signature
    from engine.registry import OPERATORS

    operator = OPERATORS.get(getattr(callee, "__name__", name))
    if operator is not None and operator.call is callee:
        names = ["input" if name == "self" else name for name in operator.params]
        return signature(operator), names
    if callee is UNKNOWN or not (guard.in_engine(type(callee)) or _of_engine(callee)):
        return None, []
    return _inspected(callee)


def _of_engine(callee: Any) -> bool:
    module = str(getattr(callee, "__module__", ""))
    return module.partition(".")[0] in ("engine", "torch")


def _inspected(callee: Any) -> tuple[str | None, list[str]]:
    import inspect

    function = callee
    if not isinstance(callee, (type, FunctionType)):
        function = getattr(type(callee), "forward", callee)
    try:
        found = inspect.signature(function)
    except (TypeError, ValueError):
        return None, []
    listed = [p for p in found.parameters.values() if p.name not in ("self", "ctx", "cls")]
    if all(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in listed):
        return None, []
    plain = found.replace(
        parameters=[p.replace(annotation=p.empty) for p in listed],
        return_annotation=found.empty,
    )
    name = callee.__name__ if hasattr(callee, "__name__") else type(callee).__name__
    return f"{name}{plain}", [p.name for p in listed]

"""What a failing script's own values add to a diagnostic: shapes, near names, signatures."""

from __future__ import annotations

import ast
from types import FrameType
from typing import TYPE_CHECKING, Any

from grammar import guard, modules
from grammar.diagnostic import Label
from grammar.made_nodes import is_hidden
from grammar.places import Range, one_line, slice_of
from grammar.suggest import did_you_mean

if TYPE_CHECKING:
    from grammar.run import Script


def operand_labels(
    script: Script, frame: FrameType, where: Range, error: BaseException
) -> list[Label]:
    """Return labels with the shapes of the operands of a failing operation or call."""
    if not isinstance(error, (RuntimeError, ValueError, IndexError, TypeError)):
        return []
    node = _node_at(script, where)
    operands: list[Any] = []
    if isinstance(node, ast.BinOp):
        operands = [node.left, node.right]
    elif isinstance(node, ast.AugAssign):
        operands = [node.target, node.value]
    elif isinstance(node, ast.Compare):
        operands = [node.left, *node.comparators]
    elif isinstance(node, ast.Call):
        operands = [*node.args, *(keyword.value for keyword in node.keywords)]
        if isinstance(node.func, ast.Attribute):
            operands.insert(0, node.func.value)
    elif isinstance(node, ast.Subscript):
        operands = [node.value, node.slice]
    labels = []
    for operand in operands:
        value = _value(operand, frame)
        shape = _shape(value)
        if shape is not None:
            where = _range(operand)
            labels.append(Label(script.source.span(*where), f"shape {shape}", False))
    return labels


def _shape(value: object) -> str | None:
    """Return the shape of a tensor of the engine, or None for anything else."""
    if not guard.in_engine(type(value)) or isinstance(value, type):
        return None
    shape = getattr(value, "shape", None)
    return str(list(shape)) if isinstance(shape, tuple) else None


_UNKNOWN: Any = object()


def _value(node: ast.expr, frame: FrameType) -> Any:
    """Return the value of a name, or of an attribute of one that takes no code to read."""
    if _is_guard(node):
        return _value(node.args[0], frame)  # type: ignore[attr-defined]
    if isinstance(node, ast.Name):
        if node.id in frame.f_locals:
            return frame.f_locals[node.id]
        return frame.f_globals.get(node.id, _UNKNOWN)
    if isinstance(node, ast.Attribute):
        owner = _value(node.value, frame)
        found = getattr(owner, "__dict__", {}).get(node.attr, _UNKNOWN)
        if found is _UNKNOWN and guard.in_engine(type(owner)):
            for held in ("_parameters", "_buffers"):  # where torch modules keep their tensors
                table = getattr(owner, "__dict__", {}).get(held)
                if isinstance(table, dict) and node.attr in table:
                    return table[node.attr]
        return found
    return _UNKNOWN


def _range(node: Any) -> Range:
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def _node_at(script: Script, where: Range) -> Any:
    """Return the node of the tree that has exactly this range, guards aside."""
    for node in ast.walk(script.tree):
        if getattr(node, "lineno", None) == where[0] and _range(node) == where:
            if isinstance(node, (ast.Expr, ast.Assign)) or _is_guard(node):
                continue
            return node
    return None


def _is_guard(node: ast.AST) -> bool:
    """Return whether the compiler has put a node there: see compile.py."""
    name = node.func if isinstance(node, ast.Call) else node
    return isinstance(name, ast.Name) and is_hidden(name.id)


# --- advice ---------------------------------------------------------------------------------------


def advice(
    script: Script, frame: FrameType, where: Range, error: BaseException, message: str
) -> str | None:
    """Return what to write instead, if it can be guessed."""
    if isinstance(error, AttributeError):
        name, obj = error.name, error.obj
        if isinstance(name, str) and obj is not None:
            return did_you_mean(name, readable_names(obj))
    elif isinstance(error, NameError):
        name = error.name
        if isinstance(name, str):
            known = set(frame.f_locals) | set(frame.f_globals)
            if name in known or (name in script.used and isinstance(error, UnboundLocalError)):
                return None
            return did_you_mean(name, {n for n in known if n[0] not in "_<"})
    elif isinstance(error, KeyError):
        return _key_advice(script, frame, where, error)
    elif isinstance(error, TypeError):
        return _signature(script, message)
    elif isinstance(error, RecursionError):
        return "a function calls itself without end, or too deep: use a loop"
    return None


def readable_names(obj: object) -> set[str]:
    """Return the attributes of an object that a script may read."""
    if isinstance(obj, modules.Proxy):
        return modules.public_names(obj)
    names: set[str] = set()
    for kind in (*(obj.__mro__ if isinstance(obj, type) else ()), *type(obj).__mro__):
        names.update(vars(kind))
    own = getattr(obj, "__dict__", None)
    if isinstance(own, dict):
        names.update(n for n in own if isinstance(n, str))
        for held in ("_parameters", "_buffers", "_modules"):
            if isinstance(own.get(held), dict):
                names.update(own[held])
    return {name for name in names if name[:1] != "_" and guard.readable(obj, name)}


def _key_advice(script: Script, frame: FrameType, where: Range, error: KeyError) -> str | None:
    key = error.args[0] if error.args else None
    node = _node_at(script, where)
    if not isinstance(key, str) or not isinstance(node, ast.Subscript):
        return None
    table = _value(node.value, frame)
    if not isinstance(table, dict):
        return None
    keys = [k for k in table if isinstance(k, str)]
    near = did_you_mean(key, keys, quote=True)
    if near is None and 0 < len(keys) <= 10:
        return f"the keys are {', '.join(map(repr, keys))}"
    return near


def _signature(script: Script, message: str) -> str | None:
    """Return the signature of the script's function that a TypeError is about."""
    if "argument" not in message or "()" not in message:
        return None
    name = message.partition("()")[0].rpartition(".")[2]
    for node in ast.walk(script.tree):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return f"the function is {name}({_parameters(script, node)}), line {node.lineno}"
    return None


def _parameters(script: Script, node: ast.FunctionDef) -> str:
    """Return the parameters of a function as they were written."""
    arguments = node.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    parts: list[Any] = [*named, *arguments.defaults, *filter(None, arguments.kw_defaults)]
    parts += filter(None, (arguments.vararg, arguments.kwarg))
    if not parts:
        return ""
    first = min((p.lineno, p.col_offset) for p in parts)
    last = max((p.end_lineno, p.end_col_offset) for p in parts)
    text = one_line(slice_of(script.source, (*first, *last)))
    stars = "**" if arguments.kwarg and text.startswith(arguments.kwarg.arg) else ""
    if not stars and arguments.vararg and text.startswith(arguments.vararg.arg):
        stars = "*"
    return stars + text

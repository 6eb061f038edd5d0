"""What a failing script's own values add to a diagnostic: what was meant, and what to write."""

from __future__ import annotations

import ast
import re
from types import FunctionType
from typing import Any

from grammar import builtins, guard, modules
from grammar.assertions import assertion_labels
from grammar.diagnostic import Label
from grammar.failing import UNKNOWN, Failing, is_tensor, unguarded
from grammar.foreign_names import in_pytorch
from grammar.missing_grad import missing_grad, why_no_gradient
from grammar.operands import layer_note, operand_labels, value_labels
from grammar.places import Range, range_of
from grammar.remedies import remedy
from grammar.signatures import call_advice
from grammar.suggest import did_you_mean
from grammar.unknown_names import explain_name

_VARIABLE = re.compile(r"variable '(\w+)'")


class Advice:
    """What to add to a diagnostic. primary: a narrower range for where the problem is."""

    def __init__(self) -> None:
        self.primary: Range | None = None
        self.labels: list[Label] = []
        self.notes: list[str] = []
        self.help: str | None = None


def advise(at: Failing, message: str) -> Advice:
    """Return what the script's syntax and values say of an exception."""
    advice = Advice()
    error = at.error
    node = at.node
    if isinstance(node, ast.For):
        advice.primary = range_of(node.iter)
    elif isinstance(node, ast.With):
        advice.primary = range_of(node.items[0].context_expr)
    if isinstance(error, AttributeError):
        _attribute(at, advice)
    elif isinstance(error, NameError):
        # Python 3.11 gives the name of an unbound local variable in the message alone.
        found = _VARIABLE.search(message)
        name = error.name or (found[1] if found else None)
        if name is not None:
            advice.labels, advice.help = explain_name(at, name)
    elif isinstance(error, KeyError):
        advice.help = _key(at)
    elif isinstance(error, AssertionError):
        test, advice.labels = assertion_labels(at)
        advice.primary = range_of(test) if test is not None else None
    elif isinstance(error, ArithmeticError):
        advice.labels = value_labels(at)
    elif isinstance(error, RecursionError):
        advice.help = "a function calls itself without end, or too deep: use a loop"
    elif isinstance(error, TypeError):
        _type(at, message, advice)
    else:
        _values(at, message, advice)
    advice.help = advice.help or remedy(message)
    return advice


# --- attributes -----------------------------------------------------------------------------------


def _attribute(at: Failing, advice: Advice) -> None:
    error = at.error
    assert isinstance(error, AttributeError)
    name, owner = error.name, error.obj
    node = at.node
    if not isinstance(name, str):
        return
    if isinstance(node, ast.Attribute) and node.attr == name:
        end_line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
        advice.primary = (end_line, end - len(name.encode()), end_line, end)
        if owner is None:
            holder = unguarded(node.value)
            advice.labels.append(at.label(holder, "None"))
            _none(at, holder, advice)
    if owner is None:
        return
    if is_tensor(owner) or isinstance(owner, modules.Proxy):
        advice.help = in_pytorch(name)
        if advice.help:
            return
    advice.help = did_you_mean(name, readable_names(owner))
    if advice.help is None and guard.is_script_class(type(owner)):
        _never_set(at, name, advice)
    if advice.help is None and isinstance(owner, dict) and name in owner:
        advice.help = f"an entry of a dict is written [{name!r}]"
    if advice.help is None and isinstance(owner, (int, float, list, tuple)):
        from engine.tensor import Tensor

        if guard.readable(Tensor, name):
            advice.help = f"`{name}` belongs to tensors: make one with torch.tensor(...)"


def _never_set(at: Failing, name: str, advice: Advice) -> None:
    """Say where an attribute of the script's own class would have been set, or that it never is."""
    for node in ast.walk(at.script.tree):
        if isinstance(node, ast.Attribute) and node.attr == name and type(node.ctx) is ast.Store:
            advice.labels.append(at.label(node, "it is set only here"))
            advice.help = "set it before it is read, in __init__() for instance"
            return
    advice.help = f"nothing sets it: assign self.{name} in __init__()"


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


# --- None -----------------------------------------------------------------------------------------


def _none(at: Failing, node: Any, advice: Advice) -> None:
    """Say where a None comes from: a function without `return`, a method that returns nothing."""
    if isinstance(node, ast.Name):
        assigned = [
            statement
            for statement in ast.walk(at.scope())
            if isinstance(statement, ast.Assign)
            and any(isinstance(t, ast.Name) and t.id == node.id for t in statement.targets)
        ]
        if len(assigned) == 1 and assigned[0].lineno < at.where[0]:
            node = assigned[0].value
            advice.labels.append(at.label(node, "the None comes from here"))
    if isinstance(node, ast.Attribute) and node.attr == "grad":
        advice.help = why_no_gradient(at, node.value)
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else None
    function = at.value(node.func)
    if isinstance(function, FunctionType) and function.__code__.co_filename == at.script.filename:
        advice.help = f"{function.__name__}() returns nothing: does it lack a `return`?"
        return
    methods = [
        f
        for f in ast.walk(at.script.tree)
        if isinstance(f, ast.FunctionDef) and f.name in (name, "forward")
    ]
    if function is UNKNOWN and methods and not any(_returns(f) for f in methods):
        advice.help = f"{methods[0].name}() returns nothing: does it lack a `return`?"
    elif name is not None and not methods:
        advice.help = f"{name}() returns None: it changes its object in place"


def _returns(function: ast.FunctionDef) -> bool:
    return any(isinstance(n, ast.Return) and n.value is not None for n in ast.walk(function))


# --- keys, calls and values -----------------------------------------------------------------------


def _key(at: Failing) -> str | None:
    key = at.error.args[0] if at.error.args else None
    if not isinstance(at.node, ast.Subscript):
        return None
    table = at.value(at.node.value)
    if not isinstance(table, dict):
        return None
    keys = [k for k in table if isinstance(k, (str, int))]
    near = None
    if isinstance(key, str):
        near = did_you_mean(key, [k for k in keys if isinstance(k, str)], quote=True)
    if near is None and 0 < len(keys) <= 10:
        return f"the keys are {', '.join(map(repr, keys))}"
    return near


def _type(at: Failing, message: str, advice: Advice) -> None:
    call = call_advice(at, message)
    if call is not None:
        advice.primary = call.primary or advice.primary
        advice.labels += call.labels
        advice.notes += call.notes
        advice.help = call.help
    node = at.node
    if isinstance(node, ast.Call) and message.endswith("is not callable"):
        advice.help = _not_callable(at, node, advice)
    if call is None or " must be " in message:
        advice.labels += operand_labels(at, message)
    for label, (operand, _) in zip(operand_labels(at, message), at.operands(), strict=False):
        if label.text == "None" and not isinstance(operand, ast.Constant):
            _none(at, operand, advice)
    if "'method'" in message or "'builtin_function_or_method'" in message:
        advice.help = "call the method: write () behind its name"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and " str" in message:
        advice.help = 'a value is put into a text with an f-string: f"... {x}"'


def _not_callable(at: Failing, node: ast.Call, advice: Advice) -> str | None:
    function = node.func
    if isinstance(function, ast.Constant) and isinstance(function.value, (int, float)):
        return f"a product is written `{function.value} * (...)`"
    if isinstance(at.value(function), modules.Proxy):
        return "it is a module: call one of its functions"
    if isinstance(function, ast.Attribute):
        return f"`{function.attr}` is a value, not a function: write it without `()`"
    if isinstance(function, ast.Name):
        value = at.value(function)
        if function.id in builtins.BUILTINS and function.id in at.frame.f_globals:
            for statement in ast.walk(at.script.tree):
                if isinstance(statement, ast.Name) and statement.id == function.id:
                    advice.labels.append(at.label(statement, "the builtin is replaced here"))
                    break
            return f"choose another name for the variable: `{function.id}_`"
        if is_tensor(value):
            return f"an element is written `{function.id}[...]`, a product `{function.id} * (...)`"
        if isinstance(value, (int, float)):
            return f"a product is written `{function.id} * (...)`"
    return None


def _values(at: Failing, message: str, advice: Advice) -> None:
    advice.labels += operand_labels(at, message)
    if message.startswith("element 0 of tensors does not require grad"):
        advice.labels += missing_grad(at)
    note = layer_note(at, message)
    if note is not None:
        advice.notes.append(note)
    if isinstance(at.error, IndexError) and isinstance(at.node, ast.Subscript):
        holder = at.value(at.node.value)
        if isinstance(holder, (list, tuple, str)) and not holder:
            advice.help = "it is empty"
        elif isinstance(holder, (list, tuple, str)):
            advice.help = f"it has {len(holder)} elements: the last index is {len(holder) - 1}"

"""Derivative rules as formulas, taken from where they are declared.

The text of a rule is its source. Helpers that it calls are written out as they are said to read
(`registry.reads`); a rule that still names something private has no formula.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from types import CodeType
from typing import Any

from engine.graph.node import Freed, Node
from engine.graph.versions import RESULT, TENSOR
from engine.registry import READINGS, Operator


def formula(op: Operator, argument: str) -> str | None:
    """Return the rule of an argument as an expression of `grad`, the arguments and `result`.

    None: there is no rule, or none that can be written as one expression.

    >>> import engine
    >>> from engine.registry import OPERATORS
    >>> formula(OPERATORS["mul"], "self"), formula(OPERATORS["tanh"], "self")
    ('grad * other', 'grad * (1 - result * result)')
    """
    found = expression(op, argument)
    return None if found is None else ast.unparse(found)


def expression(
    op: Operator, argument: str, values: Mapping[str, Any] | None = None
) -> ast.expr | None:
    """Return a rule's formula as a syntax tree.

    values: what the names stand for, as far as known: conditions on them are decided.
    """
    rule = op.rules.get(argument)
    if rule is None:
        return None
    body = _body(rule.__code__)
    if body is None:
        return None
    body = _WriteOut(values or {}).visit(_copy(body))
    return body if _readable(body) else None


@cache
def _body(code: CodeType) -> ast.expr | None:
    """Return the expression of a lambda, by the places that its instructions come from."""
    tree = _tree(code.co_filename)
    places = [(p[0], p[2]) for p in code.co_positions() if p[0] and p[2]]
    if tree is None or not places:
        return None
    first = min(places)
    found: ast.Lambda | None = None
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda) and _covers(node.body, first):
            found = node  # inner ones come later
    return None if found is None else found.body


def _covers(body: ast.expr, place: Any) -> bool:
    end = body.end_lineno, body.end_col_offset
    return (body.lineno, body.col_offset) <= place < end  # type: ignore[no-any-return]


@cache
def _tree(filename: str) -> ast.Module | None:
    try:
        with open(filename, encoding="utf-8") as file:
            return ast.parse(file.read())
    except (OSError, SyntaxError):  # installed without sources
        return None


def _copy(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


@cache
def _reading(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


class _WriteOut(ast.NodeTransformer):
    """Writes out helpers as they read, and decides conditions whose names are known."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def visit_Call(self, node: ast.Call) -> Any:
        """Replace a call of a helper by its reading, with the arguments put in."""
        self.generic_visit(node)
        if not isinstance(node.func, ast.Name) or node.func.id not in READINGS:
            return node
        parameters, text = READINGS[node.func.id]
        given = dict(zip(parameters, node.args, strict=False))
        given.update({k.arg: k.value for k in node.keywords if k.arg})
        written = _PutIn(given).visit(_copy(_reading(text)))
        return self.visit(written)  # conditions in it, and helpers

    def visit_Compare(self, node: ast.Compare) -> Any:
        """Drop what is compared with a bound that is None."""
        bound = node.comparators[0]
        if isinstance(bound, ast.Name) and self.values.get(bound.id, bound) is None:
            return ast.Constant(True)
        return self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        """Drop what was compared with None from an `&` or `|`."""
        self.generic_visit(node)
        if isinstance(node.op, (ast.BitAnd, ast.BitOr)):
            if isinstance(node.left, ast.Constant) and node.left.value is True:
                return node.right
            if isinstance(node.right, ast.Constant) and node.right.value is True:
                return node.left
        return node

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        """Keep the branch that is taken, if the condition can be decided."""
        try:
            code = compile(ast.fix_missing_locations(ast.Expression(_copy(node.test))), "", "eval")
            taken = bool(eval(code, {"__builtins__": {"abs": abs}}, dict(self.values)))
        except Exception:  # a name that is not known, or no truth value
            self.generic_visit(node)
            return node
        return self.visit(node.body if taken else node.orelse)


class _PutIn(ast.NodeTransformer):
    """Replaces names by expressions."""

    def __init__(self, given: Mapping[str, ast.expr]) -> None:
        self.given = given

    def visit_Name(self, node: ast.Name) -> Any:
        """Return what stands for a name."""
        return self.given.get(node.id, node)


def _readable(body: ast.expr) -> bool:
    """Return whether a reader can make sense of all names."""
    for node in ast.walk(body):
        if isinstance(node, ast.Name) and (node.id.startswith("_") or node.id == "grads"):
            return False
        if isinstance(node, (ast.Lambda, ast.Starred, ast.ListComp, ast.GeneratorExp)):
            return False
        if isinstance(node, ast.Attribute) and node.attr not in ("mT", "mH", "shape"):
            return False
    return True


def saved_values(node: Node) -> dict[str, Any]:
    """Return what a node saved for its rules, by the names that the rules give it.

    Tensors and results as arrays, other arguments as they were given, `NAME_shape` and its like as
    such. Empty if the node saved nothing, or it is freed, or hooks have packed it.
    """
    saved = node.saved
    plan = node.plan
    if not saved or saved.__class__ is Freed or len(plan.entries) != len(saved):
        return {}
    found: dict[str, Any] = {}
    for (_, kind, name), value in zip(plan.entries, saved, strict=True):
        if kind == TENSOR:
            if hasattr(value, "_data"):
                found[name] = value._data
        elif kind == RESULT:
            found[name] = value[1] if value.__class__ is tuple else value
        else:
            found[name] = getattr(value, "_data", value)
    return found


__all__ = ["expression", "formula", "saved_values"]

"""A rule's formula in the script's own names, and with numbers put in."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from cli import cells
from cli.explain.record import SHOWN, Large

WIDEST = 24
"""A name or source text of up to this many characters stands in a formula; else the argument's."""


def in_names(formula: ast.expr, values: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Return a formula with arguments called as the script calls them, and plain numbers put in.

    >>> rule = ast.parse("grad * exponent * self ** (exponent - 1)", mode="eval").body
    >>> in_names(rule, {"exponent": 2}, {"self": "y1 - y2"})
    'grad * 2 * (y1 - y2)'
    """

    def text(name: str) -> str | None:
        value = values.get(name)
        if isinstance(value, (bool, int, float)):
            return repr(value)
        label = labels.get(name)
        if label is None or len(label) > WIDEST:
            return None
        return label if label.isidentifier() else f"({label})"

    return _unparsed(formula, text)


def with_numbers(
    formula: ast.expr, values: Mapping[str, Any], precision: int
) -> str | None:
    """Return a formula with numbers for all its names; None if one of them is too large.

    >>> import numpy
    >>> rule = ast.parse("grad * cos(self)", mode="eval").body
    >>> with_numbers(rule, {"grad": numpy.array(-2.0), "self": numpy.array(0.5)}, 6)
    '(-2) * cos(0.5)'
    """
    large = False

    def text(name: str) -> str | None:
        nonlocal large
        if name not in values:
            return None
        value = values[name]
        if isinstance(value, Large) or (cells.is_array(value) and value.size > SHOWN):
            large = True
            return None
        if cells.is_array(value):
            shown = cells.human(value, precision)
        elif isinstance(value, (float, complex)):
            shown = cells.number(value, precision)
        else:
            shown = repr(tuple(value)) if isinstance(value, tuple) else repr(value)
        return f"({shown})" if shown[:1] == "-" or isinstance(value, complex) else shown

    found = _unparsed(formula, text)
    return None if large else found


def _unparsed(formula: ast.expr, text: Callable[[str], str | None]) -> str:
    tree = ast.parse(ast.unparse(formula), mode="eval").body
    return _bare(ast.unparse(_Fold().visit(_Name(text).visit(tree))))


def _bare(text: str) -> str:
    """Return a text without parentheses around all of it."""
    return text[1:-1] if text[:1] == "(" and text[-1:] == ")" and _closes_last(text) else text


def _closes_last(text: str) -> bool:
    depth = 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return i == len(text) - 1
    return False


class _Name(ast.NodeTransformer):
    """Replaces names; functions that are called keep theirs."""

    def __init__(self, text: Callable[[str], str | None]) -> None:
        self.text = text

    def visit_Call(self, node: ast.Call) -> Any:
        """Replace in the arguments only."""
        node.args = [self.visit(argument) for argument in node.args]
        if isinstance(node.func, ast.Name) and node.func.id == "expand" and len(node.args) == 2:
            if isinstance(node.args[1], ast.Name) and node.args[1].id == "()":
                return node.args[0]  # a number as a tensor of no dimensions
        return node

    def visit_Name(self, node: ast.Name) -> Any:
        """Return a name that reads as what stands for it."""
        found = self.text(node.id)
        if found is None:
            return node
        if found.lstrip("-").isdigit() and len(found) < 16:
            return ast.Constant(int(found))
        return ast.Name(found, ast.Load())


class _Fold(ast.NodeTransformer):
    """Computes with whole numbers what a reader would at a glance: 2 - 1, x ** 1, x * 1."""

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        """Fold one operation."""
        self.generic_visit(node)
        left, right = _whole(node.left), _whole(node.right)
        if isinstance(node.op, ast.Sub) and left is not None and right is not None:
            return ast.Constant(left - right) if left >= right else node
        if isinstance(node.op, ast.Add) and left is not None and right is not None:
            return ast.Constant(left + right)
        if right == 1 and isinstance(node.op, ast.Pow):
            return node.left
        return node


def _whole(node: ast.expr) -> int | None:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    return None

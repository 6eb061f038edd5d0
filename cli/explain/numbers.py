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

    def put_in(name: str) -> ast.expr | None:
        value = values.get(name)
        if isinstance(value, (bool, int, float)) and not cells.is_array(value):
            return _number(repr(value))
        label = labels.get(name)
        if label is None or len(label) > WIDEST or (label.endswith("]") and " [" in label):
            return None
        try:
            return ast.parse(label.strip(), mode="eval").body
        except (SyntaxError, ValueError):  # a text over several lines
            return None

    return _unparsed(formula, put_in, ones=True)


def with_numbers(formula: ast.expr, values: Mapping[str, Any], precision: int) -> str | None:
    """Return a formula with numbers for all its names; None if one of them is too large.

    >>> import numpy
    >>> rule = ast.parse("grad * cos(self)", mode="eval").body
    >>> with_numbers(rule, {"grad": numpy.array(-2.0), "self": numpy.array(0.5)}, 6)
    '(-2) * cos(0.5)'
    """
    large = unknown = False

    def put_in(name: str) -> ast.expr | None:
        nonlocal large, unknown
        if name not in values:
            unknown = True
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
        negative = shown[:1] == "-" or isinstance(value, complex)
        return _number(f"({shown})" if negative else shown)

    found = _unparsed(formula, put_in)
    return None if large or unknown else found


def _number(text: str) -> ast.expr:
    """Return what unparses as this text; whole numbers can be folded."""
    return ast.Constant(int(text)) if text.isdigit() and len(text) < 16 else ast.Name(text)


def _unparsed(
    formula: ast.expr, put_in: Callable[[str], ast.expr | None], ones: bool = False
) -> str:
    tree = ast.parse(ast.unparse(formula), mode="eval").body
    text = ast.unparse(_Fold(ones).visit(_Name(put_in).visit(tree)))
    return text[1:-1] if text[:2] == "(-" and text.count("(") == 1 and text[-1] == ")" else text


class _Name(ast.NodeTransformer):
    """Replaces names; functions that are called keep theirs."""

    def __init__(self, put_in: Callable[[str], ast.expr | None]) -> None:
        self.put_in = put_in

    def visit_Call(self, node: ast.Call) -> Any:
        """Replace in the arguments only."""
        node.args = [self.visit(argument) for argument in node.args]
        shape = node.args[1] if len(node.args) == 2 else None
        expands = isinstance(node.func, ast.Name) and node.func.id == "expand"
        if expands and isinstance(shape, ast.Name) and shape.id == "()":
            return node.args[0]  # a number as a tensor of no dimensions
        return node

    def visit_Name(self, node: ast.Name) -> Any:
        """Return a name that reads as what stands for it."""
        return self.put_in(node.id) or node


class _Fold(ast.NodeTransformer):
    """Computes with whole numbers what a reader would at a glance: 2 - 1, x ** 1, and x * 1.

    ones: whether factors of 1 are dropped: from a formula, but not from what it gives in numbers.
    """

    def __init__(self, ones: bool) -> None:
        self.ones = ones

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
        if right == 1 and self.ones and isinstance(node.op, ast.Mult):
            return node.left
        return node


def _whole(node: ast.expr) -> int | None:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    return None

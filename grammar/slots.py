"""Where the expressions of a tree are: the fields and list elements that hold them, in the order in
which Python evaluates them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

# Nodes between an expression and its parts.
HOLDERS = (ast.Slice, ast.keyword, ast.arguments, ast.comprehension)


class Slot(NamedTuple):
    """A place in a node that holds an expression: a field, or an element of a list."""

    holder: Any
    key: str | int

    def get(self) -> Any:
        """The expression."""
        return (
            self.holder[self.key] if isinstance(self.key, int) else getattr(self.holder, self.key)
        )

    def put(self, node: ast.expr) -> None:
        """Replace the expression."""
        if isinstance(self.key, int):
            self.holder[self.key] = node
        else:
            setattr(self.holder, self.key, node)


def children(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes directly inside a node."""
    for value in node.__dict__.values():
        if isinstance(value, ast.AST):
            yield value
        elif isinstance(value, list):
            for element in value:
                if isinstance(element, ast.AST):
                    yield element


def blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of statements directly inside a statement."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(statement, name, None)
        if isinstance(block, list) and block:
            yield block
    for handler in getattr(statement, "handlers", ()):
        yield handler.body


def _list_slots(elements: list[Any]) -> Iterator[Slot]:
    return (Slot(elements, place) for place, element in enumerate(elements) if element is not None)


def _index_slots(holder: Any) -> Iterator[Slot]:
    """The parts of an index: a slice is no expression, only its parts are."""
    index = holder.slice
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    if not any(isinstance(part, ast.Slice) for part in parts):
        yield Slot(holder, "slice")
        return
    for place, part in enumerate(parts):
        if isinstance(part, ast.Slice):
            for key in ("lower", "upper", "step"):
                if getattr(part, key) is not None:
                    yield Slot(part, key)
        else:
            yield Slot(parts, place)


def _argument_slots(arguments: ast.arguments) -> Iterator[Slot]:
    yield from _list_slots(arguments.defaults)
    yield from _list_slots(arguments.kw_defaults)


def target_slots(target: ast.AST) -> Iterator[Slot]:
    """The expressions inside the target of an assignment."""
    if isinstance(target, ast.Attribute | ast.Subscript):
        yield Slot(target, "value")
    if isinstance(target, ast.Subscript):
        yield from _index_slots(target)


def slots_of(node: Any) -> Iterator[Slot]:
    """What a node always evaluates, once, in order, before it does anything itself."""
    match node:
        case ast.BinOp():
            yield Slot(node, "left")
            yield Slot(node, "right")
        case ast.Attribute():
            yield Slot(node, "value")
        case ast.UnaryOp():
            yield Slot(node, "operand")
        case ast.Call():
            yield Slot(node, "func")
            yield from _list_slots(node.args)
            yield from (Slot(keyword, "value") for keyword in node.keywords)
        case ast.Subscript():
            yield Slot(node, "value")
            yield from _index_slots(node)
        case ast.List() | ast.Tuple() | ast.Set():
            yield from _list_slots(node.elts)
        case ast.Dict():
            for place, key in enumerate(node.keys):
                if key is not None:
                    yield Slot(node.keys, place)
                yield Slot(node.values, place)
        case ast.Compare():
            yield Slot(node, "left")
            yield Slot(node.comparators, 0)
        case ast.BoolOp():
            yield Slot(node.values, 0)
        case ast.IfExp():
            yield Slot(node, "test")
        case ast.NamedExpr() | ast.Starred() | ast.FormattedValue():
            yield Slot(node, "value")
        case ast.JoinedStr():
            yield from _list_slots(node.values)
        case ast.Lambda():
            yield from _argument_slots(node.args)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield Slot(node.generators[0], "iter")


def statement_slots(statement: Any) -> Iterator[Slot]:
    """The same for a statement; a loop's condition is not among them."""
    match statement:
        case ast.Assign():
            yield Slot(statement, "value")
            yield from target_slots(statement.targets[0])
        case ast.AnnAssign():
            if statement.value is not None:
                yield Slot(statement, "value")
            yield from target_slots(statement.target)
        case ast.Expr() | ast.Return() if statement.value is not None:
            yield Slot(statement, "value")
        case ast.AugAssign():
            yield from target_slots(statement.target)
        case ast.Delete():
            yield from target_slots(statement.targets[0])
        case ast.Raise():
            if statement.exc is not None:
                yield Slot(statement, "exc")
            if statement.cause is not None:
                yield Slot(statement, "cause")
        case ast.If() | ast.Assert():
            yield Slot(statement, "test")
        case ast.For():
            yield Slot(statement, "iter")
        case ast.With():
            yield Slot(statement.items[0], "context_expr")
        case ast.FunctionDef():
            yield from _list_slots(statement.decorator_list)
            yield from _argument_slots(statement.args)
        case ast.ClassDef():
            yield from _list_slots(statement.decorator_list)
            yield from _list_slots(statement.bases)
            yield from (Slot(keyword, "value") for keyword in statement.keywords)

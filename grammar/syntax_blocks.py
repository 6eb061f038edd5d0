"""Builds compound statements: what has a block."""

from __future__ import annotations

import ast
import sys
from typing import Any

from .syntax_base import Values
from .syntax_expressions import Expressions
from .syntax_parameters import Parameters

# Python 3.12 gave functions and classes type parameters; the language has none.
EXTRA: dict[str, Any] = {"type_params": []} if sys.version_info >= (3, 12) else {}


class Blocks(Parameters, Expressions):
    """Methods for the rules `block` and `compound`."""

    def block_line(self, values: Values, first: int, last: int) -> Any:
        """A block that is the rest of the line."""
        return self.filled(values[0], first, last)

    def block(self, values: Values, first: int, last: int) -> Any:
        """An indented block."""
        return self.filled(values[2], first, last)

    def filled(self, body: Any, first: int, last: int) -> Any:
        """A body that is not empty: notebook lines may have left nothing."""
        if not body:
            while self.kinds[first] in self.blank_kinds:
                first += 1
            body = [self.at(ast.Pass(), first, first)]
        return body

    def else_(self, values: Values, first: int, last: int) -> Any:
        """The block behind `else` or `finally`."""
        return values[2]

    # ---- if

    def if_chain(
        self, test: Any, body: Any, elifs: Values, orelse: Values, first: int, last: int
    ) -> Any:
        """`if` with its `elif`s, each the `else` of the one before."""
        self.longest_chain = max(self.longest_chain, len(elifs))
        for start, condition, block in reversed(elifs):
            orelse = [self.block_at(ast.If(condition, block, orelse), start, last)]
        return self.block_at(ast.If(test, body, orelse), first, last)

    def elif_(self, values: Values, first: int, last: int) -> Any:
        """`elif condition: ...`."""
        return first, values[1], values[3]

    def if_(self, values: Values, first: int, last: int) -> Any:
        """`if`."""
        return self.if_chain(values[1], values[3], [], [], first, last)

    def if_else(self, values: Values, first: int, last: int) -> Any:
        """`if ... else`."""
        return self.if_chain(values[1], values[3], [], values[4], first, last)

    def if_elif(self, values: Values, first: int, last: int) -> Any:
        """`if ... elif`."""
        return self.if_chain(values[1], values[3], values[4], [], first, last)

    def if_elif_else(self, values: Values, first: int, last: int) -> Any:
        """`if ... elif ... else`."""
        return self.if_chain(values[1], values[3], values[4], values[5], first, last)

    # ---- loops

    def while_(self, values: Values, first: int, last: int) -> Any:
        """`while`."""
        orelse = values[4] if len(values) > 4 else []
        return self.block_at(ast.While(values[1], values[3], orelse), first, last)

    def for_(self, values: Values, first: int, last: int) -> Any:
        """`for`."""
        orelse = values[6] if len(values) > 6 else []
        node = ast.For(self.store(values[1]), values[3], values[5], orelse, None)
        return self.block_at(node, first, last)

    # ---- try

    def try_node(
        self, body: Any, handlers: Any, orelse: Any, final: Any, first: int, last: int
    ) -> Any:
        """A `try` with everything."""
        for handler in handlers[:-1]:
            if handler.type is None:
                span = self.span_of_word(handler, "except")
                self.refuse("default 'except:' must be last", span)
        return self.block_at(ast.Try(body, handlers, orelse, final), first, last)

    def span_of_word(self, node: Any, word: str) -> Any:
        """The range of the word that a node starts with."""
        line, column = node.lineno, node.col_offset
        return self.tokens.source.span(line, column, line, column + len(word))

    def try_finally(self, values: Values, first: int, last: int) -> Any:
        """`try ... finally`."""
        return self.try_node(values[2], [], [], values[3], first, last)

    def try_(self, values: Values, first: int, last: int) -> Any:
        """`try ... except`."""
        return self.try_node(values[2], values[3], [], [], first, last)

    def try_else(self, values: Values, first: int, last: int) -> Any:
        """`try ... except ... else`."""
        return self.try_node(values[2], values[3], values[4], [], first, last)

    def try_last(self, values: Values, first: int, last: int) -> Any:
        """`try ... except ... finally`."""
        return self.try_node(values[2], values[3], [], values[4], first, last)

    def try_else_last(self, values: Values, first: int, last: int) -> Any:
        """`try ... except ... else ... finally`."""
        return self.try_node(values[2], values[3], values[4], values[5], first, last)

    def except_(self, values: Values, first: int, last: int) -> Any:
        """`except` or `except Error`."""
        error = values[1] if len(values) == 4 else None
        return self.block_at(ast.ExceptHandler(error, None, values[-1]), first, last)

    def except_as(self, values: Values, first: int, last: int) -> Any:
        """`except Error as name`."""
        name = self.words[values[3]]
        return self.block_at(ast.ExceptHandler(values[1], name, values[-1]), first, last)

    # ---- with

    def item(self, value: Any, target: Any = None) -> ast.withitem:
        """One context of a `with`."""
        return ast.withitem(value, None if target is None else self.store(target))

    def context(self, values: Values, first: int, last: int) -> Any:
        """`value` or `value as target`."""
        return self.item(*values[::2]), first

    def with_(self, values: Values, first: int, last: int) -> Any:
        """`with a as b, c as d`."""
        contexts = values[1]
        items = [item for item, _ in contexts]
        value = items[0].context_expr
        # Python reads `with (a, b):` as two contexts, not as a tuple.
        if (
            len(items) == 1
            and type(value) is ast.Tuple
            and items[0].optional_vars is None
            and self.bare(value, contexts[0][1])
            and value.elts
            and not any(type(part) in (ast.Starred, ast.NamedExpr) for part in value.elts)
        ):
            items = [self.item(part) for part in value.elts]
        return self.block_at(ast.With(items, values[3], None), first, last)

    def with_parens(self, values: Values, first: int, last: int) -> Any:
        """`with (a as b, c as d)`."""
        return self.block_at(ast.With(values[2], values[-1], None), first, last)

    def plain_items(self, values: Values) -> Values:
        """What stands before the first `as` between parentheses."""
        for value in values:
            if type(value) in (ast.Starred, ast.NamedExpr):
                self.refuse("invalid syntax", self.node_span(value), "this is no context")
        return [self.item(value) for value in values]

    def as_first(self, values: Values, first: int, last: int) -> Any:
        """`a as b`."""
        self.plain_items(values[:1])
        return [self.item(values[0], values[2])]

    def as_second(self, values: Values, first: int, last: int) -> Any:
        """`a, b as c`."""
        return [*self.plain_items(values[:1]), self.item(values[2], values[4])]

    def as_later(self, values: Values, first: int, last: int) -> Any:
        """`a, b, c as d`."""
        return [*self.plain_items(values[0]), self.item(values[2], values[4])]

    def as_plain(self, values: Values, first: int, last: int) -> Any:
        """`a as b, c`."""
        return [*values[0], *self.plain_items(values[2:])]

    def as_more(self, values: Values, first: int, last: int) -> Any:
        """`a as b, c as d`."""
        values[0].append(self.item(values[2], values[4]))
        return values[0]

    # ---- functions and classes

    def decorator(self, values: Values, first: int, last: int) -> Any:
        """The first decorator."""
        return [values[1]]

    def decorator_more(self, values: Values, first: int, last: int) -> Any:
        """Another decorator."""
        values[0].append(values[2])
        return values[0]

    def decorated(self, values: Values, first: int, last: int) -> Any:
        """A definition behind its decorators; its range does not hold them."""
        decorators, definition = values
        definition.decorator_list = decorators
        return definition

    def def_(self, values: Values, first: int, last: int) -> Any:
        """`def name(parameters) -> annotation: ...`."""
        params = values[3] if type(values[3]) is list else []
        returns = values[-3] if type(values[-3]) is not int else None
        node = ast.FunctionDef(
            self.words[values[1]], self.parameters(params), values[-1], [], returns, None, **EXTRA
        )
        return self.block_at(node, first, last)

    def class_(self, values: Values, first: int, last: int) -> Any:
        """`class name(bases): ...`."""
        given = values[3] if len(values) > 4 and type(values[3]) is list else []
        args, keywords = self.arguments(given)
        for keyword in keywords:
            if keyword.arg == "metaclass":
                self.refuse("metaclasses are not part of the language", self.node_span(keyword))
        node = ast.ClassDef(self.words[values[1]], args, keywords, values[-1], [], **EXTRA)
        return self.block_at(node, first, last)

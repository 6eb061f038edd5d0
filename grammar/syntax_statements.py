"""Builds simple statements, lines of them, and notebook lines."""

from __future__ import annotations

import ast
from typing import Any

from .syntax_base import LOAD, STORE, Base, Values, called
from .syntax_operators import OPERATORS

NOTEBOOK = "#notebook"  # a name that no script can write
IGNORED_MAGICS = ("load_ext", "matplotlib")


class Statements(Base):
    """Methods for the rules `line` and `small`. A line is the list of its statements."""

    # ---- lines

    def start(self, values: Values, first: int, last: int) -> Any:
        """The whole script."""
        return ast.Module(values[0], [])

    def extend(self, values: Values, first: int, last: int) -> Any:
        """Statements and the next one, or the next line of them."""
        if type(values[1]) is list:
            values[0] += values[1]
        else:
            values[0].append(values[1])
        return values[0]

    def skip(self, values: Values, first: int, last: int) -> Any:
        """Statements and an empty line."""
        return values[0]

    def body(self, values: Values, first: int, last: int) -> Any:
        """The first statement of a block, or the first line of them."""
        return values[0] if type(values[0]) is list else values

    def line(self, values: Values, first: int, last: int) -> Any:
        """A line with one statement."""
        return values[:1]

    def line_of_many(self, values: Values, first: int, last: int) -> Any:
        """A line with several statements."""
        return values[0]

    def magic(self, values: Values, first: int, last: int) -> Any:
        """A notebook line: nothing, or the start of TensorBoard.

        Raises:
            ScriptError: for a magic that this language does not know.
        """
        name, _, rest = self.words[first][1:].strip().partition(" ")
        if name in IGNORED_MAGICS:
            return []
        if name != "tensorboard":
            self.refuse(
                f"unknown notebook magic '%{name}'",
                self.span(first, first),
                help="known are %load_ext, %matplotlib and %tensorboard --logdir DIR",
            )
        place = (first, first)
        alias = self.at(ast.alias("notebook", NOTEBOOK), *place)
        module = self.at(ast.ImportFrom("tensorboard", [alias], 0), *place)
        start = ast.Attribute(self.at(ast.Name(NOTEBOOK, LOAD), *place), "start", LOAD)
        text = self.tokens.source.text_of(rest.strip())
        argument = self.at(ast.Constant(text, None), *place)
        call = self.at(ast.Call(self.at(start, *place), [argument], []), *place)
        return [module, self.at(ast.Expr(call), *place)]

    # ---- expressions and assignments

    def expression(self, values: Values, first: int, last: int) -> Any:
        """An expression as a statement."""
        return self.at(ast.Expr(values[0]), first, last)

    def assign(self, values: Values, first: int, last: int) -> Any:
        """`a = b = c`."""
        *targets, value = values[0]
        for target in targets:
            self.store(target, assigned=True)
        return self.at(ast.Assign(targets, value, None), first, last)

    def augmented(self, values: Values, first: int, last: int) -> Any:
        """`a += b`."""
        target, token, value = values
        if type(target) not in (ast.Name, ast.Attribute, ast.Subscript):
            self.refuse(
                f"'{called(target)}' is an illegal expression for augmented assignment",
                self.span(first, token - 1),
            )
        target.ctx = STORE
        operator = OPERATORS[self.words[token][:-1]]
        return self.at(ast.AugAssign(target, operator, value), first, last)

    def annotated(self, values: Values, first: int, last: int) -> Any:
        """`a: b` or `a: b = c`."""
        target = values[0]
        kind = type(target)
        if kind is ast.Tuple or kind is ast.List:
            name = "tuple" if kind is ast.Tuple else "list"
            self.refuse(f"only single target (not {name}) can be annotated", self.node_span(target))
        if kind not in (ast.Name, ast.Attribute, ast.Subscript):
            self.refuse("illegal target for annotation", self.node_span(target))
        target.ctx = STORE
        simple = int(self.kinds[first] == self.name_kind and kind is ast.Name)
        value = values[4] if len(values) == 5 else None
        return self.at(ast.AnnAssign(target, values[2], value, simple), first, last)

    def del_one(self, values: Values, first: int, last: int) -> Any:
        """`del a`."""
        return self.at(ast.Delete([self.delete(values[1])]), first, last)

    def del_many(self, values: Values, first: int, last: int) -> Any:
        """`del a, b`."""
        return self.at(ast.Delete([self.delete(target) for target in values[1]]), first, last)

    # ---- words

    def pass_(self, values: Values, first: int, last: int) -> Any:
        """`pass`."""
        return self.at(ast.Pass(), first, last)

    def break_(self, values: Values, first: int, last: int) -> Any:
        """`break`."""
        return self.at(ast.Break(), first, last)

    def continue_(self, values: Values, first: int, last: int) -> Any:
        """`continue`."""
        return self.at(ast.Continue(), first, last)

    def return_(self, values: Values, first: int, last: int) -> Any:
        """`return a`."""
        return self.at(ast.Return(values[1] if len(values) > 1 else None), first, last)

    def raise_(self, values: Values, first: int, last: int) -> Any:
        """`raise a from b`."""
        error, cause = [*values[1::2], None, None][:2]
        return self.at(ast.Raise(error, cause), first, last)

    def assert_(self, values: Values, first: int, last: int) -> Any:
        """`assert a, b`."""
        test, message = [*values[1::2], None][:2]
        return self.at(ast.Assert(test, message), first, last)

    def global_(self, values: Values, first: int, last: int) -> Any:
        """`global a, b`."""
        return self.at(ast.Global([self.words[token] for token in values[1]]), first, last)

    def nonlocal_(self, values: Values, first: int, last: int) -> Any:
        """`nonlocal a, b`."""
        return self.at(ast.Nonlocal([self.words[token] for token in values[1]]), first, last)

    # ---- imports

    def dotted(self, values: Values, first: int, last: int) -> Any:
        """The first part of a module's name."""
        return self.words[first]

    def dotted_more(self, values: Values, first: int, last: int) -> Any:
        """A module's name and its next part."""
        return f"{values[0]}.{self.words[last]}"

    def alias(self, values: Values, first: int, last: int) -> Any:
        """`module as name`."""
        name = self.words[last] if len(values) > 1 else None
        return self.at(ast.alias(values[0], name), first, last)

    def name_alias(self, values: Values, first: int, last: int) -> Any:
        """`name as other`, imported from a module."""
        name = self.words[last] if len(values) > 1 else None
        return self.at(ast.alias(self.words[first], name), first, last)

    def source(self, values: Values, first: int, last: int) -> Any:
        """Where `from` imports from: a level and a module."""
        module = values[-1] if type(values[-1]) is str else None
        dots = values[0] if type(values[0]) is list else []
        return sum(len(self.words[token]) for token in dots), module

    def import_(self, values: Values, first: int, last: int) -> Any:
        """`import a, b`."""
        return self.at(ast.Import(values[1]), first, last)

    def from_star(self, values: Values, first: int, last: int) -> Any:
        """`from a import *`."""
        level, module = values[1]
        star = self.at(ast.alias("*", None), last, last)
        return self.at(ast.ImportFrom(module, [star], level), first, last)

    def from_names(self, values: Values, first: int, last: int) -> Any:
        """`from a import b, c`."""
        level, module = values[1]
        return self.at(ast.ImportFrom(module, values[3], level), first, last)

    def from_parens(self, values: Values, first: int, last: int) -> Any:
        """`from a import (b, c)`."""
        level, module = values[1]
        return self.at(ast.ImportFrom(module, values[4], level), first, last)

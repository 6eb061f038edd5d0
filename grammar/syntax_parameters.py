"""Builds the parameters of `def` and `lambda`, and `lambda` itself."""

from __future__ import annotations

import ast
from typing import Any

from .syntax_base import Base, Values


class Parameters(Base):
    """Methods for the rules `param` and `bare_param`.

    A parameter is a tuple: its sign ("", "*", "**", "/"), its `ast.arg` or None, its default or
    None, and its first and last token.
    """

    def param(self, values: Values, first: int, last: int) -> Any:
        """`name: annotation = default`."""
        annotation = default = None
        end = first
        if len(values) > 1 and self.words[values[1]] == ":":
            annotation = values[2]
            end = last if len(values) == 3 else values[3] - 1
        if len(values) > 2 and self.words[values[-2]] == "=":
            default = values[-1]
        node = self.at(ast.arg(self.words[first], annotation, None), first, end)
        return "", node, default, first, last

    def param_mark(self, values: Values, first: int, last: int) -> Any:
        """A lone `*` or `/`."""
        return self.words[first], None, None, first, last

    def param_star(self, values: Values, first: int, last: int) -> Any:
        """`*name` or `**name`, annotated or not."""
        annotation = values[3] if len(values) > 2 else None
        node = self.at(ast.arg(self.words[values[1]], annotation, None), values[1], last)
        return self.words[first], node, None, first, last

    def parameters(self, params: Values) -> ast.arguments:
        """Sort the parameters into their kinds.

        Raises:
            ScriptError: for an order or a repetition that Python refuses.
        """
        result = ast.arguments([], [], None, [], [], None, [])
        seen: set[str] = set()
        starred = bare_star = slash = False
        for position, (sign, node, default, first, last) in enumerate(params):
            span = self.span(first, last)
            if node is not None and node.arg in seen:
                self.refuse(f"duplicate argument '{node.arg}' in function definition", span)
            if node is not None:
                seen.add(node.arg)
            if result.kwarg is not None:
                self.refuse("arguments cannot follow var-keyword argument", span)
            if sign == "/":
                if slash:
                    self.refuse("/ may appear only once", span)
                if starred:
                    self.refuse("/ must be ahead of *", span)
                if position == 0:
                    self.refuse("at least one argument must precede /", span)
                slash = True
                result.posonlyargs, result.args = result.args, []
            elif sign == "*":
                if starred:
                    self.refuse("* argument may appear only once", span)
                starred, bare_star = True, node is None
                result.vararg = node
                following = params[position + 1][0] if position + 1 < len(params) else "**"
                if bare_star and following:
                    self.refuse("named arguments must follow bare *", span)
            elif sign == "**":
                result.kwarg = node
            elif starred:
                result.kwonlyargs.append(node)
                result.kw_defaults.append(default)
            else:
                if default is not None:
                    result.defaults.append(default)
                elif result.defaults:
                    self.refuse("non-default argument follows default argument", span)
                result.args.append(node)
        return result

    def lambda_(self, values: Values, first: int, last: int) -> Any:
        """`lambda a, b: c`."""
        params = values[1] if type(values[1]) is list else []
        return self.at(ast.Lambda(self.parameters(params), values[-1]), first, last)

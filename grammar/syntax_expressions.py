"""Builds names, constants, displays, comprehensions, calls, subscripts and lambdas."""

from __future__ import annotations

import ast
from typing import Any

from .syntax_base import LOAD, STORE, Base, Values

Name, Constant, Attribute, Call, Keyword = (
    ast.Name,
    ast.Constant,
    ast.Attribute,
    ast.Call,
    ast.keyword,
)
CONSTANTS = {"None": None, "True": True, "False": False, "...": ...}
new = ast.AST.__new__


class Expressions(Base):
    """Methods for the rules below `operand`, and for lists of expressions.

    The nodes that scripts are full of are filled through `__dict__`: a third of the constructor's
    time.
    """

    # ---- atoms

    def name(self, values: Values, first: int, last: int) -> Any:
        """A name."""
        node = new(Name)
        line, column = self.lines[first], self.columns[first]
        node.__dict__ = {
            "id": self.words[first],
            "ctx": LOAD,
            "lineno": line,
            "col_offset": column,
            "end_lineno": line,
            "end_col_offset": self.ends[first],
        }
        return node

    def number(self, values: Values, first: int, last: int) -> Any:
        """A number."""
        node = new(Constant)
        line = self.lines[first]
        node.__dict__ = {
            "value": self.number_value(self.words[first], first),
            "kind": None,
            "lineno": line,
            "col_offset": self.columns[first],
            "end_lineno": line,
            "end_col_offset": self.ends[first],
        }
        return node

    def number_value(self, word: str, token: int) -> complex:
        """The value of a number.

        Raises:
            ScriptError: for leading zeros and for more digits than Python converts.
        """
        if "_" in word:
            word = word.replace("_", "")
        try:
            if word.isdigit() and (word[0] != "0" or not word.strip("0")):
                return int(word)
            if word[1:2] in "xXoObB":
                return int(word, 0)
        except ValueError:
            self.refuse(
                "Exceeds the limit (4300 digits) for integer string conversion: "
                f"value has {len(word)} digits",
                self.span(token, token),
                help="write it in hexadecimal or as a power",
            )
        if word[-1] in "jJ":
            return complex(0.0, float(word[:-1]))
        if word.isdigit():
            digits = word.lstrip("0")
            octal = "" if set(word) & set("89") else f", or 0o{digits} for an octal number"
            self.refuse(
                "leading zeros in decimal integer literals are not permitted; "
                "use an 0o prefix for octal integers",
                self.span(token, token),
                help=f"write {digits}{octal}",
            )
        return float(word)

    def constant(self, values: Values, first: int, last: int) -> Any:
        """`None`, `True`, `False` or `...`."""
        return self.at(Constant(CONSTANTS[self.words[first]], None), first, last)

    def parens(self, values: Values, first: int, last: int) -> Any:
        """An expression in parentheses: the node does not know of them, its neighbours do."""
        return values[1]

    # ---- trailers

    def attribute(self, values: Values, first: int, last: int) -> Any:
        """`value.name`."""
        node = new(Attribute)
        node.__dict__ = {
            "value": values[0],
            "attr": self.words[last],
            "ctx": LOAD,
            "lineno": self.lines[first],
            "col_offset": self.columns[first],
            "end_lineno": self.last_lines[last],
            "end_col_offset": self.ends[last],
        }
        return node

    def call_node(
        self, function: Any, args: Values, keywords: Values, first: int, last: int
    ) -> Any:
        """A call."""
        node = new(Call)
        node.__dict__ = {
            "func": function,
            "args": args,
            "keywords": keywords,
            "lineno": self.lines[first],
            "col_offset": self.columns[first],
            "end_lineno": self.last_lines[last],
            "end_col_offset": self.ends[last],
        }
        return node

    def call_empty(self, values: Values, first: int, last: int) -> Any:
        """`f()`."""
        return self.call_node(values[0], [], [], first, last)

    def call(self, values: Values, first: int, last: int) -> Any:
        """`f(a, b=c)`."""
        args, keywords = self.arguments(values[2])
        return self.call_node(values[0], args, keywords, first, last)

    def arguments(self, given: Values) -> tuple[Values, Values]:
        """Sort arguments into positional ones and keywords.

        Raises:
            ScriptError: for a positional argument after a keyword.
        """
        kinds = list(map(type, given))
        if Keyword not in kinds:
            return given, []
        position = kinds.index(Keyword)
        args, keywords = given[:position], []
        unpacked = False
        for argument in given[position:]:
            if type(argument) is Keyword:
                unpacked = unpacked or argument.arg is None
                keywords.append(argument)
            elif type(argument) is ast.Starred:
                if unpacked:
                    self.refuse(
                        "iterable argument unpacking follows keyword argument unpacking",
                        self.node_span(argument),
                    )
                args.append(argument)
            else:
                kind = "keyword argument unpacking" if unpacked else "keyword argument"
                self.refuse(
                    f"positional argument follows {kind}",
                    self.node_span(argument),
                    help="name it, or move it before the named arguments",
                )
        return args, keywords

    def call_generator(self, values: Values, first: int, last: int) -> Any:
        """`f(x for x in y)`."""
        function, opening, element, comps, closing = values
        if type(element) is Keyword or type(element) is ast.Starred:
            help = "put the comprehension between brackets"
            self.refuse("invalid syntax", self.node_span(element), "this cannot be repeated", help)
        inner = self.at(ast.GeneratorExp(element, comps), opening, closing)
        return self.call_node(function, [inner], [], first, last)

    def keyword(self, values: Values, first: int, last: int) -> Any:
        """`name=value` in a call."""
        return self.at(Keyword(self.words[first], values[2]), first, last)

    def keyword_star(self, values: Values, first: int, last: int) -> Any:
        """`**value` in a call."""
        return self.at(Keyword(None, values[1]), first, last)

    def star_arg(self, values: Values, first: int, last: int) -> Any:
        """`*value` in a call."""
        return self.at(ast.Starred(values[1], LOAD), first, last)

    def star(self, values: Values, first: int, last: int) -> Any:
        """`*value` elsewhere, where a comparison needs parentheses."""
        value = values[1]
        if self.kinds[first + 1] == self.not_kind or (
            type(value) in (ast.Compare, ast.BoolOp) and self.bare(value, first + 1)
        ):
            self.refuse(
                "invalid syntax", self.node_span(value), "this needs parentheses behind `*`"
            )
        return self.at(ast.Starred(value, LOAD), first, last)

    def subscript(self, values: Values, first: int, last: int) -> Any:
        """`value[index]`."""
        value, _, index, _ = values
        if type(index) is ast.Starred:
            index = ast.copy_location(ast.Tuple([index], LOAD), index)
        return self.at(ast.Subscript(value, index, LOAD), first, last)

    def slice(self, values: Values, first: int, last: int) -> Any:
        """`low:high:step`, where each may be missing."""
        parts: list[Any] = [None, None, None]
        part = 0
        for value in values:
            if type(value) is int:
                part += 1
            else:
                parts[part] = value
        return self.at(ast.Slice(*parts), first, last)

    # ---- tuples, lists, sets, dicts

    def tuple(self, values: Values, first: int, last: int) -> Any:
        """`a, b`."""
        return self.at(ast.Tuple(values[0], LOAD), first, last)

    def tuple_one(self, values: Values, first: int, last: int) -> Any:
        """`a,`."""
        return self.at(ast.Tuple([values[0]], LOAD), first, last)

    def empty_tuple(self, values: Values, first: int, last: int) -> Any:
        """`()`."""
        return self.at(ast.Tuple([], LOAD), first, last)

    def tuple_parens(self, values: Values, first: int, last: int) -> Any:
        """`(a, b)`."""
        return self.at(ast.Tuple(values[1], LOAD), first, last)

    def tuple_parens_one(self, values: Values, first: int, last: int) -> Any:
        """`(a,)`."""
        return self.at(ast.Tuple([values[1]], LOAD), first, last)

    def list_empty(self, values: Values, first: int, last: int) -> Any:
        """`[]`."""
        return self.at(ast.List([], LOAD), first, last)

    def list_one(self, values: Values, first: int, last: int) -> Any:
        """`[a]`."""
        return self.at(ast.List([values[1]], LOAD), first, last)

    def list_(self, values: Values, first: int, last: int) -> Any:
        """`[a, b]`."""
        return self.at(ast.List(values[1], LOAD), first, last)

    def set_one(self, values: Values, first: int, last: int) -> Any:
        """`{a}`."""
        return self.at(ast.Set([values[1]]), first, last)

    def set_(self, values: Values, first: int, last: int) -> Any:
        """`{a, b}`."""
        return self.at(ast.Set(values[1]), first, last)

    def entry(self, values: Values, first: int, last: int) -> Any:
        """`key: value`."""
        return values[0], values[2]

    def entry_star(self, values: Values, first: int, last: int) -> Any:
        """`**value` in a dict."""
        self.star(values, first, last)
        return None, values[1]

    def dict_empty(self, values: Values, first: int, last: int) -> Any:
        """`{}`."""
        return self.at(ast.Dict([], []), first, last)

    def dict_(self, values: Values, first: int, last: int) -> Any:
        """`{a: b}`."""
        keys, contents = map(list, zip(*values[1], strict=True))
        return self.at(ast.Dict(keys, contents), first, last)

    # ---- comprehensions

    def comp(self, values: Values, first: int, last: int) -> Any:
        """`for target in iterable`."""
        return ast.comprehension(self.store(values[1]), values[3], [], 0)

    def comp_if(self, values: Values, first: int, last: int) -> Any:
        """`if condition` behind a `for` of a comprehension."""
        values[0].ifs.append(values[2])
        return values[0]

    def generator(self, values: Values, first: int, last: int) -> Any:
        """`(a for b in c)`."""
        return self.at(ast.GeneratorExp(values[1], values[2]), first, last)

    def list_comprehension(self, values: Values, first: int, last: int) -> Any:
        """`[a for b in c]`."""
        return self.at(ast.ListComp(values[1], values[2]), first, last)

    def set_comprehension(self, values: Values, first: int, last: int) -> Any:
        """`{a for b in c}`."""
        return self.at(ast.SetComp(values[1], values[2]), first, last)

    def dict_comprehension(self, values: Values, first: int, last: int) -> Any:
        """`{a: b for c in d}`."""
        return self.at(ast.DictComp(values[1], values[3], values[4]), first, last)

    # ---- names made inside expressions

    def walrus(self, values: Values, first: int, last: int) -> Any:
        """`name := value`."""
        target = self.at(Name(self.words[first], STORE), first, first)
        return self.at(ast.NamedExpr(target, values[2]), first, last)

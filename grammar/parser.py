"""The parser: runs ready-made LALR tables over tokens; every rule applied builds its node."""

from __future__ import annotations

import ast
import gc
from collections.abc import Callable
from typing import Any

from .lexer import Lexer, Tokens
from .source import Source
from .syntax import Builder
from .tables import Tables, load

SHALLOW = 39  # so many tokens, or `elif`s, are no danger to Python's compiler


class Parser:
    """A parser for one set of tables; it may be used again and again."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.lexer = Lexer(tables)

    def parse(self, source: Source, split: bool = True) -> ast.Module:
        """The tree of a script; `split` takes apart what Python's compiler could not take.

        Raises:
            ScriptError: where the script is no program of the language.
        """
        tokens = self.lexer.tokens(source)
        builder = Builder(tokens, self.tables)
        module = self.run(tokens, builder)
        if split and max(tokens.longest, builder.longest_chain) > SHALLOW:
            from .depth import split_deep

            split_deep(module, source)
        return module

    def run(self, tokens: Tokens, builder: Builder) -> ast.Module:
        """Shift tokens and apply rules until the script is whole: one loop, no recursion."""
        _, _, _, _, _, lefts, lengths, names, units, rows = self.tables
        methods: list[Callable[[list[Any], int, int], Any]] = [
            getattr(builder, name or "skip") for name in names
        ]
        unit = -units
        row = rows[0]
        states = [row]  # one more than there are values
        values: list[Any] = []
        starts: list[int] = []  # the first token of each value
        for token, kind in enumerate(tokens.kinds):
            while True:
                try:
                    action = row[kind]
                except KeyError:
                    from .syntax_errors import explain  # only broken scripts need words

                    explain(tokens, self.tables, states, token)
                if action >= 0:
                    break
                if action >= unit:  # one symbol becomes another: only the state changes
                    row = states[-1] = rows[states[-2][lefts[action]]]
                    continue
                length = lengths[action]
                if length == 1:
                    values[-1] = methods[action](values[-1:], starts[-1], token - 1)
                    row = states[-1] = rows[states[-2][lefts[action]]]
                elif length:
                    first = starts[-length]
                    value = methods[action](values[-length:], first, token - 1)
                    del values[-length:], starts[-length:], states[-length:]
                    values.append(value)
                    starts.append(first)
                    row = rows[states[-1][lefts[action]]]
                    states.append(row)
                else:
                    values.append(methods[action]([], token, token - 1))
                    starts.append(token)
                    row = rows[row[lefts[action]]]
                    states.append(row)
            row = rows[action]
            states.append(row)
            values.append(token)
            starts.append(token)
        module: ast.Module = values[0]
        return module


_parser: Parser | None = None


def parse(source: str, filename: str = "<script>", *, split: bool = True) -> ast.Module:
    """The syntax tree of a script, as `ast.parse` would give it.

    Different are only `^`, which is power, notebook lines, and expressions too deep for Python's
    compiler, which are split into statements with hidden names (`split=False` leaves them whole).

    Raises:
        ScriptError: with exit code 3, where the script is no program of the language.
    """
    global _parser
    if _parser is None:
        _parser = Parser(load())
    collecting = gc.isenabled()
    # nothing in a growing tree is garbage; looking for some would cost 40 % of the time
    gc.disable()
    try:
        return _parser.parse(Source(source, filename), split)
    finally:
        if collecting:
            gc.enable()

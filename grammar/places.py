"""Names and source text of what a script computes, found from (code, instruction) when asked for.

Nothing is noted while a script runs: CPython keeps the source range of every instruction, and the
tree says which range is the value of an assignment.
"""

from __future__ import annotations

import ast
from itertools import islice
from types import CodeType
from typing import Any, NamedTuple

from grammar.diagnostic import Span
from grammar.source import Source

Range = tuple[int, int, int, int]
"""First line, first byte column, last line, end byte column, as in `ast` and `co_positions`."""

Origin = tuple[CodeType, int]


class Place(NamedTuple):
    """Where a value comes from.

    name: the variable that the statement assigns it to, or None.
    text: the source text of the operation, as written.
    names: for an operation with several outputs that are unpacked, the variable of each.
    """

    name: str | None
    text: str
    span: Span
    names: tuple[str | None, ...] = ()


class Places:
    """The places of one script."""

    def __init__(self, tree: ast.Module, source: Source) -> None:
        self.source = source
        self._tree = tree
        self._names: dict[Range, tuple[str | None, tuple[str | None, ...]]] | None = None
        self._found: dict[tuple[CodeType, int], Place] = {}
        self._positions: dict[CodeType, list[Any]] = {}

    def place(self, origin: Origin) -> Place:
        """Return the place of an instruction: (code, offset of the instruction in bytes)."""
        place = self._found.get(origin)
        if place is None:
            place = self._found[origin] = self._find(origin)
        return place

    def _find(self, origin: Origin) -> Place:
        where = self.range(*origin)
        if self._names is None:
            self._names = self._collect()
        name, names = self._names.get(where, (None, ()))
        return Place(name, self.text(where), self.source.span(*where), names)

    def range(self, code: CodeType, offset: int) -> Range:
        """Return the source range of an instruction."""
        positions = self._positions.get(code)
        if positions is None:
            # One entry an instruction of two bytes; long code is not expanded for a single place.
            if len(code.co_code) > 100_000:
                return _range(next(islice(code.co_positions(), offset // 2, None)), code)
            positions = self._positions[code] = list(code.co_positions())
        return _range(positions[offset // 2], code)

    def text(self, where: Range) -> str:
        """Return the source text of a range on one line, comments and line breaks removed."""
        return one_line(slice_of(self.source, where))

    def _collect(self) -> dict[Range, tuple[str | None, tuple[str | None, ...]]]:
        names: dict[Range, tuple[str | None, tuple[str | None, ...]]] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Assign):
                for target in reversed(node.targets):
                    _pair(names, target, node.value)
            elif isinstance(node, ast.NamedExpr):
                _pair(names, node.target, node.value)
            elif isinstance(node, ast.AugAssign):
                # The instruction of `x += 1` has the range of the whole statement.
                _add(names, node, _name(node.target), ())
        return names


def _pair(names: dict[Any, Any], target: ast.expr, value: ast.expr) -> None:
    """Note that `target` is given `value`: element by element where both are written out."""
    todo = [(target, value)]
    while todo:
        target, value = todo.pop()
        if not isinstance(target, (ast.Tuple, ast.List)):
            _add(names, value, _name(target), ())
        elif isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts):
            if not any(isinstance(e, ast.Starred) for e in (*value.elts, *target.elts)):
                todo += zip(target.elts, value.elts, strict=True)
        else:
            _add(names, value, None, tuple(_name(e) for e in target.elts))


def _name(target: ast.expr) -> str | None:
    if isinstance(target, ast.Name) and target.id.isidentifier():
        return target.id
    return None


def _add(names: dict[Any, Any], node: Any, name: str | None, several: tuple[Any, ...]) -> None:
    where = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
    if name is not None or several or where not in names:
        names[where] = (name, several)


def _range(found: tuple[int | None, int | None, int | None, int | None], code: CodeType) -> Range:
    line, end_line, column, end_column = found
    if line is None:
        return code.co_firstlineno, 0, code.co_firstlineno, 0
    return line, column or 0, end_line or line, end_column or 0


def range_of(node: Any) -> Range:
    """Return the range of a node."""
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def slice_of(source: Source, where: Range) -> str:
    """Return the source text of a range as it was written."""
    line, column, end_line, end_column = where
    if not 0 < line <= end_line <= source.line_count:
        return ""
    return source.text_of(
        source.text[source.offset(line, column) : source.offset(end_line, end_column)]
    )


def one_line(text: str) -> str:
    """Return a piece of source on one line.

    >>> one_line("a +  # first\\n    b")
    'a + b'
    """
    if "\n" not in text:
        return text
    pieces = []
    for line in text.split("\n"):
        line = line.rstrip("\\")
        if "#" in line and "'" not in line and '"' not in line:
            line = line[: line.index("#")]
        pieces.append(line.strip())
    joined = " ".join(piece for piece in pieces if piece)
    for opening in "([{":
        joined = joined.replace(opening + " ", opening)
    for closing in ")]}":
        joined = joined.replace(" " + closing, closing)
    return joined

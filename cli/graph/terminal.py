"""The picture in the terminal: rails on the left, a line a vertex, and what is known of it beside.

The result comes first and what it depends on below, in the order of the chain rule: `cli.graph.rails`
says how. A line of its own tells where a call of a function or module begins; lines that are
continued below another call begin again with its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from cli.graph.beside import GAP, aligned, cell, clipped, columns_of, fit, flows_of
from cli.graph.labels import printable
from cli.graph.model import CONSTANT, FUNCTION, LEAF, OPERATION, RESULT, Edge, Picture, Vertex
from cli.graph.rails import BOXES, PLAIN, Rails, Row, order
from cli.render import Style, Write
from cli.render.ansi import paint
from cli.render.measure import clip

GLYPHS = {RESULT: "●", OPERATION: "○", FUNCTION: "▣", LEAF: "◆", CONSTANT: "◇"}
LETTERS = {RESULT: "*", OPERATION: "o", FUNCTION: "F", LEAF: "@", CONSTANT: "="}
WORDS = {
    RESULT: "result",
    OPERATION: "operation",
    FUNCTION: "custom Function",
    LEAF: "leaf",
    CONSTANT: "no gradient",
}
BACKWARD_WORDS = {**WORDS, RESULT: "where backward begins", LEAF: "leaf: AccumulateGrad"}

LANES = 24
"""Lanes at most; in a narrow terminal their share of its width."""
SHARE = 0.3
DEEP = 4
"""How many calls around a vertex are named: functions that call themselves have no end else."""

_LINES = (36, 35, 34, 32, 31)
"""Colours of lanes, by turns: those that can be read on light and on dark."""
_CODES = {"title": "1", "name": "1", "leaf": "36", "grad": "32", "faint": "2"}


class _Line(NamedTuple):
    """A line: its rails, and the texts of a vertex or the name of a scope."""

    row: Row
    cells: tuple[str, ...]
    vertex: Vertex | None


def render(picture: Picture, style: Style, write: Write) -> None:
    """Write the picture."""
    lines, names = _lines(picture, style)
    if not lines:
        return
    rails = max(len(line.row.text) for line in lines)
    rows = [line.cells for line in lines if line.vertex is not None]
    room = None if style.width is None else style.width - rails - GAP
    kept, widths = fit(names, rows, room)
    columns = [names[i] for i in kept]
    paint = _paint if style.color else _leave
    pad = " " * (rails + GAP)
    titles = " " * GAP
    head = titles.join(
        aligned(clip(column, width), width, column, str)
        for column, width in zip(columns, widths, strict=True)
    )
    write(paint((pad + head).rstrip(), "title") + "\n")
    for line in lines:
        text = _rails(line.row, style.color) + " " * (rails + GAP - len(line.row.text))
        if line.vertex is None:
            name = line.cells[0] if room is None else clip(line.cells[0], room)
            text += paint(name, "faint")
        else:
            shown = [
                aligned(
                    clipped(line.cells[i], column, line.vertex, width),
                    width,
                    column,
                    partial(paint, role=_role(column, line.vertex)),
                )
                for i, width, column in zip(kept, widths, columns, strict=True)
            ]
            text += titles.join(shown)
        write(text.rstrip() + "\n")
    write("\n")
    flows = "flows back" in columns
    for below in _below(picture, style, flows, any(line.row.told for line in lines)):
        write(paint(below if style.width is None else clip(below, style.width), "faint") + "\n")


def _lines(picture: Picture, style: Style) -> tuple[list[_Line], list[str]]:
    """Return the lines, and the columns that their cells are in."""
    places = {vertex.id: place for place, vertex in enumerate(picture.vertices)}
    below: list[list[int]] = [[] for _ in picture.vertices]
    edges: list[list[tuple[int, Edge]]] = [[] for _ in picture.vertices]
    for edge in picture.edges:
        upper, lower = places[edge.target], places[edge.source]
        if picture.backward:
            upper, lower = lower, upper
        below[upper].append(lower)
        edges[upper].append((lower, edge))
    uses = Counter(lower for lowers in below for lower in lowers)
    ordered = order(below, [vertex.scope for vertex in picture.vertices])
    lanes = LANES if style.width is None else min(LANES, max(2, int(style.width * SHARE / 2)))
    rails = Rails(below, ordered, lanes, PLAIN if style.ascii else BOXES)
    glyphs = LETTERS if style.ascii else GLYPHS
    columns = columns_of(picture)
    scopes = _Headers(picture, style.ascii)
    found = []
    for place in ordered:
        vertex = picture.vertices[place]
        found += [_Line(rails.between(), (text,), None) for text in scopes.before(vertex.scope)]
        row = rails.row(place, glyphs[vertex.kind])
        flows = flows_of(picture, edges[place], uses, row.told, style.ascii)
        texts = tuple(printable(cell(column, vertex, flows)) for column in columns)
        found.append(_Line(row, texts, vertex))
    kept = [
        i for i, column in enumerate(columns) if any(line.cells[i] for line in found if line.vertex)
    ]
    return (
        [
            line if line.vertex is None else line._replace(cells=tuple(line.cells[i] for i in kept))
            for line in found
        ],
        [columns[i] for i in kept],
    )


class _Headers:
    """The lines that tell in which call the vertices below them lie."""

    def __init__(self, picture: Picture, ascii: bool) -> None:
        self._scopes = {scope.id: scope for scope in picture.scopes}
        self._ascii = ascii
        self._mark = "--" if ascii else "──"
        self._current: int | None = None

    def before(self, scope: int | None) -> Iterator[str]:
        """Return the lines before a vertex of a scope."""
        if scope == self._current:
            return
        self._current = scope
        if scope is None:
            yield f"{self._mark} outside of calls"
            return
        path: list[str] = []
        while scope is not None:
            if len(path) == DEEP:
                path.append("..." if self._ascii else "…")
                break
            path.append(self._scopes[scope].label)
            scope = self._scopes[scope].parent
        yield f"{self._mark} {printable(' / '.join(reversed(path)))}"


def _below(picture: Picture, style: Style, flows: bool, is_told: bool) -> Iterator[str]:
    """Return the lines below the picture: what the marks mean, and what is left out."""
    glyphs = LETTERS if style.ascii else GLYPHS
    words = BACKWARD_WORDS if picture.backward else WORDS
    kinds = {vertex.kind for vertex in picture.vertices}
    yield "  ".join(f"{glyph} {words[kind]}" for kind, glyph in glyphs.items() if kind in kinds)
    if flows and any(edge.contribution for edge in picture.edges):
        yield "flows back: what an input gets from here, where that is not all of its gradient"
    if is_told:
        arrow = "->" if style.ascii else "→"
        yield f"{arrow}#N: an edge to the node of this number, too long to be drawn"
    if picture.note:
        yield picture.note


def _role(column: str, vertex: Vertex) -> str:
    if column == "name":
        return "leaf" if vertex.kind == LEAF else "name"
    return {"#": "faint", "shape": "faint", "grad": "grad", "flows back": "grad"}.get(column, "")


def _paint(text: str, role: str) -> str:
    return paint(text, _CODES.get(role))


def _leave(text: str, role: str) -> str:
    return text


def _rails(row: Row, color: bool) -> str:
    """Return the rails of a row, each lane in its colour."""
    if not color:
        return row.text
    pieces = []
    for place, (char, lane) in enumerate(zip(row.text, row.colors, strict=True)):
        if char == " ":
            pieces.append(char)
        elif row.vertex is not None and place == 2 * row.lane:
            pieces.append(paint(char, "1"))
        else:
            pieces.append(paint(char, str(_LINES[lane % len(_LINES)])))
    return "".join(pieces)

"""The picture in the terminal: rails on the left, a line a vertex, and what is known of it beside.

The result comes first and what it depends on below, in the order of the chain rule: `cli.graph.rails`
says how. A line of its own tells where a call of a function or module begins; lines that are
continued below another call begin again with its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from cli import cells
from cli.graph.model import CONSTANT, FUNCTION, LEAF, OPERATION, RESULT, Edge, Picture, Vertex
from cli.graph.rails import BOXES, PLAIN, Rails, Row, order
from cli.render import Style, Write
from cli.render.measure import clip, wide

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
GAP = 2
"""Spaces between columns."""
FLOORS = {
    "name": 16,
    "operation": 8,
    "expr": 12,
    "grad_fn": 14,
    "value": 14,
    "saved": 14,
    "grad": 14,
    "flows back": 14,
}
"""The columns that a narrow picture makes narrower, and how narrow."""
SPARE = ("expr", "shape")
"""What a picture that is still too wide drops, in this order."""
LAST = ("flows back", "saved", "operation", "#", "grad_fn", "value", "grad")
"""What one drops after that, rather than show less than a few characters of each column."""
FEW = 5
RIGHT = ("#", "value", "grad")
ROUGH = 3
"""Digits of the numbers in an array that has no room for more."""

DEEP = 4
"""How many calls around a vertex are named: functions that call themselves have no end else."""

_LINES = (36, 35, 34, 32, 33, 31)
"""Colours of lanes, by turns."""
_CODES = {"title": "1", "name": "1", "leaf": "36", "grad": "32", "faint": "2"}


class _Line(NamedTuple):
    """A line: its rails, and the texts of a vertex or the name of a scope."""

    row: Row
    cells: tuple[str, ...]
    vertex: Vertex | None


def render(picture: Picture, style: Style, write: Write) -> None:
    """Write the picture."""
    lines, columns = _lines(picture, style)
    if not lines:
        return
    rails = max(len(line.row.text) for line in lines)
    columns, lines, widths = _fit(columns, lines, style.width, rails)
    paint = _paint if style.color else _leave
    pad = " " * (rails + GAP)
    titles = " " * GAP
    head = titles.join(
        _aligned(clip(column, width), width, column, str)
        for column, width in zip(columns, widths, strict=True)
    )
    write(paint((pad + head).rstrip(), "title") + "\n")
    for line in lines:
        text = _rails(line.row, style.color) + " " * (rails + GAP - len(line.row.text))
        if line.vertex is None:
            room = None if style.width is None else style.width - rails - GAP
            name = line.cells[0] if room is None else clip(line.cells[0], room)
            text += paint(name, "faint")
        else:
            shown = [
                _aligned(cell, width, column, partial(paint, role=_role(column, line.vertex)))
                for cell, width, column in zip(line.cells, widths, columns, strict=True)
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
    columns = _columns(picture)
    scopes = _Headers(picture, style.ascii)
    found = []
    for place in ordered:
        vertex = picture.vertices[place]
        found += [_Line(rails.between(), (text,), None) for text in scopes.before(vertex.scope)]
        row = rails.row(place, glyphs[vertex.kind])
        flows = _flows(picture, edges[place], uses, row.told, style.ascii)
        texts = tuple(_printable(_cell(column, vertex, flows)) for column in columns)
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


def _columns(picture: Picture) -> list[str]:
    if picture.backward:
        columns = ["#", "name", "grad_fn", "shape", "saved", "grad", "flows back"]
    else:
        columns = ["#", "name", "operation", "expr", "shape", "value", "grad", "flows back"]
    if all(not vertex.shape for vertex in picture.vertices):
        columns.remove("shape")
    return columns


def _cell(column: str, vertex: Vertex, flows: str) -> str:
    return _CELLS[column](vertex) if column in _CELLS else flows


def _shape(vertex: Vertex) -> str:
    return f"({', '.join(map(str, vertex.shape))}{',' * (len(vertex.shape) == 1)})"


_CELLS: dict[str, Callable[[Vertex], str]] = {
    "#": lambda vertex: str(vertex.id),
    "name": lambda vertex: vertex.name,
    "operation": lambda vertex: vertex.operation,
    "expr": lambda vertex: vertex.label if vertex.label != vertex.name else "",
    "grad_fn": lambda vertex: vertex.label,
    "shape": _shape,
    "value": lambda vertex: vertex.value,
    "saved": lambda vertex: vertex.value,
    "grad": lambda vertex: vertex.grad,
}


def _flows(
    picture: Picture,
    edges: list[tuple[int, Edge]],
    uses: Counter[int],
    told: frozenset[int],
    ascii: bool,
) -> str:
    """Return what flowed back to each vertex that one uses, and those that no lane leads to.

    Of a vertex that is used but once that is its whole gradient, which stands there already.
    """
    pieces = []
    for place, edge in edges:
        vertex = picture.vertices[place]
        flowed = edge.contribution
        if uses[place] == 1 and flowed == vertex.grad:
            flowed = ""
        if place in told:
            pieces.append(f"{'->' if ascii else '→'}#{vertex.id}" + f": {flowed}" * bool(flowed))
        elif flowed:
            pieces.append(f"{vertex.name or f'#{vertex.id}'}: {flowed}")
    return ", ".join(pieces)


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
        yield f"{self._mark} {_printable(' / '.join(reversed(path)))}"


def _fit(
    columns: list[str], lines: list[_Line], width: int | None, rails: int
) -> tuple[list[str], list[_Line], list[int]]:
    """Make columns narrower, and leave some out, until they fit beside the rails."""
    rows = [line.cells for line in lines if line.vertex is not None]
    widths = [
        max(wide(column), *(wide(row[i]) for row in rows)) for i, column in enumerate(columns)
    ]
    if width is None:
        return columns, lines, widths
    spare = [column for column in SPARE if column in columns]
    kept = list(range(len(columns)))
    last = [column for column in LAST if column in columns]
    while True:
        room = width - rails - GAP * len(kept)
        floors = [min(widths[i], FLOORS.get(columns[i], widths[i])) for i in kept]
        if sum(floors) <= room:
            break
        if not spare and (room >= sum(min(size, FEW) for size in floors) or not last):
            break
        kept.remove(columns.index((spare or last).pop(0)))
    fitted = _shrink([widths[i] for i in kept], floors, max(room, len(kept)))
    shown = [
        line
        if line.vertex is None
        else line._replace(
            cells=tuple(
                _clipped(columns[i], line, i, size) for i, size in zip(kept, fitted, strict=True)
            )
        )
        for line in lines
    ]
    return [columns[i] for i in kept], shown, fitted


def _clipped(column: str, line: _Line, i: int, width: int) -> str:
    """Return a cell in so many columns; numbers give digits before they are cut."""
    text = line.cells[i]
    if wide(text) > width and line.vertex is not None and column in ("value", "grad"):
        array = line.vertex.exact_value if column == "value" else line.vertex.exact_grad
        if array is not None and array.ndim:
            text = cells.human(array, ROUGH)
    return clip(text, width)


def _shrink(widths: list[int], floors: list[int], room: int) -> list[int]:
    """Take from the widest column that may give until all fit; below the floors only at the last."""
    for limits in (floors, [1] * len(widths)):
        while sum(widths) > room:
            size, index = max(
                (size if size > limit else 0, i)
                for i, (size, limit) in enumerate(zip(widths, limits, strict=True))
            )
            if not size:
                break
            widths[index] -= 1
    return widths


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


def _printable(text: str) -> str:
    """Return `text` without what would move the cursor or turn the direction of writing."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _aligned(text: str, width: int, column: str, paint: Callable[[str], str]) -> str:
    space = " " * (width - wide(text))
    text = paint(text)
    return space + text if column in RIGHT else text + space


def _role(column: str, vertex: Vertex) -> str:
    if column == "name":
        return "leaf" if vertex.kind == LEAF else "name"
    return {"#": "faint", "shape": "faint", "grad": "grad", "flows back": "grad"}.get(column, "")


def _paint(text: str, role: str) -> str:
    code = _CODES.get(role)
    return f"\x1b[{code}m{text}\x1b[0m" if code and text.strip() else text


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
            pieces.append(f"\x1b[1m{char}\x1b[0m")
        else:
            pieces.append(f"\x1b[{_LINES[lane % len(_LINES)]}m{char}\x1b[0m")
    return "".join(pieces)

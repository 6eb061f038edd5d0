"""What stands beside the rails: columns, the texts of a vertex in them, and how wide they may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from cli import cells
from cli.graph.model import Edge, Picture, Vertex
from cli.render.measure import clip, wide

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


def columns_of(picture: Picture) -> list[str]:
    """Return the columns that a picture may have."""
    if picture.backward:
        columns = ["#", "name", "grad_fn", "shape", "saved", "grad", "flows back"]
    else:
        columns = ["#", "name", "operation", "expr", "shape", "value", "grad", "flows back"]
    if all(not vertex.shape for vertex in picture.vertices):
        columns.remove("shape")
    return columns


def cell(column: str, vertex: Vertex, flows: str) -> str:
    """Return what stands in a column; `flows` is what flowed back from the vertex."""
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


def flows_of(
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


def fit(
    columns: list[str], rows: list[tuple[str, ...]], width: int | None
) -> tuple[list[int], list[int]]:
    """Return which columns are shown in so many characters, by their places, and how wide each is."""
    widths = [
        max(wide(column), *(wide(row[i]) for row in rows)) for i, column in enumerate(columns)
    ]
    kept = list(range(len(columns)))
    if width is None:
        return kept, widths
    spare = [column for column in SPARE if column in columns]
    last = [column for column in LAST if column in columns]
    while True:
        room = width - GAP * (len(kept) - 1)
        floors = [min(widths[i], FLOORS.get(columns[i], widths[i])) for i in kept]
        if sum(floors) <= room:
            break
        if not spare and (room >= sum(min(size, FEW) for size in floors) or not last):
            break
        kept.remove(columns.index((spare or last).pop(0)))
    return kept, _shrink([widths[i] for i in kept], floors, max(room, len(kept)))


def clipped(text: str, column: str, vertex: Vertex, width: int) -> str:
    """Return a text of a vertex in so many characters; numbers give digits before they are cut."""
    if wide(text) > width and column in ("value", "grad"):
        array = vertex.exact_value if column == "value" else vertex.exact_grad
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


def aligned(text: str, width: int, column: str, paint: Callable[[str], str]) -> str:
    """Return a text painted, with spaces to fill its column."""
    space = " " * (width - wide(text))
    text = paint(text)
    return space + text if column in RIGHT else text + space

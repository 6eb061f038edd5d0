"""What the boxes and arrows of other programs' pictures say: lines of text, none of them long."""

from __future__ import annotations

from cli.graph.model import Edge, Picture, Vertex
from cli.render.measure import clip

WIDEST = 40
"""Columns of a line in a box; the same again is cut from what says how it came about."""
NARROW = 28
"""Columns of what an arrow says."""


def lines(vertex: Vertex, picture: Picture) -> list[str]:
    """Return the lines of a box: name and operation, shape and dtype, value, gradient."""
    what = vertex.label if picture.backward or not vertex.operation else vertex.operation
    if not vertex.name:
        head = what or vertex.label
    elif picture.backward:
        head = f"{vertex.name}: {what}"
    elif what and what != vertex.name:
        head = f"{vertex.name} = {vertex.label}"
    else:
        head = vertex.name
    found = [head]
    if not picture.backward and not vertex.name and vertex.label != head:
        found.append(vertex.label)
    if vertex.shape or vertex.dtype not in ("", "float32", "float64"):
        shape = f"({', '.join(map(str, vertex.shape))}{',' * (len(vertex.shape) == 1)})"
        found.append(f"{shape} {vertex.dtype}".strip())
    if vertex.value:
        is_saved = picture.backward and vertex.exact_value is None
        found.append(f"{'saved' if is_saved else 'value'} {vertex.value}")
    if vertex.grad:
        found.append(f"grad {vertex.grad}")
    return [clip(printable(line), WIDEST) for line in found]


def arrow(edge: Edge) -> str:
    """Return what an arrow says: the gradient that flowed back along it."""
    return clip(printable(edge.contribution), NARROW)


def printable(text: str) -> str:
    """Return `text` without control characters and what turns the direction of writing."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)

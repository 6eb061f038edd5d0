"""What the boxes and arrows of other programs' pictures say: lines of text, none of them long."""

from __future__ import annotations

from cli.graph.model import LEAF, Edge, Picture, Vertex
from cli.render.measure import clip

WIDEST = 40
"""Columns of a line in a box; the same again is cut from what says how it came about."""
NARROW = 28
"""Columns of what an arrow says."""


def lines(vertex: Vertex, picture: Picture) -> list[str]:
    """Return the lines of a box: name and operation, shape and dtype, value, gradient."""
    found = [_head(vertex, picture)]
    if not picture.backward and not vertex.name and vertex.operation.isidentifier():
        found.insert(0, vertex.operation)  # of `net(x)`, say, it tells which step
    if vertex.shape or vertex.dtype not in ("", "float32", "float64"):
        shape = f"({', '.join(map(str, vertex.shape))}{',' * (len(vertex.shape) == 1)})"
        found.append(f"{shape} {vertex.dtype}".strip())
    if vertex.value:
        is_saved = picture.backward and vertex.exact_value is None
        found.append(f"{'saved' if is_saved else 'value'} {vertex.value}")
    if vertex.grad:
        found.append(f"grad {vertex.grad}")
    return [clip(printable(line), WIDEST) for line in found]


def _head(vertex: Vertex, picture: Picture) -> str:
    name, label = vertex.name, vertex.label
    if not name or picture.backward:
        return f"{name}: {label}" if name else label
    # A module's parameters say by their names where they come from.
    is_plain = label == name or (vertex.kind == LEAF and "." in name)
    return name if is_plain else f"{name} = {label}"


def arrow(edge: Edge) -> str:
    """Return what an arrow says: the gradient that flowed back along it."""
    return clip(printable(edge.contribution), NARROW)


def printable(text: str) -> str:
    """Return `text` without control characters and what turns the direction of writing."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)

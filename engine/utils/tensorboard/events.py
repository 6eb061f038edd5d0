"""TensorBoard's messages: events, summaries, graphs.

Field numbers are those of tensorboard/compat/proto/{event,summary,graph,node_def,attr_value}.proto.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from engine.utils.tensorboard import wire

_STRING = 7  # DT_STRING


def event(wall_time: float, step: int | None, what: bytes) -> bytes:
    """Return an event; `what` is one of the fields below."""
    number = b"" if step is None else wire.integer(2, step)
    return wire.double(1, wall_time) + number + what


def file_version() -> bytes:
    """Return what the first event of a file says."""
    return wire.chunk(3, "brain.Event:2")


def summary(values: Iterable[bytes]) -> bytes:
    """Return the field of a summary."""
    return wire.chunk(5, b"".join(wire.chunk(1, value) for value in values))


def scalar(tag: str, value: float) -> bytes:
    """Return the value of a scalar."""
    return wire.chunk(1, tag) + wire.single(2, value)


def text(tag: str, content: str) -> bytes:
    """Return the value of a text."""
    plugin = wire.chunk(1, wire.chunk(1, "text") + wire.chunk(2, b""))
    shape = wire.chunk(2, wire.chunk(2, wire.integer(1, 1)))
    tensor = wire.integer(1, _STRING) + shape + wire.chunk(8, content)
    return wire.chunk(1, f"{tag}/text_summary") + wire.chunk(9, plugin) + wire.chunk(8, tensor)


class Histogram(NamedTuple):
    """A histogram: what is in it, and how many elements up to each limit."""

    min: float
    max: float
    number: float
    sum: float
    sum_squares: float
    limits: Sequence[float]
    counts: Sequence[float]


def histogram(tag: str, found: Histogram) -> bytes:
    """Return the value of a histogram."""
    fields = (found.min, found.max, found.number, found.sum, found.sum_squares)
    message = b"".join(wire.double(number, value) for number, value in enumerate(fields, 1))
    message += wire.doubles(6, found.limits) + wire.doubles(7, found.counts)
    return wire.chunk(1, tag) + wire.chunk(5, message)


class GraphNode(NamedTuple):
    """A node of a graph: `/` in its name makes scopes.

    inputs: names of nodes; with a ^ before it, one that only comes before this.
    device: TensorBoard can colour by it.
    shapes: of the outputs, written on the edges; None if unknown.
    attributes: further texts that the node's card shows.
    """

    name: str
    op: str
    inputs: Sequence[str] = ()
    device: str = ""
    shapes: Sequence[Sequence[int]] | None = None
    attributes: dict[str, Any] = {}  # noqa: RUF012 - nobody changes it


def graph(nodes: Iterable[GraphNode]) -> bytes:
    """Return the field of a graph."""
    body = b"".join(wire.chunk(1, _node(node)) for node in nodes)
    return wire.chunk(4, body + wire.chunk(4, wire.integer(1, 22)))


def _node(node: GraphNode) -> bytes:
    parts = [wire.chunk(1, node.name), wire.chunk(2, node.op)]
    parts += [wire.chunk(3, name) for name in node.inputs]
    if node.device:
        parts.append(wire.chunk(4, node.device))
    if node.shapes is not None:
        shapes = b"".join(wire.chunk(7, _shape(shape)) for shape in node.shapes)
        parts.append(_attribute("_output_shapes", wire.chunk(1, shapes)))
    parts += [_attribute(key, wire.chunk(2, str(v))) for key, v in node.attributes.items()]
    return b"".join(parts)


def _shape(shape: Sequence[int]) -> bytes:
    return b"".join(wire.chunk(2, wire.integer(1, size)) for size in shape)


def _attribute(key: str, value: bytes) -> bytes:
    return wire.chunk(5, wire.chunk(1, key) + wire.chunk(2, value))

"""Looking at a whole graph: its nodes in the order of a backward pass, their edges, what they keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from engine.graph.node import Freed
from engine.graph.versions import RESULT, TENSOR, VALUE, check_versions

if TYPE_CHECKING:
    from engine.graph.node import Node


class Link(NamedTuple):
    """An edge of a node: the argument it belongs to, the node it leads to, and which output of it."""

    argument: str
    node: Node
    output_nr: int


def links(node: Node) -> list[Link]:
    """Return the edges of a node, those of `next_functions` that lead anywhere."""
    following = node.next_functions
    return [
        Link(node.plan.arguments[edge], *following[place])
        for place, edge in enumerate(node.plan.edges)
        if edge is not None and following[place][0] is not None
    ]


def walk(roots: Iterable[Node]) -> list[tuple[Node, list[Link]]]:
    """Return all nodes that can be reached, with their edges, in the order a backward pass takes.

    A node comes after all that lead to it; of those that are ready the one made last comes first,
    AccumulateGrad at once. Whoever holds the list holds the AccumulateGrad nodes in it.
    """
    found: dict[int, tuple[Node, list[Link]]] = {}
    waits: dict[int, int] = {}
    begins = {id(node): node for node in roots}
    waiting = list(begins.values())
    while waiting:
        node = waiting.pop()
        if id(node) in found:
            continue
        found[id(node)] = node, links(node)
        for link in found[id(node)][1]:
            waits[id(link.node)] = waits.get(id(link.node), 0) + 1
            waiting.append(link.node)
    ready: list[tuple[int, int, int]] = []
    turn = count()  # of equals, the first to be ready comes first
    for key, node in begins.items():
        if not waits.get(key):
            heappush(ready, (-node.seq, next(turn), key))
    ordered = []
    while ready:
        key = heappop(ready)[2]
        ordered.append(found[key])
        for link in found[key][1]:
            target = id(link.node)
            waits[target] -= 1
            if not waits[target]:
                heappush(ready, (-link.node.seq, next(turn), target))
    return ordered


class Kept(NamedTuple):
    """A value that a node has saved, by the name of its rules.

    value: an array, a number or the like; None if it cannot be had without side effects.
    state: "" , or why there is no value: PACKED by a saved tensor hook, or CHANGED in place since.
    """

    name: str
    value: Any
    state: str


PACKED, CHANGED = "packed", "changed in place"


def kept(node: Node) -> list[Kept] | None:
    """Return what a node has saved; None if a backward pass has freed it.

    Shapes and the like are left out, and what an option leaves open.
    """
    from engine.graph.raw_saved import _is_function, _values_of

    values = _values_of(node)
    if values is None:
        return None
    if _is_function(node):
        return [
            _kept(f"saved_tensors[{place}]", value, partial(_restored, value, node))
            for place, value in enumerate(values)
            if value is not None
        ]
    found = []
    for place, (value, (_, kind, name)) in enumerate(zip(values, node.plan.entries, strict=False)):
        if kind in (TENSOR, RESULT, VALUE) and value is not None and value is not False:
            found.append(_kept(name, value, partial(_at, node, place, kind)))
    return found


def _kept(name: str, value: Any, read: Callable[[], Any]) -> Kept:
    from engine.graph.saved_hooks import Packed

    if isinstance(value, Packed):
        return Kept(name, None, PACKED)
    try:
        found = read()
    except RuntimeError:  # PyTorch's error of a value that was changed
        return Kept(name, None, CHANGED)
    data = getattr(found, "_data", found)
    is_array = isinstance(data, (np.ndarray, np.generic))
    return Kept(name, np.asarray(data) if is_array else data, "")


def _restored(value: Any, node: Any) -> Any:
    return value.restored(node)


def _at(node: Node, place: int, kind: int) -> Any:
    check_versions(node, place)
    value = node.saved[place]
    # One of several results comes with its number.
    return value[1] if kind == RESULT and value.__class__ is tuple else value


def is_freed(node: Node) -> bool:
    """Return whether a backward pass has freed what a node saved."""
    return isinstance(node.saved, Freed) or getattr(node, "_freed", None) is not None


def shape_of(node: Node) -> tuple[int, ...] | None:
    """Return the shape of a node's only output; None if it has several."""
    like = getattr(node, "_like", None)
    if like is None:
        return None
    return like if isinstance(like, tuple) else ()

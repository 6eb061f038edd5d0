"""What a backward pass visits, and in which order: see Note [Order] in `engine.graph.backward`."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import numpy as np

from engine.graph.node import Node, Port

ndarray = np.ndarray
by_seq = attrgetter("seq")


def schedule(
    roots: list[Any], wanted: dict[Any, int] | None, accumulating: bool
) -> tuple[list[Node], set[Node] | None, dict[Node, list[Any]], dict[Node, dict[int, Port]]]:
    """Return the nodes to visit, oldest first; those to run; the leaves due after each; the ports.

    Without `wanted` all are run, and None stands for that.
    """
    order: list[Node] = []
    last: dict[Any, Node] = {}
    ports: dict[Node, dict[int, Port]] = {}
    seen: set[Any] = set()
    for root in roots:
        node = root.node if isinstance(root, Port) else root
        if isinstance(root, Port):
            ports.setdefault(node, {})[root.number] = root
        if node not in seen:
            seen.add(node)
            order.append(node)
    for node in order:
        for target in node.next:
            if target not in seen:
                seen.add(target)
                if isinstance(target, Node):
                    order.append(target)
                elif isinstance(target, Port):
                    owner = target.node
                    ports.setdefault(owner, {})[target.number] = target
                    if owner not in seen:
                        seen.add(owner)
                        order.append(owner)
                else:
                    last[target] = node
                    data = target._data
                    if data.__class__ is ndarray and data.shape:
                        target._like = data.shape
                        target._out_dtype = data.dtype
                    else:
                        target._like = data.dtype.type
            elif target in last and node.seq < last[target].seq:
                last[target] = node
    order.sort(key=by_seq)
    runs: set[Node] | None = None
    if wanted is not None:
        order, runs = _needed(order, wanted, accumulating)
        last = {leaf: node for leaf, node in last.items() if leaf in wanted}
    due: dict[Node, list[Any]] = {}
    for leaf, node in last.items():
        due.setdefault(node, []).append(leaf)
    return order, runs, due, ports


def _needed(
    order: list[Node], wanted: dict[Any, int], accumulating: bool
) -> tuple[list[Node], set[Node]]:
    """Return those nodes of `order` (oldest first) that matter to `wanted`, and which of them run.

    A node runs if the gradient flows on from it to a wanted target; a wanted node that does not lead
    to another one is only waited for. When gradients are accumulated PyTorch runs it all the same:
    that frees what it has saved.
    """
    waited = {t.node if isinstance(t, Port) else t for t in wanted}
    reach: set[Any] = set(wanted)
    runs: set[Node] = set()
    for node in order:
        if accumulating and node in waited:
            runs.add(node)
        for target in node.next:
            if target in reach or (isinstance(target, Port) and target.node in runs):
                runs.add(node)
                reach.add(node)
                break
    return [node for node in order if node in runs or node in waited], runs

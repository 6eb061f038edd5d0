"""The picture of the forward graph, from a report: what the result depends on, or all there is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from cli import cells
from cli.graph.model import (
    CONSTANT,
    FUNCTION,
    LEAF,
    OPERATION,
    RESULT,
    Edge,
    Picture,
    Vertex,
)
from cli.graph.scopes import Scopes
from cli.report import Array, Node, Report

SYMBOLS = {
    "add": "+",
    "sub": "-",
    "rsub": "-",
    "number_minus": "-",
    "mul": "*",
    "div": "/",
    "true_divide": "/",
    "floor_divide": "//",
    "remainder": "%",
    "pow": "**",
    "number_pow": "**",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
}
_VARIANTS = ("_number", "_scaled", "_dim", "_data", "_copy", "_sizes")
"""Of one operation, by its arguments: nobody who reads a picture tells them apart."""

_GRAD_FN = re.compile(r"Backward\d*$")


class Wish(NamedTuple):
    """What a picture is to show.

    everything: also what the result does not depend on.
    limit: how many nodes at most; None: all.
    """

    title: str
    precision: int = 6
    everything: bool = False
    limit: int | None = None


def forward(report: Report, wish: Wish) -> Picture:
    """Return the picture of a report."""
    starts = roots(report)
    shown = _chosen(report, [] if wish.everything else starts)
    unused = len(report.nodes) - len(shown) + report.omitted
    beyond = 0
    if wish.limit is not None and len(shown) > wish.limit:
        beyond = len(shown) - wish.limit
        shown = _nearest(report, shown, wish.limit)
    nodes = [report.nodes[id_] for id_ in sorted(shown)]
    used = {source for node in nodes for source in _inputs(node)}
    scopes = Scopes(report.scopes)
    vertices = [
        _vertex(node, report, node.id in used, scopes.of(node), wish.precision) for node in nodes
    ]
    edges = [
        Edge(
            edge.target,
            edge.source,
            edge.argument,
            _text(edge.gradient, wish.precision),
            edge.gradient,
        )
        for edge in report.edges
        if edge.source in shown
        and edge.target in shown
        and not _is_origin(report.nodes[edge.source])
    ]
    vertices, drawn = scopes.settle(vertices)
    return Picture(wish.title, False, vertices, edges, drawn, unused + beyond, note(unused, beyond))


def note(unused: int, beyond: int) -> str:
    """Return what to say of what is left out.

    >>> note(1, 20)
    '1 node that the result does not depend on is not shown (--all), nor are 20 beyond --limit'
    """
    if unused:
        one = unused == 1
        text = (
            f"{unused:,} node{'' if one else 's'} that the result does not depend on "
            f"{'is' if one else 'are'} not shown (--all)"
        )
        if not beyond:
            return text
        return f"{text}, nor {'is' if beyond == 1 else 'are'} {beyond:,} beyond --limit"
    if not beyond:
        return ""
    return f"{beyond:,} more node{' is' if beyond == 1 else 's are'} not shown (--limit)"


def roots(report: Report) -> list[int]:
    """Return where to begin: the result's nodes, else those the last backward pass began at."""
    if report.result_nodes:
        return report.result_nodes
    reached = [node for node in report.nodes if node.adjoint is not None]
    inner = {source for node in reached for source in _inputs(node)}
    return [node.id for node in reached if node.id not in inner and not node.is_leaf]


def _is_origin(node: Node) -> bool:
    """Return whether a node is where a graph begins, whatever it was made of.

    A leaf is one, also if an optimizer has changed it: what it was before belongs to another graph.
    So is a constant that was changed in place: running averages have no end else.
    """
    return node.is_leaf and (node.requires_grad or node.replaces is not None)


def _inputs(node: Node) -> Iterable[int]:
    return () if _is_origin(node) else node.inputs


def _chosen(report: Report, starts: list[int]) -> set[int]:
    """Return the ids of what these nodes depend on; of all nodes if there are none."""
    if not starts:
        return {node.id for node in report.nodes}
    found = set(starts)
    waiting = list(starts)
    while waiting:
        for source in _inputs(report.nodes[waiting.pop()]):
            if source not in found:
                found.add(source)
                waiting.append(source)
    return found


def _nearest(report: Report, shown: set[int], limit: int) -> set[int]:
    """Return those of `shown` that are fewest steps from what nothing uses, the latest first."""
    used = {source for id_ in shown for source in _inputs(report.nodes[id_])}
    level = sorted(shown - used, reverse=True)
    found: dict[int, None] = {}
    while level and len(found) < limit:
        following: dict[int, None] = {}
        for id_ in level:
            if id_ not in found and len(found) < limit:
                found[id_] = None
                following.update(dict.fromkeys(_inputs(report.nodes[id_])))
        level = [id_ for id_ in sorted(following, reverse=True) if id_ not in found]
    return set(found)


def _vertex(node: Node, report: Report, is_used: bool, scope: int | None, precision: int) -> Vertex:
    grad = gradient(node, report)
    begins = not node.inputs or _is_origin(node)
    return Vertex(
        id=node.id,
        kind=_kind(node, is_used or begins),
        name=node.name or "",
        label=" ".join(node.expr.split()),
        operation="" if begins and node.is_leaf else operation(node.operation),
        shape=node.shape,
        dtype=node.dtype,
        value=cells.human(node.value, precision),
        grad=_text(grad, precision),
        scope=scope,
        line=node.line,
        exact_value=node.value,
        exact_grad=grad,
    )


def _kind(node: Node, is_inside: bool) -> str:
    if not is_inside:
        return RESULT
    if not node.requires_grad:
        return CONSTANT
    if node.is_leaf:
        return LEAF
    return FUNCTION if is_function(node.grad_fn or "") else OPERATION


def is_function(grad_fn: str) -> bool:
    """Return whether a grad_fn of this name is a custom Function's: PyTorch numbers its own.

    >>> is_function("MyReLUBackward"), is_function("ReluBackward0")
    (True, False)
    """
    return grad_fn.endswith("Backward")


def gradient(node: Node, report: Report) -> Array | None:
    """Return `.grad` of a node, or where that is None the gradient of the last backward pass."""
    while node.grad is None and node.adjoint is None and node.is_leaf and node.replaces is not None:
        node = report.nodes[node.replaces]  # the first node of a leaf stands for it
    return node.adjoint if node.grad is None else node.grad


def operation(name: str) -> str:
    """Return an operation's name as short as it can be.

    >>> operation("add_number"), operation("matmul"), operation("MulBackward0")
    ('+', 'matmul', 'Mul')
    """
    name = _GRAD_FN.sub("", name)
    for variant in _VARIANTS:
        name = name.removesuffix(variant)
    return SYMBOLS.get(name, name)


def _text(array: Array | None, precision: int) -> str:
    return "" if array is None else cells.human(array, precision)

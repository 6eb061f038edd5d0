"""The picture of the backward graph: `grad_fn` nodes from the result along `next_functions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli import cells
from cli.evaluate import Result, tensors_of
from cli.graph.forward import Wish, gradient, is_function, note, roots
from cli.graph.model import FUNCTION, LEAF, OPERATION, RESULT, Edge, Picture, Vertex
from cli.graph.scopes import Scopes
from cli.problems import usage_problem
from cli.rows import as_array

if TYPE_CHECKING:
    from cli.recorder import Recorder, Row
    from engine.graph.node import Node

FREED = "freed"
"""What a node has saved once a backward pass has taken it."""


def backward(result: Result, wish: Wish) -> Picture:
    """Return the picture of the nodes behind a result.

    Raises:
        Problem: There are none.
    """
    from engine.graph.walk import walk

    starts = _starts(result)
    steps = walk(starts)
    shown = steps if wish.limit is None else steps[: wish.limit]
    drawing = _Drawing(result, wish.precision)
    begins = {id(node) for node in starts}
    numbers = {id(node): number for number, (node, _) in enumerate(shown)}
    vertices = [
        drawing.vertex(number, node, id(node) in begins) for number, (node, _) in enumerate(shown)
    ]
    edges = [
        drawing.edge(number, numbers[id(link.node)], node, link)
        for number, (node, links) in enumerate(shown)
        for link in links
        if id(link.node) in numbers
    ]
    vertices, scopes = drawing.scopes.settle(vertices)
    left = len(steps) - len(shown)
    return Picture(wish.title, True, vertices, edges, scopes, left, note(0, left))


def _starts(result: Result) -> list[Node]:
    """Return the nodes to begin at: of the result, or of where the last pass began."""
    from engine.graph.accumulate import accumulator
    from engine.graph.inspection import has_place

    tensors = tensors_of(result.outcome.result) if result.outcome is not None else []
    if not any(has_place(tensor) and tensor.requires_grad for tensor in tensors):
        rows = result.recorder.rows if result.recorder is not None else []
        tensors += [rows[id_].tensor for id_ in roots(result.report)]
    found: dict[int, Any] = {}
    for tensor in tensors:
        if has_place(tensor) and tensor.requires_grad:
            node = tensor.grad_fn or accumulator(tensor)
            found[id(node)] = node
    if not found:
        raise usage_problem(
            "there is no backward graph: nothing that the result depends on requires grad",
            "bind a value that requires grad (x=3), or name a tensor with --root NAME",
        )
    return list(found.values())


class _Drawing:
    """Makes vertices and edges of graph nodes, with what the recorder knows of them."""

    def __init__(self, result: Result, precision: int) -> None:
        assert result.recorder is not None
        self.report = result.report
        self.recorder: Recorder = result.recorder
        self.precision = precision
        self.scopes = Scopes(result.report.scopes)
        self._rows: dict[int, list[Row]] = {}
        self._leaves: dict[int, Row] = {}
        self._seen: dict[tuple[Node, Any], int] = {}  # a link may be there several times
        for row in result.recorder.rows:
            if row.grad_fn is not None:
                self._rows.setdefault(id(row.grad_fn), []).append(row)
            else:
                self._leaves[id(row.tensor)] = row

    def vertex(self, number: int, node: Node, is_start: bool) -> Vertex:
        """Return the vertex of a node."""
        from engine.graph.accumulate import AccumulateGrad

        if isinstance(node, AccumulateGrad):
            return self._leaf(number, node)
        from engine.graph.walk import shape_of

        rows = self._rows.get(id(node), [])
        names = dict.fromkeys(self.report.nodes[row.id].name or "" for row in rows)
        first = self.report.nodes[rows[0].id] if rows else None
        kind = FUNCTION if is_function(node.name()) else OPERATION
        grads = [(row, as_array(row.adjoint)) for row in rows if row.adjoint is not None]
        several = shape_of(node) is None
        texts = [cells.human(grad, self.precision) for _, grad in grads]
        if several:
            texts = [
                f"{self.report.nodes[row.id].name or row.output_nr}: {text}"
                for (row, _), text in zip(grads, texts, strict=True)
            ]
        shape = first.shape if first is not None else shape_of(node)
        label = type(node).__name__
        return Vertex(
            id=number,
            kind=RESULT if is_start else kind,
            name=", ".join(name for name in names if name),
            label=label,
            operation=label.partition("Backward")[0],
            shape=shape or (),
            dtype=first.dtype if first is not None else "",
            value=self._saved(node),
            grad=", ".join(texts),
            scope=first.scope if first is not None else None,
            line=first.line if first is not None else None,
            exact_grad=grads[0][1] if grads and not several else None,
        )

    def _leaf(self, number: int, node: Any) -> Vertex:
        leaf = node.variable
        row = self._leaves.get(id(leaf))
        known = self.report.nodes[row.id] if row is not None else None
        value = as_array(leaf)
        grad = gradient(known, self.report) if known is not None else None
        return Vertex(
            id=number,
            kind=LEAF,
            name=(known.name if known is not None else None) or "",
            label="AccumulateGrad",
            operation="",
            shape=tuple(value.shape),
            dtype=value.dtype.name,
            value=cells.human(value, self.precision),
            grad="" if grad is None else cells.human(grad, self.precision),
            scope=self.scopes.of(known) if known is not None else None,
            line=known.line if known is not None else None,
            exact_value=value,
            exact_grad=grad,
        )

    def _saved(self, node: Node) -> str:
        """Return what a node has saved, as text."""
        from engine.graph.walk import is_freed, kept

        if is_freed(node):
            return FREED
        texts = [
            f"{saved.name}={saved.state or self._text(saved.value)}" for saved in kept(node) or ()
        ]
        return ", ".join(texts)

    def _text(self, value: Any) -> str:
        if cells.is_array(value):
            return cells.human(value, self.precision)
        if value is None or isinstance(value, (bool, int, float, complex, str)):
            return cells.number(value, self.precision)
        return cells.safe_repr(value)

    def edge(self, number: int, target: int, node: Node, link: Any) -> Edge:
        """Return the edge along a link, with what flowed there in the last pass."""
        found = self._flowed(node, link)
        place = self._seen[node, link] = self._seen.get((node, link), -1) + 1
        exact = as_array(found[place]) if place < len(found) else None
        text = "" if exact is None else cells.human(exact, self.precision)
        return Edge(number, target, link.argument, text, exact)

    def _flowed(self, node: Node, link: Any) -> list[Any]:
        from engine.graph.accumulate import AccumulateGrad

        if isinstance(link.node, AccumulateGrad):
            leaf = self._leaves.get(id(link.node.variable))
            targets = [] if leaf is None else [leaf]
        else:
            rows = self._rows.get(id(link.node), ())
            targets = [row for row in rows if row.output_nr == link.output_nr]
        for row in self._rows.get(id(node), ()):
            for target in targets:
                found = self.recorder.flowed(row, target.id, link.argument)
                if found:
                    return found
        return []

"""What a picture of the graph shows, as plain data: every way to draw it takes this and nothing else.

A picture is of the forward graph (tensors and operations; arrows in the direction of evaluation) or
of the backward graph (`grad_fn` nodes; arrows along `next_functions`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cli.report import Array

if TYPE_CHECKING:
    from grammar.diagnostic import Diagnostic

LEAF = "leaf"
CONSTANT = "constant"
OPERATION = "operation"
FUNCTION = "function"
RESULT = "result"
KINDS = (LEAF, CONSTANT, OPERATION, FUNCTION, RESULT)
"""A leaf requires grad, a constant does not; a function is a custom autograd.Function; a result is
what an operation made and nothing uses further. Of the backward graph, leaves are the AccumulateGrad
nodes, and the result is where the pass begins."""


class Vertex(NamedTuple):
    """A box of the picture.

    name: the variable, or "".
    label: what made it: source text of the operation, or a grad_fn's name.
    operation: the operation as short as possible, such as `*` or `matmul`; "" for leaves.
    value, grad: texts for people, "" where there is none; the value of a node of the backward graph
        is what it has saved.
    scope: the id of the innermost scope that it lies in.
    line: of the script, if known.
    exact_value, exact_grad: the numbers themselves, for programs.
    """

    id: int
    kind: str
    name: str
    label: str
    operation: str
    shape: tuple[int, ...]
    dtype: str
    value: str
    grad: str
    scope: int | None
    line: int | None
    exact_value: Array | None = None
    exact_grad: Array | None = None


class Edge(NamedTuple):
    """An arrow: the argument that `source` is for `target`, and what flowed back along it."""

    source: int
    target: int
    argument: str
    contribution: str
    exact: Array | None = None


class Scope(NamedTuple):
    """A box around vertices: a call of a function or a module; `parent` is the box around it."""

    id: int
    parent: int | None
    label: str


class Picture(NamedTuple):
    """All that is to be drawn; of each edge, the source comes before the target.

    omitted: how many nodes are left out; `note` says which, and how to see them.
    error: why the script ended before all that it draws was there.
    """

    title: str
    backward: bool
    vertices: list[Vertex]
    edges: list[Edge]
    scopes: list[Scope]
    omitted: int
    note: str = ""
    error: Diagnostic | None = None

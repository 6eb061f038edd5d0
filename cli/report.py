"""What a run found out, as plain data: every renderer takes this and nothing else.

Values and gradients are NumPy arrays (0-d for scalars) that nothing else refers to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from cli.explain.model import Explanation
    from cli.matrices.model import Matrix
    from cli.uncertainty.model import Uncertainty
    from grammar.diagnostic import Diagnostic

Array: TypeAlias = Any
"""A numpy.ndarray; this module is loaded without NumPy."""


class HookCall(NamedTuple):
    """One call of a tensor hook: its number in the pass, gradient before and after, its output."""

    call: int
    before: Array
    after: Array
    output: str


class Node:
    """A row of the node table."""

    __slots__ = (
        "adjoint",
        "column",
        "dtype",
        "expr",
        "grad",
        "grad_fn",
        "higher",
        "hooks",
        "id",
        "inputs",
        "is_leaf",
        "line",
        "name",
        "operation",
        "replaces",
        "requires_grad",
        "retains_grad",
        "scope",
        "shape",
        "u",
        "value",
        "why_no_grad",
    )

    def __init__(self, id: int, name: str | None, expr: str, value: Array) -> None:
        self.id = id
        self.name = name
        self.expr = expr
        self.value = value
        self.shape: tuple[int, ...] = ()
        self.dtype = ""
        self.grad_fn: str | None = None
        self.inputs: list[int] = []
        self.grad: Array | None = None
        self.why_no_grad: str | None = None
        self.adjoint: Array | None = None
        self.u: Array | None = None  # standard uncertainty, if bindings have one
        self.higher: list[Array | None] = []  # gradients of order 2, 3, …
        self.is_leaf = True
        self.requires_grad = False
        self.retains_grad = False
        self.hooks: list[HookCall] = []
        self.line: int | None = 1
        self.column: int | None = 1
        self.operation = ""  # the operator's name; "bound" for a binding
        self.replaces: int | None = None  # the node of this tensor before a change in place
        self.scope: int | None = None  # of the innermost call that made it, if scopes were recorded


class Edge(NamedTuple):
    """From an operation to one of its inputs: the argument's name, and what flowed back."""

    source: int
    target: int
    argument: str
    gradient: Array | None


class Scope(NamedTuple):
    """A call of a module or of a script's function that operations were made in.

    parent: the id of the call around it.
    name: of a function as it is defined, of a module the path that leads to it, or its class.
    type: a module's class; "" for functions.
    """

    id: int
    parent: int | None
    name: str
    type: str


class Report:
    """All that a run found out."""

    __slots__ = (
        "edges",
        "error",
        "explanation",
        "matrices",
        "nodes",
        "omitted",
        "order",
        "output",
        "result",
        "result_name",
        "result_nodes",
        "scopes",
        "uncertainty",
        "warnings",
    )

    def __init__(self) -> None:
        self.result_name: str | None = None
        self.result: Any = None  # an array, or whatever else the last expression was
        self.result_nodes: list[int] = []  # those of the tensors in the result
        self.nodes: list[Node] = []
        self.omitted = 0  # nodes beyond --limit
        self.order = 1  # columns grad2 … up to this order are there
        self.edges: list[Edge] = []
        self.scopes: list[Scope] = []
        self.output = ""
        self.warnings: list[str] = []
        self.error: Diagnostic | None = None
        self.explanation: Explanation | None = None  # if it was asked for
        self.matrices: list[Matrix] = []  # those of --jacobian and --hessian
        self.uncertainty: Uncertainty | None = None  # if bindings have one

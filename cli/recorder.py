"""From what the engine reports to rows: nodes in creation order, gradients, edges, hook calls.

Note [Rows]
A row is one operation's result; a tensor changed in place is a row again, with its new value. So
the value is kept when the row is made: as a copy where that is small, else as the tensor, whose
value is then the one at the end. Nothing is kept beyond `limit` rows: a script of 10,000 training
steps needs no more memory with a table than without.

The recorder keeps tensors and gradients as they come; `cli.rows` makes the report of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cli.calls import Call, CallTrail
from cli.console import Console
from engine.graph.inspection import has_place
from engine.observe import Observer

if TYPE_CHECKING:
    from engine.errors import Origin
    from engine.tensor import Tensor

SMALL = 4096
"""Arrays of up to this many elements are copied when their row is made."""


class Row:
    """One recorded operation."""

    __slots__ = (
        "adjoint",
        "arguments",
        "freed",
        "grad_fn",
        "hooks",
        "id",
        "inputs",
        "name",
        "operation",
        "origin",
        "output_nr",
        "replaces",
        "requires_grad",
        "scope",
        "tensor",
        "under_no_grad",
        "value",
    )

    def __init__(self, id: int, tensor: Tensor, operation: str, origin: Origin | None) -> None:
        self.id = id
        self.tensor = tensor
        self.operation = operation
        self.origin = origin
        self.name: str | None = None
        self.grad_fn: Any = tensor.grad_fn
        self.output_nr: int = tensor.output_nr
        self.requires_grad: bool = tensor.requires_grad
        self.value: Any = None
        self.inputs: list[int] = []
        self.arguments: list[str] = []
        self.under_no_grad = False  # an input requires grad, and the result does not
        self.adjoint: Any = None
        self.hooks: list[tuple[int, Any, Any, str]] = []
        self.freed = False
        self.replaces: int | None = None  # the row of this tensor before a change in place
        self.scope: int | None = None


class Recorder(Observer):
    """Records up to `limit` rows (None: all) and what flows back through them.

    attach: called with each tensor when it is made and the place that made it, whatever the limit.
    calls: whether to record which calls of functions and modules made each row.
    """

    def __init__(
        self,
        limit: int | None,
        console: Console,
        attach: Callable[[Tensor, Origin | None], None] | None = None,
        calls: bool = False,
    ) -> None:
        self.limit = limit
        self.rows: list[Row] = []
        self.omitted = 0
        self.edges: dict[tuple[int, int, str], list[Any]] = {}
        self.passes = 0  # those that no error ended
        self.reached: set[int] = set()  # rows whose gradient was complete in any pass
        self._trail = CallTrail() if calls else None
        self._console = console
        self._attach = attach
        self._by_tensor: dict[int, Row] = {}
        self._by_target: dict[tuple[int, int], Row] = {}
        self._by_node: dict[int, list[Row]] = {}
        self._paused = False
        self._before: tuple[Any, list[tuple[Row, Any, Any]], dict[Any, Any]] | None = None
        self._touched: list[Row] = []  # the rows that the current or last pass has reached
        self._hook_calls = 0

    @property
    def calls(self) -> list[Call]:
        """The calls that rows were made in."""
        return [] if self._trail is None else self._trail.calls

    # -- nodes ---------------------------------------------------------------------------------

    def made(
        self,
        tensor: Tensor,
        operation: str,
        inputs: tuple[Tensor | None, ...],
        arguments: tuple[str, ...],
        origin: Origin | None,
    ) -> None:
        """Add a row, or count it if there are enough."""
        if self._paused:
            return
        if self._attach is not None:
            self._attach(tensor, origin)
        for source in inputs:
            if source is not None and source is not tensor and id(source) not in self._by_tensor:
                self._unmade(source)
        if self.limit is not None and len(self.rows) >= self.limit:
            self.omitted += 1
            return
        row = Row(len(self.rows), tensor, operation, origin)
        self._link(row, inputs, arguments)
        self._keep(row)

    def _link(
        self, row: Row, inputs: tuple[Tensor | None, ...], arguments: tuple[str, ...]
    ) -> None:
        """Let a row know the rows of its inputs."""
        for source, argument in zip(inputs, arguments, strict=False):
            if source is None:
                continue
            known = self._by_tensor.get(id(source))
            if known is not None:
                row.inputs.append(known.id)
                row.arguments.append(argument)
            if source.requires_grad and not row.requires_grad:
                row.under_no_grad = True

    def bound(self, name: str | None, tensor: Tensor) -> None:
        """Add the row of a tensor that was there, such as one bound on the command line."""
        if self.limit is not None and len(self.rows) >= self.limit:
            self.omitted += 1
            return
        row = Row(len(self.rows), tensor, "bound" if name else type(tensor).__name__, None)
        row.name = name
        self._keep(row)

    def _unmade(self, tensor: Tensor) -> None:
        """Add the row of a leaf that no operation was seen to make, such as a Parameter."""
        if tensor.requires_grad and tensor.is_leaf and has_place(tensor):
            self.bound(None, tensor)

    def _keep(self, row: Row) -> None:
        tensor = row.tensor
        if self._trail is not None:
            row.scope = self._trail.innermost()
        before = self._by_tensor.get(id(tensor))
        row.replaces = None if before is None else before.id
        self.rows.append(row)
        self._know(row)

    def _know(self, row: Row) -> None:
        """Keep a row's value, and let its tensor and node be found by what the engine reports."""
        tensor = row.tensor
        row.value = self._snapshot(tensor)
        self._by_tensor[id(tensor)] = row
        if row.grad_fn is None:
            # A leaf changed in place stays the same target: its first row gets the gradients.
            self._by_target.setdefault((id(tensor), 0), row)
        else:
            self._by_target[id(row.grad_fn), row.output_nr] = row
            self._by_node.setdefault(id(row.grad_fn), []).append(row)

    def _snapshot(self, tensor: Tensor) -> Any:
        from engine.batched import all_examples

        tensor = all_examples(tensor)  # inside `vmap` one stands for many
        if tensor.ndim == 0:
            return tensor.item()
        if tensor.numel() > SMALL:
            return None
        self._paused = True  # detach is an operation of ours, not of the script
        try:
            return tensor.detach().numpy().copy()
        finally:
            self._paused = False

    def number(self, tensor: Tensor) -> int | None:
        """Return the number of a tensor's latest row, or None if it has none."""
        row = self._by_tensor.get(id(tensor))
        return None if row is None else row.id

    def flowed(self, row: Row, source: int, argument: str) -> list[Any]:
        """Return what flowed back from a row to this argument in the last pass.

        An argument that is a list may hold the same tensor several times.
        """
        found = self.edges.get((row.id, source, argument))
        if found is None and self.rows[source].replaces is not None:
            # A leaf that was changed in place: its first row stands for it.
            first = self._by_target.get((id(self.rows[source].tensor), 0))
            found = None if first is None else self.edges.get((row.id, first.id, argument))
        return found or []

    # -- passes --------------------------------------------------------------------------------

    def pass_started(self, roots: list[tuple[Any, Any]], keep: bool) -> None:
        """Set the gradients of the pass before aside: adjoints are those of the last one."""
        if self._paused:
            return
        # Only rows that the pass before reached: a script may run thousands of passes.
        kept = [(row, row.adjoint, row.hooks) for row in self._touched]
        self._before = sys.exc_info()[1], kept, self.edges
        self._hook_calls = 0
        for row in self._touched:
            row.adjoint = None
            row.hooks = []
        self._touched = []
        self.edges = {}

    def pass_ended(self) -> None:
        """Count the pass, or take what was set aside back if an error ended it."""
        if self._paused or self._before is None:
            return
        error, rows, edges = self._before
        self._before = None
        # The engine calls this from a `finally`: an error on its way is the current one.
        if sys.exc_info()[1] is error:
            self.passes += 1
            return
        for row in self._touched:
            row.adjoint = None
            row.hooks = []
        self.edges = edges
        self._touched = [row for row, _, _ in rows]
        for row, adjoint, hooks in rows:
            row.adjoint, row.hooks = adjoint, hooks

    def gradient(self, target: Any, output_nr: int, grad: Tensor) -> None:
        """Keep the complete gradient of a row."""
        row = self._by_target.get((id(target), output_nr))
        if row is not None and not self._paused:
            row.adjoint = grad
            self._touched.append(row)
            self.reached.add(row.id)

    def edge(self, node: Any, argument: str, target: Any, output_nr: int, grad: Tensor) -> None:
        """Keep what flowed along an edge between two rows."""
        if self._paused:
            return
        sources = self._by_node.get(id(node))
        found = self._by_target.get((id(target), output_nr))
        if sources is not None and found is not None:
            # Of several outputs, the first that got a gradient.
            row = next((row for row in sources if row.adjoint is not None), sources[0])
            self.edges.setdefault((row.id, found.id, argument), []).append(grad)

    def freed(self, node: Any) -> None:
        """Remember that what a node saved is gone."""
        for row in self._by_node.get(id(node), ()):
            row.freed = True

    # -- hooks ---------------------------------------------------------------------------------

    def hook_started(self, target: Any, output_nr: int, hook: Any) -> None:
        """Note where the output of a hook begins."""
        self._console.keep(True)

    def hook(self, target: Any, output_nr: int, hook: Any, before: Tensor, after: Tensor) -> None:
        """Keep a hook's call."""
        output = self._console.keep(False)
        if self._paused:
            return
        self._hook_calls += 1
        # The engine calls the hooks of one output of several with the port for a target.
        node = getattr(target, "node", target)
        row = self._by_target.get((id(node), output_nr))
        if row is not None:
            row.hooks.append((self._hook_calls, before, after, output))
            self._touched.append(row)

    def pause(self) -> None:
        """Record nothing more: what follows is the report's own work."""
        self._paused = True
        if self._trail is not None:
            self._trail.let_go()

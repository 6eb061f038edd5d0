"""Recording backward passes event by event, as the engine reports them.

Note [Rows of the last pass]
Beyond the limit, rows are kept for the pass that follows them and the next one, so that the last
steps of a long training have names.

Note [Passes kept]
A script may run thousands of passes. The last ones are kept, as many as hold `BUDGET` events
together, and always the last; only the last two where rows are beyond the limit. Of a pass, the
first `LARGEST` events are kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.console import Console
from cli.explain.model import Values
from cli.recorder import SMALL, Recorder, Row

if TYPE_CHECKING:
    from engine.errors import Origin
    from engine.tensor import Tensor

BUDGET = 200
LARGEST = 100_000
SHOWN = 6
"""Arrays of up to this many elements are shown with their numbers."""


class Arrival(NamedTuple):
    """The gradient of a target is complete; `before` is the `.grad` of a leaf until now."""

    target: Any
    row: Row | None
    grad: Any
    before: Any
    is_leaf: bool


class Flow(NamedTuple):
    """A gradient flowed along an edge; `values` is what the node had saved."""

    node: Any
    row: Row | None
    argument: str
    target: Any
    target_row: Row | None
    output_nr: int
    grad: Any
    values: Values


class Release(NamedTuple):
    """A node let go of what it had saved."""

    node: Any


class HookRun(NamedTuple):
    """A tensor hook ran on a target's gradient."""

    target: Any
    call: int
    before: Any
    after: Any
    output: str


class Taken:
    """One pass as events."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.events: list[Any] = []
        self.omitted = 0
        self.failed = False
        self.accumulated: set[int] = set()  # ids of the leaves that the pass gave a .grad

    def add(self, event: Any) -> None:
        """Keep an event, or count it."""
        if len(self.events) < LARGEST:
            self.events.append(event)
        else:
            self.omitted += 1


class PassRecorder(Recorder):
    """A recorder that also keeps the passes."""

    def __init__(
        self,
        limit: int | None,
        console: Console,
        attach: Callable[[Tensor, Origin | None], None] | None = None,
        calls: bool = False,
    ) -> None:
        super().__init__(limit, console, attach, calls)
        self.taken: list[Taken] = []
        self.started = 0
        self.recent: list[Row] = []  # rows beyond the limit: see Note [Rows of the last pass]
        self._earlier: list[Row] = []
        self._running: list[tuple[Taken, BaseException | None]] = []

    def made(
        self,
        tensor: Tensor,
        operation: str,
        inputs: tuple[Tensor | None, ...],
        arguments: tuple[str, ...],
        origin: Origin | None,
    ) -> None:
        """Add a row; beyond the limit one that is kept for the coming pass only."""
        full = self.limit is not None and len(self.rows) >= self.limit
        super().made(tensor, operation, inputs, arguments, origin)
        if not full or self._paused or len(self.recent) >= LARGEST:
            return
        row = Row(len(self.rows) + self.omitted, tensor, operation, origin)
        self._link(row, inputs, arguments)
        self.recent.append(row)
        self._know(row)

    def _forget(self, rows: list[Row]) -> None:
        for row in rows:
            if self._by_tensor.get(id(row.tensor)) is row:
                del self._by_tensor[id(row.tensor)]
            target = (id(row.grad_fn), row.output_nr)
            if self._by_target.get(target) is row:
                del self._by_target[target]
            if row in self._by_node.get(id(row.grad_fn), ()):
                del self._by_node[id(row.grad_fn)]

    def pass_started(self, roots: list[tuple[Any, Any]], keep: bool) -> None:
        """Begin a new list of events."""
        super().pass_started(roots, keep)
        if not self._paused:
            self.started += 1
            self._running.append((Taken(self.started), sys.exc_info()[1]))

    def pass_ended(self) -> None:
        """Keep the pass, and drop the oldest ones beyond the budget."""
        super().pass_ended()
        if not self._paused and len(self._running) == 1:
            self._forget(self._earlier)
            self._earlier, self.recent = self.recent, []
        if self._paused or not self._running:
            return
        taken, error = self._running.pop()
        taken.failed = sys.exc_info()[1] is not error
        for event in taken.events:
            if isinstance(event, Arrival) and event.is_leaf and _was_added(event):
                taken.accumulated.add(id(event.target))
        self.taken.append(taken)
        while len(self.taken) > (2 if self.omitted else 1) and (
            self.omitted or sum(len(t.events) for t in self.taken) > BUDGET
        ):
            del self.taken[0]

    def gradient(self, target: Any, output_nr: int, grad: Tensor) -> None:
        """Keep the complete gradient, and what a leaf's `.grad` held before."""
        super().gradient(target, output_nr, grad)
        if self._paused or not self._running:
            return
        is_leaf = hasattr(target, "_data")
        before = target._meta.grad if is_leaf and target._meta is not None else None
        row = self._by_target.get((id(target), output_nr))
        self._add(Arrival(target, row, _kept(grad), _kept(before), is_leaf))

    def edge(self, node: Any, argument: str, target: Any, output_nr: int, grad: Tensor) -> None:
        """Keep what flowed, and the numbers that the node used."""
        super().edge(node, argument, target, output_nr, grad)
        if self._paused or not self._running:
            return
        sources = self._by_node.get(id(node))
        self._add(
            Flow(
                node,
                sources[0] if sources else None,
                argument,
                target,
                self._by_target.get((id(target), output_nr)),
                output_nr,
                _kept(grad),
                _values(node),
            )
        )

    def freed(self, node: Any) -> None:
        """Note that it happened."""
        super().freed(node)
        if not self._paused and self._running:
            self._add(Release(node))

    def hook(self, target: Any, output_nr: int, hook: Any, before: Tensor, after: Tensor) -> None:
        """Note the call in its place among the events."""
        super().hook(target, output_nr, hook, before, after)
        if not self._paused and self._running:
            node = getattr(target, "node", target)
            self._add(HookRun(node, self._hook_calls, _kept(before), _kept(after), ""))

    def _add(self, event: Any) -> None:
        self._running[-1][0].add(event)


def _kept(tensor: Any) -> Any:
    """Return a gradient that later changes cannot reach: as an array, a copy where it is small."""
    if tensor is None:
        return None
    from cli.rows import as_array

    array = as_array(tensor)
    return array.copy() if array.size <= SMALL else array


def recent_rows(recorder: PassRecorder) -> list[Row]:
    """Return the rows beyond the limit that the passes kept may name."""
    return [*recorder._earlier, *recorder.recent]


def _was_added(event: Arrival) -> bool:
    """Return whether a leaf's `.grad` is what it was before and what arrived, together."""
    import numpy

    meta = event.target._meta
    after = None if meta is None or meta.grad is None else _kept(meta.grad)
    if after is None:
        return False
    expected = event.grad if event.before is None else event.before + event.grad
    return after.shape == expected.shape and bool(
        numpy.allclose(after, expected, rtol=1e-3, equal_nan=True)
    )


def _values(node: Any) -> Values:
    """Return what a node saved, as far as it can be read: inside a `vmap` it cannot."""
    from engine.formulas import saved_values

    try:
        return {name: _small(value) for name, value in saved_values(node).items()}
    except (NotImplementedError, RuntimeError):
        return {}


class Large(NamedTuple):
    """Stands for an array that is too large to show."""

    shape: tuple[int, ...]
    dtype: str


def _small(value: Any) -> Any:
    """Return a saved value; of a large array only what it is."""
    size = getattr(value, "size", None)
    if not isinstance(size, int) or not hasattr(value, "dtype"):
        return value
    if size > SHOWN:
        return Large(tuple(value.shape), value.dtype.name)
    return value.copy()

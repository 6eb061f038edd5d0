"""Recording backward passes event by event, as the engine reports them.

Note [Passes kept]
A script may run thousands of passes. The last ones are kept, as many as hold `BUDGET` events
together, and always the last; of a pass, the first `LARGEST` events.
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

BUDGET = 2_000
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
        self._running: list[tuple[Taken, BaseException | None]] = []

    def pass_started(self, roots: list[tuple[Any, Any]], keep: bool) -> None:
        """Begin a new list of events."""
        super().pass_started(roots, keep)
        if not self._paused:
            self.started += 1
            self._running.append((Taken(self.started), sys.exc_info()[1]))

    def pass_ended(self) -> None:
        """Keep the pass, and drop the oldest ones beyond the budget."""
        super().pass_ended()
        if self._paused or not self._running:
            return
        taken, error = self._running.pop()
        taken.failed = sys.exc_info()[1] is not error
        self.taken.append(taken)
        while len(self.taken) > 1 and sum(len(t.events) for t in self.taken) > BUDGET:
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
        from engine.formulas import saved_values

        sources = self._by_node.get(id(node))
        values = {name: _small(value) for name, value in saved_values(node).items()}
        self._add(
            Flow(
                node,
                sources[0] if sources else None,
                argument,
                target,
                self._by_target.get((id(target), output_nr)),
                output_nr,
                _kept(grad),
                values,
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

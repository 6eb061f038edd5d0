"""Running a script again and again with one number changed.

Note [Where a leaf is changed]
A script's own leaf is changed just before the graph of the result uses it first: it is complete
then (modules fill their parameters after making them), and a training before it has done its steps.
The first run tells how many operations were reported until then; a run is deterministic, since every
one starts from the same seed, so the count finds the place again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy

from cli.console import Console
from cli.recorder import Recorder, Row
from engine.observe import Observer, listen
from engine.sampling import manual_seed

if TYPE_CHECKING:
    from engine.errors import Origin
    from engine.tensor import Tensor
    from grammar.run import Outcome, Script


class Place(NamedTuple):
    """A leaf by the numbers of events: which one made it, and after how many it is changed."""

    made: int
    changed: int


class FirstRun(Recorder):
    """Records all rows, the number of the event that made each, and the roots of the last pass."""

    def __init__(self) -> None:
        super().__init__(None, Console(None))
        self.events = 0
        self.event_of: dict[int, int] = {}
        self.roots: list[tuple[Row, Any]] = []

    def given(self, name: str, tensor: Tensor) -> None:
        """Add the row of a binding; it counts as an event."""
        self.bound(name, tensor)
        self.event_of[self.rows[-1].id] = self.events
        self.events += 1

    def made(
        self,
        tensor: Tensor,
        operation: str,
        inputs: tuple[Tensor | None, ...],
        arguments: tuple[str, ...],
        origin: Origin | None,
    ) -> None:
        """Add a row; the event is the one that `Changed` counts."""
        if self._paused:  # a snapshot, which later runs do not take
            return
        super().made(tensor, operation, inputs, arguments, origin)
        found = self._by_tensor.get(id(tensor))
        if found is not None:
            self.event_of.setdefault(found.id, self.events)
        self.events += 1

    def pass_started(self, roots: list[tuple[Any, Any]], keep: bool) -> None:
        """Remember the roots of the pass."""
        super().pass_started(roots, keep)
        self.roots = []
        for root, gradient in roots:
            node, number = getattr(root, "node", root), getattr(root, "number", 0)
            row = self._by_target.get((id(node), number))
            if row is not None:
                self.roots.append((row, gradient))

    def row_of(self, tensor: Any) -> Row | None:
        """Return the row of a tensor."""
        return self._by_tensor.get(id(tensor))

    def ancestors(self, row: Row) -> set[int]:
        """Return the numbers of the rows that a row depends on, its own included."""
        found: set[int] = set()
        todo = [row.id]
        while todo:
            number = todo.pop()
            if number not in found:
                found.add(number)
                todo += self.rows[number].inputs
        return found

    def place(self, leaf: Row, root: Row) -> Place | None:
        """Return where a leaf is made and changed; None if no event made it."""
        made = self.event_of.get(leaf.id)
        if made is None:
            return None
        users = [
            self.event_of[number]
            for number in self.ancestors(root)
            if leaf.id in self.rows[number].inputs and number in self.event_of
        ]
        return Place(made, min(users, default=made + 1))


class Changed(Observer):
    """In a run after the first, changes one number of one leaf, and keeps the root's value."""

    def __init__(self, place: Place, index: int, change: complex, root: int) -> None:
        self.place = place
        self.index = index
        self.change = change
        self.root = root
        self.events = 0
        self.target: Any = None
        self.value: Any = None

    def given(self, name: str, tensor: Tensor) -> None:
        """Count a binding."""
        self._count(tensor)

    def made(
        self,
        tensor: Tensor,
        operation: str,
        inputs: tuple[Tensor | None, ...],
        arguments: tuple[str, ...],
        origin: Origin | None,
    ) -> None:
        """Count an event; change the leaf when its time has come; keep the root's value."""
        self._count(tensor)

    def _count(self, tensor: Tensor) -> None:
        if self.events == self.place.made:
            self.target = tensor
        if self.events == self.root:
            self.value = numpy.array(tensor._data)
        self.events += 1
        if self.events == self.place.changed and self.target is not None:
            self._change(self.target)

    def _change(self, leaf: Tensor) -> None:
        data = leaf._data
        change = self.change if data.dtype.kind == "c" else self.change.real
        if isinstance(data, numpy.ndarray):
            data[numpy.unravel_index(self.index, data.shape)] += change
        else:
            leaf._data = data.dtype.type(data + change)


class Runs:
    """A script that can be run with its bindings as often as is wanted."""

    def __init__(
        self,
        script: Script,
        bindings: Mapping[str, Tensor],
        seed: int,
        timeout: float | None,
        max_memory: int | None,
    ) -> None:
        self.script = script
        self.bindings = bindings
        self.seed = seed
        self.timeout = timeout
        self.max_memory = max_memory
        self.count = 0

    def run(self, observer: FirstRun | Changed, warn: Any = None) -> Outcome:
        """Run once; the observer is told of the bindings first."""
        self.count += 1
        manual_seed(self.seed)
        tensors = {
            name: tensor.detach().clone().requires_grad_(tensor.requires_grad)
            for name, tensor in self.bindings.items()
        }
        with listen(observer):
            for name, tensor in tensors.items():
                observer.given(name, tensor)
            return self.script.run(
                tensors,
                timeout=self.timeout,
                max_memory=self.max_memory,
                warn=warn or (lambda diagnostic: None),
            )

    def value(self, place: Place, index: int, change: complex, root: int) -> Any:
        """Return the root's value with one number of a leaf changed; None if it was not reached.

        root: the number of the event that makes it.
        """
        observer = Changed(place, index, change, root)
        self.run(observer)
        return observer.value

"""The recorder of pictures: calls, and tensors that come or change without an operation of their own.

Note [Unseen changes]
A table has a row for each operation of the script. A picture must also show what is true of a tensor
when it is used: an optimizer has changed a parameter, a change of a view has changed its base and
all other views of it, a tensor was made inside a backward pass. Such a tensor gets a row of its own
when it is used; version counters tell.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cli.console import Console
from cli.recorder import Recorder, Row
from engine.graph.inspection import has_place

if TYPE_CHECKING:
    from engine.errors import Origin
    from engine.graph.node import Node
    from engine.tensor import Tensor


ENOUGH = 20_000
"""So many rows are kept before it is asked which are still needed."""


class GraphRecorder(Recorder):
    """Records all that a picture shows.

    everything: also what no result can depend on any more.
    """

    def __init__(
        self,
        limit: int | None,
        console: Console,
        attach: Callable[[Tensor, Origin | None], None] | None = None,
        everything: bool = True,
    ) -> None:
        super().__init__(limit, console, attach, calls=True)
        self._enough = sys.maxsize if everything else ENOUGH
        self._versions: dict[int, int] = {}  # of each row's tensor, when the row was made

    def made(
        self,
        tensor: Tensor,
        operation: str,
        inputs: tuple[Tensor | None, ...],
        arguments: tuple[str, ...],
        origin: Origin | None,
    ) -> None:
        """Add a row, before it those of inputs that have changed, and after it that of a base."""
        if not self._paused:
            if len(self.rows) >= self._enough and self._before is None:
                self._forget()
            for source in inputs:
                known = self._by_tensor.get(id(source))
                if source is None or source is tensor or known is None:
                    continue
                if _version(source) != self._versions[known.id] and has_place(source):
                    self._restate(source, known)
        count = len(self.rows)
        super().made(tensor, operation, inputs, arguments, origin)
        row = self.rows[-1] if len(self.rows) > count else None
        if row is None or row.tensor is not tensor or row.replaces is None:
            return
        base = tensor._base
        known = None if base is None else self._by_tensor.get(id(base))
        if base is not None and known is not None and has_place(base):
            # The view takes no part: what it was changed to flows into the base.
            changed = Row(len(self.rows), base, operation, origin)
            changed.inputs = [known.id, *row.inputs[1:]]
            changed.arguments = ["self", *row.arguments[1:]]
            self._keep(changed)

    def _forget(self) -> None:
        """Drop the rows that no picture needs any more."""
        from cli.graph.forgetting import needed, renumber

        kept = needed(self.rows)
        numbers = renumber(self.rows, kept)
        self.omitted += len(self.rows) - len(kept)
        self.rows = [self.rows[old] for old in numbers]
        alive = set(map(id, self.rows))
        self._versions = {new: self._versions[old] for old, new in numbers.items()}
        self.reached = {numbers[old] for old in self.reached if old in numbers}
        self.edges = {
            (numbers[row], numbers[source], argument): flowed
            for (row, source, argument), flowed in self.edges.items()
            if row in numbers and source in numbers
        }
        self._touched = [row for row in self._touched if id(row) in alive]
        self._by_tensor = {key: row for key, row in self._by_tensor.items() if id(row) in alive}
        self._by_target = {key: row for key, row in self._by_target.items() if id(row) in alive}
        self._by_node = {
            key: left
            for key, rows in self._by_node.items()
            if (left := [row for row in rows if id(row) in alive])
        }
        self._enough = self._grown()

    def _grown(self) -> int:
        """Return at how many rows to ask again: not soon, if most were needed."""
        return max(ENOUGH, 2 * len(self.rows))

    def _know(self, row: Row) -> None:
        super()._know(row)
        self._versions[row.id] = _version(row.tensor)

    def _restate(self, tensor: Tensor, known: Row) -> None:
        """Add a row of a tensor that has changed since its last one."""
        row = Row(len(self.rows), tensor, known.operation, known.origin)
        row.name = known.name
        base = None if tensor._base is None else self._by_tensor.get(id(tensor._base))
        if base is None:
            row.inputs, row.arguments = known.inputs, known.arguments
        else:
            row.inputs, row.arguments = [base.id], ["self"]
        self._keep(row)
        row.scope = known.scope

    def _unmade(self, tensor: Tensor) -> None:
        """Add the row of a tensor that no operation was seen to make."""
        if not has_place(tensor):
            return
        node = tensor.grad_fn
        kind = type(tensor).__name__
        row = Row(len(self.rows), tensor, kind if node is None else node.name(), None)
        if node is not None:
            for id_, argument in self._known_below(node):
                row.inputs.append(id_)
                row.arguments.append(argument)
        self._keep(row)

    def _known_below(self, node: Node) -> list[tuple[int, str]]:
        """Return the rows that a node leads to, over nodes that have none, with the arguments."""
        from engine.graph.walk import links

        found: dict[tuple[int, str], None] = {}
        seen: set[int] = set()
        waiting: list[Any] = [node]
        while waiting:
            for link in links(waiting.pop()):
                target = getattr(link.node, "variable", link.node)
                row = self._by_target.get((id(target), link.output_nr))
                if row is not None:
                    latest = self._by_tensor.get(id(row.tensor), row)
                    found[
                        (row if latest.grad_fn is not row.grad_fn else latest).id, link.argument
                    ] = None
                elif id(link.node) not in seen:
                    seen.add(id(link.node))
                    waiting.append(link.node)
        return list(found)


def _version(tensor: Any) -> int:
    """Return how often a tensor was changed in place; those of inference mode do not count it."""
    try:
        return int(tensor._version)
    except RuntimeError:
        return 0

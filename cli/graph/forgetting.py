"""Which recorded rows a picture can still need: a script of 10,000 training steps makes 100,000.

What nobody holds any more, and nothing that somebody holds was made of, no later result can depend on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from sys import getrefcount
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.recorder import Row


def needed(rows: Sequence[Row]) -> set[int]:
    """Return the ids of the rows whose tensors are held, and of all that they were made of."""
    # A view holds its base; that alone is no reason to keep it, as rows hold both.
    latest = {id(row.tensor): row.id for row in rows}
    bases = (rows[id_].tensor._base for id_ in latest.values())
    views = Counter(id(base) for base in bases if base is not None)
    rows_of = Counter(id(row.tensor) for row in rows)
    waiting = [
        row.id
        for row in rows
        if latest[id(row.tensor)] == row.id
        and getrefcount(row.tensor) > _OURS + views[id(row.tensor)] + rows_of[id(row.tensor)] - 1
    ]
    found = set(waiting)
    while waiting:
        row = rows[waiting.pop()]
        for id_ in origins(rows, row):
            if id_ not in found:
                found.add(id_)
                waiting.append(id_)
    return found


def origins(rows: Sequence[Row], row: Row) -> list[int]:
    """Return the rows that a row was made of; of a leaf that was changed in place, its first."""
    if row.grad_fn is not None:
        return row.inputs
    if row.replaces is not None:
        first = row
        while first.replaces is not None:
            first = rows[first.replaces]
        return [first.id]
    return [] if row.requires_grad else row.inputs


def renumber(rows: Sequence[Row], kept: set[int]) -> dict[int, int]:
    """Let the rows that are kept refer to each other by new numbers; return those by the old."""
    numbers = {old: new for new, old in enumerate(sorted(kept))}
    changed: list[tuple[Row, int | None, list[int], list[str]]] = []
    for old in numbers:
        row = rows[old]
        under = origins(rows, row)
        if row.grad_fn is None and (row.requires_grad or row.replaces is not None):
            changed.append((row, under[0] if row.replaces is not None else None, [], []))
        else:
            replaced = row.replaces if row.replaces in kept else None
            changed.append((row, replaced, row.inputs, row.arguments))
    for row, replaced, inputs, arguments in changed:
        row.id = numbers[row.id]
        row.replaces = None if replaced is None else numbers[replaced]
        row.inputs = [numbers[id_] for id_ in inputs]
        row.arguments = list(arguments)
    return numbers


class _Held:
    __slots__ = ("tensor",)


def _held_by_one() -> int:
    """Return what `getrefcount` says of an object that one attribute holds."""
    held = _Held()
    held.tensor = object()  # type: ignore[attr-defined]
    return getrefcount(held.tensor)  # type: ignore[attr-defined]


_OURS = _held_by_one()

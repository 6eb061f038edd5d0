"""Rails as of `git log --graph`: a row a vertex, from the result down to what it depends on.

Note [Rails]
The result comes first, as the latest commit does: a gradient flows down the page. A lane is the way
down to one vertex, and all that use it join its lane; so a row draws only the edges of its own
vertex. In the row of a vertex, a lane that it passes over stays `│`, one that it joins is `├`, `┤`
or `┼`, and one that it begins is `╮`, `╭` or `┬`: no two drawings look the same.

Of the ways down from a vertex the shortest are drawn first and the longest goes straight on, so
that few lanes are open at a time. Where there would still be too many, the vertices whose lanes would
be the longest get none: the edges to them are told by number.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import chain
from typing import NamedTuple

SMALL = 3
"""Ways down of so many vertices are all taken for short: those of the same scope come first."""


class Row(NamedTuple):
    """A row: the index of its vertex, the text of its rails, which lane each character belongs to.

    vertex: None in a row between two vertices, where lanes only go on.
    lane: that of the vertex.
    colors: for each character of the text, the lane whose line it is part of.
    told: the vertices that no lane leads to, though this one uses them.
    """

    vertex: int | None
    lane: int
    text: str
    colors: tuple[int, ...]
    told: frozenset[int]


class Marks(NamedTuple):
    """The characters of rails."""

    down: str = "│"
    across: str = "─"
    join: str = "┼"
    join_last: str = "┤"
    join_first: str = "├"
    begin: str = "┬"
    begin_last: str = "╮"
    begin_first: str = "╭"


BOXES = Marks()
PLAIN = Marks("|", "-", "+", "+", "+", ".", ".", ".")


def order(below: Sequence[Sequence[int]], scopes: Sequence[int | None]) -> list[int]:
    """Return the vertices in an order in which each comes after all that use it.

    below: for each vertex those that it uses.
    """
    depths = _depths(below)
    uses = [0] * len(below)
    for vertices in below:
        for vertex in vertices:
            uses[vertex] += 1

    def long_first(vertex: int, scope: int | None) -> tuple[int, bool, int, int]:
        depth = depths[vertex]
        return (-depth if depth > SMALL else 0), scopes[vertex] == scope, -depth, vertex

    found: list[int] = []
    waiting = [vertex for vertex, count in enumerate(uses) if not count]
    waiting.sort(key=lambda vertex: (-depths[vertex], vertex))
    while waiting:
        vertex = waiting.pop()
        found.append(vertex)
        ready = []
        for under in below[vertex]:
            uses[under] -= 1
            if not uses[under]:
                ready.append(under)
        scope = scopes[vertex]
        ready.sort(key=lambda under: long_first(under, scope))
        waiting += ready
    return found


def _depths(below: Sequence[Sequence[int]]) -> list[int]:
    """Return the number of vertices on the longest way down from each."""
    depths = [0] * len(below)
    for start in range(len(below)):
        waiting = [start]
        while waiting:
            vertex = waiting[-1]
            if depths[vertex]:
                waiting.pop()
                continue
            missing = [under for under in below[vertex] if not depths[under]]
            if missing:
                waiting += missing
            else:
                depths[vertex] = 1 + max((depths[under] for under in below[vertex]), default=0)
                waiting.pop()
    return depths


def railed(below: Sequence[Sequence[int]], ordered: Sequence[int], lanes: int) -> set[int]:
    """Return the vertices that get lanes, so that no more than `lanes` are open at a time."""
    places = {vertex: place for place, vertex in enumerate(ordered)}
    found: set[int] = set()
    told: set[int] = set()
    opened: set[int] = set()
    longest: list[tuple[int, int]] = []
    for vertex in ordered:
        opened.discard(vertex)
        for under in below[vertex]:
            if under not in opened and under not in told:
                opened.add(under)
                found.add(under)
                heappush(longest, (-places[under], under))
        while len(opened) > lanes:
            under = heappop(longest)[1]
            if under in opened:
                opened.remove(under)
                found.remove(under)
                told.add(under)
    return found


class Rails:
    """Draws row after row."""

    def __init__(
        self,
        below: Sequence[Sequence[int]],
        ordered: Sequence[int],
        lanes: int,
        marks: Marks = BOXES,
    ) -> None:
        self._below = below
        self._places = {vertex: place for place, vertex in enumerate(ordered)}
        self._railed = railed(below, ordered, lanes)
        self._marks = marks
        self._lanes: list[int | None] = []  # the vertex that each leads to
        self._where: dict[int, int] = {}  # the lane of each vertex that has one
        self._ended: int | None = None  # the lane that the row before was the end of

    def between(self) -> Row:
        """Return a row without a vertex."""
        text = " ".join(" " if vertex is None else self._marks.down for vertex in self._lanes)
        self._ended = None
        return Row(None, 0, text, tuple(place // 2 for place in range(len(text))), frozenset())

    def row(self, vertex: int, glyph: str) -> Row:
        """Return the row of the next vertex."""
        lanes = self._lanes
        own = self._where.pop(vertex, None)
        if own is None:
            own = self._fresh()
        under = [u for u in dict.fromkeys(self._below[vertex]) if u in self._railed]
        joined = {self._where[u] for u in under if u in self._where}
        new = sorted(
            (u for u in under if u not in self._where), key=self._places.__getitem__, reverse=True
        )
        chars = [" " if v is None else self._marks.down for v in lanes]
        lanes[own] = None
        begun = set()
        for place, u in enumerate(new):  # the last to come goes straight on
            lane: int = own if not place else self._free(own)
            if lane == len(lanes):
                lanes.append(None)
                chars.append(" ")
            lanes[lane] = u
            self._where[u] = lane
            if lane != own:
                begun.add(lane)
        told = frozenset(u for u in self._below[vertex] if u not in self._railed)
        self._ended = None if lanes[own] is not None else own
        chars[own] = glyph
        while lanes and lanes[-1] is None and len(lanes) > own + 1:
            lanes.pop()
        return self._drawn(vertex, own, chars, joined, begun, told)

    def _fresh(self) -> int:
        """Return a lane for a vertex that no lane leads to: not below one that has just ended."""
        for lane, vertex in enumerate(self._lanes):
            if vertex is None and lane != self._ended:
                return lane
        if len(self._lanes) == self._ended:
            self._lanes.append(None)
        self._lanes.append(None)
        return len(self._lanes) - 1

    def _free(self, own: int) -> int:
        """Return a free lane: to the right of a vertex, or to its left, or a new one."""
        lanes = self._lanes
        for lane in chain(range(own + 1, len(lanes)), range(own - 1, -1, -1)):
            if lanes[lane] is None:
                return lane
        return len(lanes)

    def _drawn(
        self,
        vertex: int,
        own: int,
        chars: list[str],
        joined: set[int],
        begun: set[int],
        told: frozenset[int],
    ) -> Row:
        marks = self._marks
        ends = joined | begun | {own}
        first, last = min(ends), max(ends)
        pieces: list[str] = []
        colors: list[int] = []
        for lane, char in enumerate(chars):
            if lane in joined:
                char = {last: marks.join_last, first: marks.join_first}.get(lane, marks.join)
            elif lane in begun:
                char = {last: marks.begin_last, first: marks.begin_first}.get(lane, marks.begin)
            elif first <= lane <= last and char == " ":
                char = marks.across
            pieces += (char, marks.across if first <= lane < last else " ")
            colors += (lane, lane)
        # A line across has the colour of the lane that it goes to.
        target = own
        for place in range(2 * last, 2 * own, -1):
            target = place // 2 if place % 2 == 0 and place // 2 in ends else target
            if pieces[place] == marks.across:
                colors[place] = target
        target = own
        for place in range(2 * first, 2 * own):
            target = place // 2 if place % 2 == 0 and place // 2 in ends else target
            if pieces[place] == marks.across:
                colors[place] = target
        text = "".join(pieces).rstrip()
        return Row(vertex, own, text, tuple(colors[: len(text)]), told)

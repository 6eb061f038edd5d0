"""Where everything of a picture lies: layers from the top down, scopes as boxes within boxes.

Note [Layout]
The layered method of Sugiyama, Tagawa and Toda (1981), scope by scope from the inside out: a scope
that is laid out is one box of the scope around it. So no box overlaps another, and each scope holds
what is its own and nothing else. An edge that leaves a scope does so by a port at its lower side, one
that enters by a port at its upper side; ports are nodes of the layout, and what leads to them runs
between the other nodes. All edges from one source share one chain through the layers that they cross.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import NamedTuple

from cli.graph.layers import Layers, Node
from cli.graph.model import Picture

TITLE = 20.0
"""Height of a scope's title."""
PADDING = 14.0


class Rect(NamedTuple):
    """A box by its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float


class Point(NamedTuple):
    """A place that an edge goes through."""

    x: float
    y: float


class Layout(NamedTuple):
    """The boxes of vertices and of scopes, and the lines of edges, in the picture's order.

    An edge is a list of lines; together with what it shares with the other edges from its source,
    they lead from there to its target, where the last one ends.
    """

    width: float
    height: float
    vertices: dict[int, Rect]
    scopes: dict[int, Rect]
    edges: list[list[list[Point]]]


def layout(picture: Picture, sizes: dict[int, tuple[float, float]]) -> Layout:
    """Lay a picture out; `sizes` are the widths and heights of its vertices."""
    return _Layout(picture, sizes).run()


Key = tuple[str, int]
"""What a node of a level stands for: ("vertex", id), ("scope", id), ("in", id), ("out", id)."""


class _Layout:
    def __init__(self, picture: Picture, sizes: dict[int, tuple[float, float]]) -> None:
        self.picture = picture
        self.sizes = sizes
        parents = {scope.id: scope.parent for scope in picture.scopes}
        self.home: dict[int, int | None] = {v.id: v.scope for v in picture.vertices}
        self.chains: dict[int | None, list[int | None]] = {None: [None]}
        for scope in picture.scopes:
            chain: list[int | None] = [scope.id]
            while chain[-1] is not None:
                chain.append(parents.get(chain[-1]))
            self.chains[scope.id] = chain
        self.levels: dict[int | None, Layers] = {}
        self.keys: dict[int | None, dict[Key, Node]] = {}
        self.segments: dict[int | None, dict[tuple[Key, Key], None]] = {}
        self.routes: list[list[tuple[int | None, Key, Key]]] = []

    def run(self) -> Layout:
        """Return where everything lies."""
        used = {scope for home in self.home.values() for scope in self.chains[home]} | {None}
        for edge in self.picture.edges:
            self.routes.append(self._route(edge.source, edge.target))
            for scope, start, end in self.routes[-1]:
                self.segments.setdefault(scope, {})[start, end] = None
        members = self._members(used)
        order = sorted((s for s in used if s is not None), key=lambda s: -len(self.chains[s]))
        for scope in [*order, None]:
            self._lay_level(scope, members.get(scope, []))
        return self._absolute(used)

    def _members(self, used: set[int | None]) -> dict[int | None, list[Key]]:
        members: dict[int | None, list[Key]] = {}
        seen: set[int] = set()
        for vertex in self.picture.vertices:
            chain = self.chains[vertex.scope]
            members.setdefault(vertex.scope, []).append(("vertex", vertex.id))
            for inner, outer in itertools.pairwise(chain):
                if inner is not None and inner not in seen:
                    seen.add(inner)
                    members.setdefault(outer, []).append(("scope", inner))
        return members

    def _route(self, source: int, target: int) -> list[tuple[int | None, Key, Key]]:
        """Return the segments of an edge, each in its scope."""
        out, into = self.chains[self.home[source]], self.chains[self.home[target]]
        common = next(scope for scope in out if scope in into)
        route: list[tuple[int | None, Key, Key]] = []
        here: Key = ("vertex", source)
        for scope in out[: out.index(common)]:
            route.append((scope, here, ("out", source)))
            here = ("scope", scope)  # type: ignore[assignment]
        below = into[: into.index(common)]
        there: Key = ("scope", below[-1]) if below else ("vertex", target)  # type: ignore[assignment]
        if here != there:
            route.append((common, here, there))
        for i in range(len(below) - 1, -1, -1):
            inner: Key = ("scope", below[i - 1]) if i else ("vertex", target)  # type: ignore[assignment]
            route.append((below[i], ("in", source), inner))
        return route

    def _lay_level(self, scope: int | None, members: Iterable[Key]) -> None:
        level = Layers()
        keys: dict[Key, Node] = {}
        for key in members:
            kind, number = key
            width, height = self.sizes[number] if kind == "vertex" else self._size(number)
            keys[key] = level.add(width, height)
        for start, end in self.segments.get(scope, ()):
            for key in (start, end):
                if key not in keys:
                    keys[key] = level.add(8.0, 0.0, port=key[0])
            level.connect(keys[start], keys[end])
        level.arrange()
        self.levels[scope] = level
        self.keys[scope] = keys

    def _size(self, scope: int) -> tuple[float, float]:
        level = self.levels[scope]
        label = next(s.label for s in self.picture.scopes if s.id == scope)
        width = max(level.width, 7.0 * len(label))
        return width + 2 * PADDING, level.height + 2 * PADDING + TITLE

    def _absolute(self, used: set[int | None]) -> Layout:
        corners: dict[int | None, Point] = {None: Point(0.0, 0.0)}
        scopes: dict[int, Rect] = {}
        vertices: dict[int, Rect] = {}
        outside_in = sorted(used, key=lambda s: len(self.chains[s]))
        for scope in outside_in:
            corner = corners[scope]
            for (kind, number), node in self.keys[scope].items():
                x, y = corner.x + node.x - node.width / 2, corner.y + node.y
                if kind == "vertex":
                    vertices[number] = Rect(x, y, node.width, node.height)
                elif kind == "scope":
                    scopes[number] = Rect(x, y, node.width, node.height)
                    spare = node.width - 2 * PADDING - self.levels[number].width
                    corners[number] = Point(x + PADDING + spare / 2, y + PADDING + TITLE)
        edges = [self._points(route, corners) for route in self.routes]
        level = self.levels[None]
        return Layout(level.width, level.height, vertices, scopes, edges)

    def _points(
        self, route: list[tuple[int | None, Key, Key]], corners: dict[int | None, Point]
    ) -> list[list[Point]]:
        lines: list[list[Point]] = [[]]
        for scope, start, end in route:
            corner, keys = corners[scope], self.keys[scope]
            first, last = keys[start], keys[end]
            inner, from_source = self.levels[scope].path(first, last)
            if not from_source:
                lines.append([])
            elif not lines[-1]:
                lines[-1].append(Point(corner.x + first.x, corner.y + first.y + first.height))
            lines[-1] += [Point(corner.x + x, corner.y + y) for x, y in inner]
            if end[0] != "scope":
                lines[-1].append(Point(corner.x + last.x, corner.y + last.y))
        return [line for line in lines if len(line) > 1]

"""The boxes of a picture: which call each vertex lies in, and what the boxes are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cli.graph.model import Scope, Vertex
from cli.report import Node
from cli.report import Scope as Call


class Scopes:
    """Finds the scopes of nodes, and in the end those that are drawn."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self._calls = calls
        self._modules = {call.name for call in calls if call.type}

    def of(self, node: Node) -> int | None:
        """Return the id of a node's scope; a module's parameter waits for `settle`."""
        return None if self._owner(node.name, node.is_leaf) else node.scope

    def _owner(self, name: str | None, is_leaf: bool) -> str:
        owner = (name or "").rpartition(".")[0] if is_leaf else ""
        return owner if owner in self._modules else ""

    def settle(self, vertices: list[Vertex]) -> tuple[list[Vertex], list[Scope]]:
        """Return the vertices, parameters in the module that owns them, and the scopes to draw.

        A parameter is made long before the module is called, and it lies in the first of the calls
        that are drawn, with the vertices that use it.
        """
        drawn: set[int] = set()
        for vertex in vertices:
            scope = vertex.scope
            while scope is not None and scope not in drawn:
                drawn.add(scope)
                scope = self._calls[scope].parent
        first: dict[str, int] = {}
        for id_ in sorted(drawn):
            if self._calls[id_].type:
                first.setdefault(self._calls[id_].name, id_)
        placed = [
            vertex._replace(scope=first.get(vertex.name.rpartition(".")[0]))
            if vertex.scope is None and "." in vertex.name
            else vertex
            for vertex in vertices
        ]
        return placed, self._named(sorted(drawn))

    def _named(self, drawn: list[int]) -> list[Scope]:
        """Return scopes with their labels; further calls of the same by the same are numbered."""
        seen: defaultdict[tuple[int | None, str], int] = defaultdict(int)
        found = []
        for id_ in drawn:
            call = self._calls[id_]
            label = f"{call.name}: {call.type}" if call.type else f"{call.name}()"
            if call.name == call.type:  # no variable leads to the module
                label = call.name
            seen[call.parent, label] += 1
            number = seen[call.parent, label]
            found.append(Scope(id_, call.parent, f"{label} ({number})" if number > 1 else label))
        return found

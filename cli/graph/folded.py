"""A picture with scopes folded: each becomes one vertex that stands for all that is in it."""

from __future__ import annotations

from collections.abc import Collection

from cli.graph.model import OPERATION, Edge, Picture, Vertex


def folded(picture: Picture, scopes: Collection[int]) -> Picture:
    """Return a picture in which some scopes are one vertex each; an outer one hides those inside.

    Edges between two vertices that are one now are gone, several between the same two are one.
    """
    parents = {scope.id: scope.parent for scope in picture.scopes}
    labels = {scope.id: scope.label for scope in picture.scopes}

    def hiding(scope: int | None) -> int | None:
        """Return the outermost folded scope around a scope, itself included."""
        found = None
        while scope is not None:
            found = scope if scope in scopes else found
            scope = parents.get(scope)
        return found

    stands: dict[int, int] = {}
    members: dict[int, list[Vertex]] = {}
    for vertex in picture.vertices:
        hidden = hiding(vertex.scope)
        stands[vertex.id] = vertex.id if hidden is None else -1 - hidden
        if hidden is not None:
            members.setdefault(hidden, []).append(vertex)
    vertices: list[Vertex] = []
    placed: set[int] = set()
    for vertex in picture.vertices:
        hidden = hiding(vertex.scope)
        if hidden is None:
            vertices.append(vertex)
        elif hidden not in placed:
            placed.add(hidden)
            vertices.append(_one(hidden, labels[hidden], members[hidden], parents.get(hidden)))
    edges: dict[tuple[int, int], Edge] = {}
    for edge in picture.edges:
        source, target = stands[edge.source], stands[edge.target]
        if source != target:
            edges.setdefault((source, target), edge._replace(source=source, target=target))
    gone = {scope.id for scope in picture.scopes if hiding(scope.id) is not None}
    kept = [scope for scope in picture.scopes if scope.id not in gone]
    return picture._replace(vertices=vertices, edges=list(edges.values()), scopes=kept)


def _one(scope: int, label: str, inside: list[Vertex], parent: int | None) -> Vertex:
    last = inside[-1]
    text = f"{label} [{len(inside)} nodes]"
    return Vertex(
        -1 - scope, OPERATION, "", text, "", last.shape, last.dtype, "", "", parent, last.line
    )

"""A picture as a JSON document, schema 1: its structure is documented and does not change."""

from __future__ import annotations

from typing import Any

from cli.cells import exact
from cli.graph.model import Edge, Picture, Vertex
from cli.render import Style, Write
from cli.render.json_ import encode, error_data


def render(picture: Picture, style: Style, write: Write) -> None:
    """Write the document, a line a node, edge and scope."""
    head = {
        "schema": 1,
        "title": picture.title,
        "graph": "backward" if picture.backward else "forward",
        "omitted": picture.omitted,
        "error": error_data(picture.error),
    }
    write(encode(head)[:-1])
    for name, items in (
        ("nodes", [_vertex(vertex, picture.backward) for vertex in picture.vertices]),
        ("edges", [_edge(edge) for edge in picture.edges]),
        ("scopes", [scope._asdict() for scope in picture.scopes]),
    ):
        write(f',\n "{name}": [')
        write(",\n  ".join(map(encode, items)))
        write("]")
    write("}\n")


def _vertex(vertex: Vertex, backward: bool) -> dict[str, Any]:
    data = {
        "id": vertex.id,
        "kind": vertex.kind,
        "name": vertex.name or None,
        "label": vertex.label,
        "operation": vertex.operation or None,
        "shape": vertex.shape,
        "dtype": vertex.dtype or None,
        "value": exact(vertex.exact_value),
        "grad": exact(vertex.exact_grad),
        "scope": vertex.scope,
        "line": vertex.line,
    }
    if backward:
        data["saved"] = vertex.value if vertex.exact_value is None else ""
    return data


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "source": edge.source,
        "target": edge.target,
        "argument": edge.argument,
        "gradient": exact(edge.exact),
    }

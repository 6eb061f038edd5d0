"""The picture as a Mermaid flowchart, which GitHub, GitLab and many editors draw in Markdown.

In a label everything that could mean something to Mermaid, or to the Markdown and HTML that it takes
labels for, is written as an entity: `#45;` is a minus. Names of vertices are numbers of ours, so that
no word of the language (`end`, `graph`) can be one.
"""

from __future__ import annotations

import re
from collections import defaultdict

from cli.graph.labels import arrow, lines, printable
from cli.graph.model import CONSTANT, FUNCTION, LEAF, OPERATION, RESULT, Picture, Scope, Vertex
from cli.render import Style, Write

_SHAPES = {
    LEAF: '["{}"]',
    CONSTANT: '[/"{}"/]',
    OPERATION: '("{}")',
    FUNCTION: '[["{}"]]',
    RESULT: '(["{}"])',
}
_CLASSES = {
    LEAF: "stroke-width:3px",
    CONSTANT: "stroke-dasharray:4 3",
    RESULT: "stroke-width:3px",
}
EDGES = 500
"""What Mermaid draws unless its own setting maxEdges allows more."""

_PLAIN = re.compile(r"[^\w ()\[\],:=/.\u0080-\U0010ffff]|_")
_NUMBERED = re.compile(r"^(\d+)\.")


def escaped(text: str) -> str:
    """Return what stands for `text` in a quoted label.

    >>> escaped('2*x "y" #1'), escaped("1. end"), escaped("損失 = a[0]")
    ('2#42;x #34;y#34; #35;1', '1#46; end', '損失 = a[0]')
    """
    text = _PLAIN.sub(lambda match: f"#{ord(match[0])};", printable(text))
    return _NUMBERED.sub(r"\1#46;", text)


def render(picture: Picture, style: Style, write: Write) -> None:
    """Write the picture."""
    if len(picture.edges) > EDGES:
        write(f"%% {len(picture.edges)} edges: Mermaid draws {EDGES}, more if maxEdges says so\n")
    write("flowchart TB\n")
    write(f'  caption["{"<br/>".join(map(escaped, _caption(picture)))}"]\n')
    write("  style caption fill:none,stroke:none\n")
    _write_boxes(picture, write)
    for edge in picture.edges:
        label = f'|"{escaped(arrow(edge))}"|' if edge.contribution else ""
        write(f"  n{edge.source} -->{label} n{edge.target}\n")
    for kind, look in _CLASSES.items():
        members = [f"n{vertex.id}" for vertex in picture.vertices if vertex.kind == kind]
        if members:
            write(f"  classDef {kind} {look}\n  class {','.join(members)} {kind}\n")


def _caption(picture: Picture) -> list[str]:
    found = [picture.title]
    if any(edge.contribution for edge in picture.edges):
        found.append("edges: the gradient that flowed back")
    return found + [picture.note] * bool(picture.note)


def _write_boxes(picture: Picture, write: Write) -> None:
    """Write vertices, those of a scope inside its subgraph."""
    vertices: defaultdict[int | None, list[Vertex]] = defaultdict(list)
    scopes: defaultdict[int | None, list[Scope]] = defaultdict(list)
    for vertex in picture.vertices:
        vertices[vertex.scope].append(vertex)
    for scope in picture.scopes:
        scopes[scope.parent].append(scope)

    def write_vertices(scope: int | None, margin: str) -> None:
        for vertex in vertices[scope]:
            label = "<br/>".join(map(escaped, lines(vertex, picture)))
            write(f"{margin}n{vertex.id}{_SHAPES[vertex.kind].format(label)}\n")

    write_vertices(None, "  ")
    # A stack of our own: recursive functions lie deeper in each other than Python calls may.
    waiting: list[tuple[Scope | None, str]] = [(scope, "  ") for scope in reversed(scopes[None])]
    while waiting:
        opened, margin = waiting.pop()
        if opened is None:
            write(f"{margin}end\n")
            continue
        write(f'{margin}subgraph s{opened.id}["{escaped(opened.label)}"]\n')
        write_vertices(opened.id, margin + "  ")
        waiting.append((None, margin))
        waiting += [(scope, margin + "  ") for scope in reversed(scopes[opened.id])]

r"""The picture as a program of Graphviz: `autograd graph … --format dot | dot -Tpdf > graph.pdf`.

Kinds differ by shape and border, not by colour. In a quoted string of the language, `\` begins an
escape and `&` an entity; nothing else has a meaning.
"""

from __future__ import annotations

from collections import defaultdict

from cli.graph.labels import arrow, lines, printable
from cli.graph.model import CONSTANT, FUNCTION, LEAF, OPERATION, RESULT, Picture, Scope, Vertex
from cli.render import Style, Write

_SHAPES = {
    LEAF: 'shape=box, style="bold"',
    CONSTANT: 'shape=box, style="dashed"',
    OPERATION: 'shape=box, style="rounded"',
    FUNCTION: 'shape=hexagon, style="solid"',
    RESULT: 'shape=box, style="rounded", peripheries=2',
}


def quoted(text: str) -> str:
    r"""Return a string of the language that reads as `text`.

    >>> print(quoted('a\\n "b" &lt; c'))
    "a\\n \"b\" &amp;lt; c"
    """
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'"{text}"'


def render(picture: Picture, style: Style, write: Write) -> None:
    """Write the picture."""
    flow = "edges: the gradient that flowed back"
    label = "\\n".join(quoted(printable(text))[1:-1] for text in _caption(picture, flow))
    write(
        "digraph autograd {\n"
        f'  graph [label="{label}", labelloc=t, fontname="Helvetica", fontsize=12]\n'
        '  node [fontname="Courier", fontsize=10, margin="0.12,0.06"]\n'
        '  edge [fontname="Courier", fontsize=9]\n'
    )
    _Boxes(picture, write).write_inside(None, "  ")
    constant = {vertex.id for vertex in picture.vertices if vertex.kind == CONSTANT}
    for edge in picture.edges:
        settings = []
        if edge.contribution:
            settings.append(f"label={quoted(arrow(edge))}")
        if edge.source in constant and not picture.backward:
            settings.append("style=dashed")
        if edge.argument:
            settings.append(f"edgetooltip={quoted(printable(edge.argument))}")
        shown = f" [{', '.join(settings)}]" if settings else ""
        write(f"  n{edge.source} -> n{edge.target}{shown}\n")
    write("}\n")


def _caption(picture: Picture, flow: str) -> list[str]:
    found = [picture.title]
    if any(edge.contribution for edge in picture.edges):
        found.append(flow)
    return found + [picture.note] * bool(picture.note)


class _Boxes:
    """Writes vertices, those of a scope inside its cluster."""

    def __init__(self, picture: Picture, write: Write) -> None:
        self._picture = picture
        self._write = write
        self._vertices: defaultdict[int | None, list[Vertex]] = defaultdict(list)
        self._scopes: defaultdict[int | None, list[Scope]] = defaultdict(list)
        for vertex in picture.vertices:
            self._vertices[vertex.scope].append(vertex)
        for scope in picture.scopes:
            self._scopes[scope.parent].append(scope)

    def write_inside(self, scope: int | None, margin: str) -> None:
        """Write what lies in a scope: its own vertices, then the scopes inside."""
        # A recursive function's scopes lie deeper in each other than Python calls may.
        waiting: list[tuple[Scope | None, str]] = [(None, "")]
        self._write_vertices(scope, margin)
        waiting = [(child, margin) for child in reversed(self._scopes[scope])]
        while waiting:
            opened, margin = waiting.pop()
            if opened is None:
                self._write(f"{margin}}}\n")
                continue
            self._write(
                f"{margin}subgraph cluster_{opened.id} {{\n"
                f'{margin}  graph [label={quoted(printable(opened.label))}, style="rounded", '
                'color="gray50", labeljust=l]\n'
            )
            self._write_vertices(opened.id, margin + "  ")
            waiting.append((None, margin))
            waiting += [(child, margin + "  ") for child in reversed(self._scopes[opened.id])]

    def _write_vertices(self, scope: int | None, margin: str) -> None:
        for vertex in self._vertices[scope]:
            label = "\\n".join(quoted(line)[1:-1] for line in lines(vertex, self._picture))
            tip = vertex.label + (f" (line {vertex.line})" if vertex.line is not None else "")
            self._write(
                f'{margin}n{vertex.id} [label="{label}", {_SHAPES[vertex.kind]}, '
                f"tooltip={quoted(printable(tip))}]\n"
            )

"""The picture as one SVG file: no network, light or dark as its viewer is, kinds told by shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape

from cli.graph.labels import arrow as whole_arrow
from cli.graph.labels import lines, printable
from cli.graph.layout import Layout, Point, Rect, layout
from cli.graph.model import CONSTANT, FUNCTION, LEAF, OPERATION, RESULT, Edge, Picture, Vertex
from cli.render import Style, Write
from cli.render.measure import clip, wide

ADVANCE = 6.7
"""Pixels from one character to the next; `textLength` makes it so in every font."""
LINE = 15.0
PAD_X, PAD_Y = 12.0, 8.0
MARGIN = 20.0
HEAD = 50.0
"""Height of title and legend."""

CSS = """\
text { font: 11px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2328;
  white-space: pre; }
.paper { fill: #fff; } .title { font-size: 13px; font-weight: bold; }
.note, .scope text, .legend text { fill: #59636e; }
.scope rect { fill: #8b949e; fill-opacity: 0.08; stroke: #8b949e; stroke-dasharray: 2 3; }
.vertex rect, .vertex path { fill: #fff; stroke: #57606a; stroke-width: 1.2; }
.vertex .first { font-weight: bold; }
.leaf rect { fill: #ddf4ff; stroke: #0969da; stroke-width: 2; }
.constant rect { stroke-dasharray: 5 3; }
.function path { fill: #fff8c5; stroke: #9a6700; }
.result rect { stroke: #1a7f37; } .result .outer { fill: none; }
.grad { fill: #116329; }
.edge path { fill: none; stroke: #57606a; stroke-width: 1.2; }
.edge .tip { fill: #57606a; stroke: none; }
.edge text { fill: #116329; font-size: 10px; stroke: #fff; stroke-width: 3px; paint-order: stroke; }
.of-constant path { stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .paper { fill: #0d1117; }
  .note, .scope text, .legend text { fill: #9198a1; }
  .vertex rect, .vertex path { fill: #161b22; stroke: #8b949e; }
  .leaf rect { fill: #0c2d4a; stroke: #58a6ff; } .function path { fill: #3a2d00; stroke: #d29922; }
  .result rect { stroke: #3fb950; } .result .outer { fill: none; }
  .grad { fill: #7ee787; } .edge path { stroke: #8b949e; } .edge .tip { fill: #8b949e; }
  .edge text { fill: #7ee787; stroke: #0d1117; }
}
"""
NARROW = 16
"""Columns of what an edge says; the whole is its tooltip."""

LEGEND = (
    (LEAF, "leaf"),
    (CONSTANT, "constant"),
    (OPERATION, "operation"),
    (FUNCTION, "Function"),
    (RESULT, "result"),
)


def render(picture: Picture, style: Style, write: Write) -> None:
    """Write the picture."""
    write(drawn(picture))


def drawn(picture: Picture, ids: bool = False) -> str:
    """Return the SVG element; `ids`: with attributes by which a page finds its parts."""
    texts = {vertex.id: lines(vertex, picture) for vertex in picture.vertices}
    found = layout(picture, {id_: _size(text) for id_, text in texts.items()})
    return _Drawing(picture, texts, found, ids).svg()


def _size(text: Sequence[str]) -> tuple[float, float]:
    return max(map(wide, text)) * ADVANCE + 2 * PAD_X, len(text) * LINE + 2 * PAD_Y


class _Drawing:
    def __init__(
        self, picture: Picture, texts: dict[int, list[str]], found: Layout, ids: bool
    ) -> None:
        self.picture = picture
        self.texts = texts
        self.layout = found
        self.ids = ids
        self._by_id = {vertex.id: vertex for vertex in picture.vertices}
        self._order = self._entries()

    def svg(self) -> str:
        """Return the whole element."""
        picture = self.picture
        title = clip(printable(picture.title), 100)
        wanted = max(wide(title) * 8.0, 640.0)
        width = max(self.layout.width, wanted) + 2 * MARGIN
        note = 16.0 if picture.note else 0.0
        height = self.layout.height + HEAD + note + 2 * MARGIN
        shift_x = (width - self.layout.width) / 2
        shift_y = MARGIN + HEAD + note
        count = f"{len(picture.vertices)} nodes, {len(picture.edges)} edges"
        pieces = [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width:.0f}" '
            f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">\n',
            f"<title>{escape(title)}</title>\n<desc>The {self._kind()} graph: {count}.</desc>\n",
            f"<style>\n{CSS}</style>\n",
            f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>\n',
            f'<text class="title" x="{MARGIN:g}" y="{MARGIN + 10:g}">{escape(title)}</text>\n',
            self._legend(),
        ]
        if note:
            text = escape(printable(picture.note))
            pieces.append(f'<text class="note" x="{MARGIN:g}" y="{MARGIN + 48:g}">{text}</text>\n')
        pieces.append(f'<g class="drawing" transform="translate({shift_x:.1f} {shift_y:.1f})">\n')
        pieces += [self._scope(scope.id, scope.label) for scope in picture.scopes]
        labels = self._label_places()
        for i, edge in enumerate(picture.edges):
            pieces.append(self._edge(i, edge, labels.get(i)))
        pieces += [self._vertex(vertex) for vertex in picture.vertices]
        pieces.append("</g>\n</svg>\n")
        return "".join(pieces)

    def _kind(self) -> str:
        return "backward" if self.picture.backward else "forward"

    def _legend(self) -> str:
        used = {vertex.kind for vertex in self.picture.vertices}
        x, y = MARGIN, MARGIN + 20
        pieces = ['<g class="legend">\n']
        for kind, word in LEGEND:
            if kind in used:
                box = _shape(kind, Rect(x, y, 22, 13))
                pieces.append(f'<g class="vertex {kind}">{box}</g>')
                pieces.append(f'<text x="{x + 28:g}" y="{y + 10:g}">{word}</text>\n')
                x += 28 + len(word) * ADVANCE + 18
        if any(edge.contribution for edge in self.picture.edges):
            pieces.append(
                f'<text x="{x:g}" y="{y + 10:g}">on edges: the gradient that flowed back</text>\n'
            )
        return "".join([*pieces, "</g>\n"])

    def _scope(self, number: int, label: str) -> str:
        box = self.layout.scopes.get(number)
        if box is None:
            return ""
        data = f' data-scope="{number}"' if self.ids else ""
        text = escape(clip(printable(label), 60))
        return (
            f'<g class="scope"{data}>{_rect(box, 8)}'
            f'<text x="{box.x + 10:.1f}" y="{box.y + 15:.1f}">{text}</text></g>\n'
        )

    def _vertex(self, vertex: Vertex) -> str:
        box = self.layout.vertices[vertex.id]
        data = f' data-vertex="{vertex.id}" tabindex="0"' if self.ids else ""
        full = [vertex.name, vertex.label, f"line {vertex.line}" if vertex.line else ""]
        tip = escape(printable("  ".join(dict.fromkeys(filter(None, full)))))
        pieces = [f'<g class="vertex {vertex.kind}"{data}><title>{tip}</title>']
        pieces.append(_shape(vertex.kind, box))
        for i, text in enumerate(self.texts[vertex.id]):
            name = "first" if i == 0 else "grad" if text.startswith("grad ") else ""
            x = box.x + (box.width - wide(text) * ADVANCE) / 2
            y = box.y + PAD_Y + 11 + i * LINE
            pieces.append(_text(text, x, y, ADVANCE, name))
        return "".join([*pieces, "</g>\n"])

    def _edge(self, number: int, edge: Edge, label: Point | None) -> str:
        points = self._ends(number, edge)
        constant = not self.picture.backward and self._by_id[edge.source].kind == CONSTANT
        name = "edge of-constant" if constant else "edge"
        data = f' data-from="{edge.source}" data-to="{edge.target}"' if self.ids else ""
        end = points[-1]
        said = [edge.argument, f"gradient {whole_arrow(edge)}" if edge.contribution else ""]
        tooltip = escape(printable(": ".join(filter(None, said))))
        tip = f"M{end.x:.1f} {end.y:.1f}l-3.5 -7h7z"
        pieces = [f'<g class="{name}"{data}><title>{tooltip}</title>']
        curves = "".join(map(_curve, [*self.layout.edges[number][:-1], points]))
        pieces.append(f'<path d="{curves}"/><path class="tip" d="{tip}"/>')
        text = arrow(edge)
        if text and label is not None:
            pieces.append(_text(text, label.x - wide(text) * 3.05, label.y, 6.1, ""))
        return "".join([*pieces, "</g>\n"])

    def _entries(self) -> dict[int, list[int]]:
        """Return the edges into each vertex, from left to right."""
        entries: dict[int, list[int]] = defaultdict(list)
        for i, edge in enumerate(self.picture.edges):
            entries[edge.target].append(i)
        for edges in entries.values():
            edges.sort(key=lambda i: self.layout.edges[i][-1][-2].x)
        return entries

    def _ends(self, number: int, edge: Edge) -> list[Point]:
        """Return the last line of an edge, which enters its target beside the other edges."""
        points = list(self.layout.edges[number][-1])
        box = self.layout.vertices[edge.target]
        beside = self._order[edge.target]
        place = beside.index(number) if len(beside) < 200 else 0
        share = (place + 1) / (len(beside) + 1)
        points[-1] = Point(box.x + box.width * share, box.y)
        return points

    def _label_places(self) -> dict[int, Point]:
        """Return where each edge's text stands: above its tip, in steps where others are beside."""
        places: dict[int, Point] = {}
        for edges in self._order.values():
            taken: list[tuple[float, float, int]] = []
            for i in edges:
                text = arrow(self.picture.edges[i])
                if not text:
                    continue
                points = self._ends(i, self.picture.edges[i])
                end, before = points[-1], points[-2]
                half = wide(text) * 3.05 + 3
                for step in range(3):
                    y = end.y - 13 - 11 * step
                    share = min((end.y - y) / max(end.y - before.y, 1.0), 1.0)
                    x = end.x + (before.x - end.x) * share * share
                    if all(x - half > b or x + half < a or s != step for a, b, s in taken):
                        break
                taken.append((x - half, x + half, step))
                places[i] = Point(x, y)
        return places


def arrow(edge: Edge) -> str:
    """Return what an edge says, short enough to stand beside others."""
    return clip(whole_arrow(edge), NARROW)


def _text(text: str, x: float, y: float, advance: float, name: str) -> str:
    style = f' class="{name}"' if name else ""
    length = wide(text) * advance
    return f'<text x="{x:.1f}" y="{y:.1f}" textLength="{length:.1f}"{style}>{escape(text)}</text>'


def _rect(box: Rect, radius: float, name: str = "") -> str:
    style = f' class="{name}"' if name else ""
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'rx="{radius:g}"{style}/>'
    )


def _shape(kind: str, box: Rect) -> str:
    """Return the outline of a vertex: each kind has its own, so that colours only help."""
    x, y, width, height = box
    if kind == LEAF:
        return _rect(box, height / 2 if height < 30 else 14)
    if kind == FUNCTION:
        cut = min(10.0, height / 3)
        return (
            f'<path d="M{x:.1f} {y + height / 2:.1f}l{cut:.1f} {-height / 2:.1f}'
            f"h{width - 2 * cut:.1f}l{cut:.1f} {height / 2:.1f}l{-cut:.1f} {height / 2:.1f}"
            f'h{2 * cut - width:.1f}z"/>'
        )
    if kind == RESULT:
        return _rect(box, 4) + _rect(Rect(x - 3, y - 3, width + 6, height + 6), 6, "outer")
    return _rect(box, 4 if kind == OPERATION else 0)


def _curve(points: Sequence[Point]) -> str:
    """Return a path through points that is upright at each of them."""
    pieces = [f"M{points[0].x:.1f} {points[0].y:.1f}"]
    previous = points[0]
    for point in points[1:]:
        if abs(point.x - previous.x) < 0.5:
            pieces.append(f"L{point.x:.1f} {point.y:.1f}")
        else:
            middle = (previous.y + point.y) / 2
            pieces.append(
                f"C{previous.x:.1f} {middle:.1f} {point.x:.1f} {middle:.1f} "
                f"{point.x:.1f} {point.y:.1f}"
            )
        previous = point
    return "".join(pieces)

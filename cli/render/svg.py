"""A picture of the node table: one SVG file, no network, light or dark as its viewer is."""

from __future__ import annotations

from html import escape

from cli.render import Style, Write
from cli.render.document import Cell, Document, document
from cli.render.grid import Grid
from cli.render.measure import wide
from cli.report import Report

ADVANCE = 8.4
"""Pixels from one character to the next; `textLength` makes it so in every font."""
LINE = 20
MARGIN = 16
SPACE = 0.3
"""Lines of space around the rule, and below the table."""
GAP = 2
"""Characters between columns."""

_CSS = """\
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
  fill: #1f2328; white-space: pre; }
.paper { fill: #fff; stroke: #d1d9e0; } .rule { stroke: #d1d9e0; }
.title, .name { font-weight: bold; } .leaf { fill: #0550ae; } .gradient { fill: #116329; }
.missing { fill: #59636e; font-style: italic; } .problem { fill: #a40e26; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .paper { fill: #0d1117; stroke: #3d444d; } .rule { stroke: #3d444d; }
  .leaf { fill: #79c0ff; } .gradient { fill: #7ee787; } .missing { fill: #9198a1; }
  .problem { fill: #ff7b72; }
}
"""


class _Canvas:
    """Lines of text from the top down."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.width = 0
        self.lines = 0.0

    def text(self, column: int, text: str, role: str = "plain") -> None:
        """Put a text into the current line, from this column on."""
        length = wide(text)
        self.width = max(self.width, column + length)
        if not text.strip():
            return
        name = "" if role == "plain" else f' class="{role}"'
        x, y = MARGIN + column * ADVANCE, MARGIN + self.lines * LINE + 14
        self.pieces.append(
            f'<text x="{x:g}" y="{y:g}" textLength="{length * ADVANCE:g}"{name}>{escape(text)}</text>\n'
        )

    def rule(self, columns: int) -> None:
        """Draw a line over so many columns, below the line before."""
        y = MARGIN + (self.lines + SPACE / 2) * LINE
        end = MARGIN + columns * ADVANCE
        self.pieces.append(
            f'<line class="rule" x1="{MARGIN}" y1="{y:g}" x2="{end:g}" y2="{y:g}"/>\n'
        )
        self.lines += SPACE


def render(report: Report, style: Style, write: Write) -> None:
    """Write the picture."""
    shown = document(report, style)
    canvas = _Canvas()
    _lines(canvas, shown.output)
    if shown.rows:
        canvas.lines += bool(shown.output)
        _table(canvas, shown)
    _lines(canvas, shown.footer)
    for grid in shown.grids:
        _grid(canvas, grid)
    _lines(canvas, shown.explanation)
    _lines(canvas, shown.problems, "problem")
    width = 2 * MARGIN + canvas.width * ADVANCE
    height = 2 * MARGIN + max(canvas.lines, 1) * LINE
    title = escape(shown.footer[0] if shown.footer else "autograd")
    write(
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">\n<title>{title}</title>\n<style>\n{_CSS}</style>\n'
        f'<rect class="paper" x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}" rx="6"/>\n'
    )
    for piece in canvas.pieces:
        write(piece)
    write("</svg>\n")


def _lines(canvas: _Canvas, lines: list[str], role: str = "plain") -> None:
    for line in lines:
        canvas.text(0, line.expandtabs(), role)
        canvas.lines += 1


def _table(canvas: _Canvas, shown: Document) -> None:
    rows = [[_lines_of(cell) for cell in row] for row in shown.rows]
    titles = [column.title for column in shown.columns]
    widths = [
        max(wide(title), *(wide(line) for row in rows for line in row[i]))
        for i, title in enumerate(titles)
    ]
    starts = [sum(widths[:i]) + GAP * i for i in range(len(widths))]

    def put(i: int, text: str, role: str) -> None:
        shift = widths[i] - wide(text) if shown.columns[i].right else 0
        canvas.text(starts[i] + shift, text, role)

    for i, title in enumerate(titles):
        put(i, title, "title")
    canvas.lines += 1
    canvas.rule(starts[-1] + widths[-1])
    for row, cells in zip(rows, shown.rows, strict=True):
        for number in range(max(map(len, row))):
            for i, lines in enumerate(row):
                if number < len(lines):
                    put(i, lines[number], cells[i].role)
            canvas.lines += 1
    canvas.lines += SPACE


def _grid(canvas: _Canvas, grid: Grid) -> None:
    """Draw a titled table, after an empty line."""
    canvas.lines += 1
    _lines(canvas, [grid.title], "title")
    widths = [max(map(wide, texts)) for texts in zip(grid.header, *grid.rows, strict=True)]
    starts = [sum(widths[:i]) + GAP * i for i in range(len(widths))]

    def line(row: list[str], role: str) -> None:
        for i, text in enumerate(row):
            shift = widths[i] - wide(text) if i >= grid.labels else 0
            canvas.text(starts[i] + shift, text, "leaf" if i == 0 and role == "plain" else role)
        canvas.lines += 1

    line(grid.header, "title")
    canvas.rule(starts[-1] + widths[-1])
    for row in grid.rows:
        line(row, "plain")
    canvas.lines += SPACE
    _lines(canvas, grid.notes)


def _lines_of(cell: Cell) -> list[str]:
    return cell.text.expandtabs().split("\n")

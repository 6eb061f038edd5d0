"""A web page of its own: no script, no network, light or dark as the reader's browser is."""

from __future__ import annotations

from html import escape

from cli.render import Style, Write
from cli.render.document import Cell, Document, document
from cli.render.grid import Grid
from cli.report import Report

_CSS = """\
:root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --faint: #59636e; --line: #d1d9e0;
  --leaf: #0550ae; --gradient: #116329; --wrong: #a40e26; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --faint: #9198a1;
  --line: #3d444d; --leaf: #79c0ff; --gradient: #7ee787; --wrong: #ff7b72; } }
body { margin: 2rem; background: var(--paper); color: var(--ink); line-height: 1.45; }
body, pre { font: 14px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th { text-align: left; border-bottom: 1px solid var(--line); }
th, td { padding: 0.15rem 1.2rem 0.15rem 0; vertical-align: top; white-space: pre-wrap; }
caption { text-align: left; font-weight: bold; padding-top: 1rem; }
tbody th { border: 0; font-weight: normal; color: var(--leaf); }
.right { text-align: right; font-variant-numeric: tabular-nums; }
tbody tr:hover { background: color-mix(in srgb, var(--line) 35%, transparent); }
.leaf { color: var(--leaf); } .name { font-weight: bold; } .gradient { color: var(--gradient); }
.missing { color: var(--faint); font-style: italic; } .problem { color: var(--wrong); }
"""


def render(report: Report, style: Style, write: Write) -> None:
    """Write the page."""
    shown = document(report, style)
    title = escape(shown.footer[0] if shown.footer else "autograd")
    write(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>\n{_CSS}</style>\n</head>\n<body>\n"
    )
    if shown.output:
        write(f"<pre>{escape(chr(10).join(shown.output))}</pre>\n")
    if shown.rows:
        _table(shown, write)
    for line in shown.footer:
        write(f"<p>{escape(line)}</p>\n")
    for grid in shown.grids:
        _grid(grid, write)
    if shown.explanation:
        write(f"<pre>{escape(chr(10).join(shown.explanation))}</pre>\n")
    if shown.problems:
        write(f'<pre class="problem">{escape(chr(10).join(shown.problems))}</pre>\n')
    write("</body>\n</html>\n")


def _table(shown: Document, write: Write) -> None:
    sides = [' class="right"' if column.right else "" for column in shown.columns]
    write("<table>\n<thead><tr>")
    for column, side in zip(shown.columns, sides, strict=True):
        write(f'<th scope="col"{side}>{escape(column.title)}</th>')
    write("</tr></thead>\n<tbody>\n")
    for row in shown.rows:
        cells = zip(row, shown.columns, strict=True)
        write(f"<tr>{''.join(_cell(cell, column.right) for cell, column in cells)}</tr>\n")
    write("</tbody>\n</table>\n")


def _grid(grid: Grid, write: Write) -> None:
    def cells(tag: str, row: list[str]) -> str:
        found = ""
        for i, text in enumerate(row):
            side = ' class="right"' if i >= grid.labels else ""
            name, scope = (tag, "col") if tag == "th" else ("th" if i == 0 else "td", "row")
            scope = f' scope="{scope}"' if name == "th" and text else ""
            found += f"<{name}{scope}{side}>{escape(text)}</{name}>"
        return f"<tr>{found}</tr>"

    write(f"<table>\n<caption>{escape(grid.title)}</caption>\n<thead>")
    write(f"{cells('th', grid.header)}</thead>\n<tbody>\n")
    for row in grid.rows:
        write(cells("td", row) + "\n")
    write("</tbody>\n</table>\n")
    for note in grid.notes:
        write(f"<p>{escape(note)}</p>\n")


def _cell(cell: Cell, right: bool) -> str:
    names = " ".join(["right"] * right + [cell.role] * (cell.role != "plain"))
    return (
        f'<td class="{names}">{escape(cell.text)}</td>'
        if names
        else f"<td>{escape(cell.text)}</td>"
    )

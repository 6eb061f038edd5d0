"""Aligned columns without borders, for logs, diffs and screen readers."""

from __future__ import annotations

from cli.columns import for_people
from cli.render import Style, Write, footer
from cli.render.grid import write_grids
from cli.render.measure import clip, wide
from cli.report import Report


def render(report: Report, style: Style, write: Write) -> None:
    """Write the node table with two spaces between its columns."""
    columns = for_people(report, style.columns)
    if report.nodes:
        rows = [[column.title for column in columns]]
        rows += [
            [column.human(node, style.precision) for column in columns] for node in report.nodes
        ]
        rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
        widths = [max(map(wide, cells)) for cells in zip(*rows, strict=True)]
        for row in rows:
            line = "  ".join(
                " " * (width - wide(cell)) + cell
                if column.right
                else cell + " " * (width - wide(cell))
                for cell, width, column in zip(row, widths, columns, strict=True)
            ).rstrip()
            write((line if style.width is None else clip(line, style.width)) + "\n")
    for line in footer.lines(report, style.precision, style.ascii):
        write((line if style.width is None else clip(line, style.width)) + "\n")
    write_grids(report, style._replace(color=False), write, ruled=False)

"""A pipe table for Markdown documents (GitHub Flavored Markdown)."""

from __future__ import annotations

from cli.columns import for_people
from cli.render import Style, Write, footer
from cli.render.grid import grids, left_out
from cli.report import Report


def escape(text: str) -> str:
    """Return `text` so that Markdown shows it as it is.

    >>> escape("a|b *c* [x]")
    'a\\\\|b \\\\*c\\\\* \\\\[x\\\\]'
    """
    text = "".join("\\" + c if c in "\\`*_[]<>|~&$" else c for c in text)
    return text.replace("\r", "").replace("\n", "<br>")


def render(report: Report, style: Style, write: Write) -> None:
    """Write the node table, and below it the result."""
    columns = for_people(report, style.columns)
    if report.nodes:
        titles = [column.title for column in columns]
        write("| " + " | ".join(map(escape, titles)) + " |\n")
        write("|" + "|".join(" ---: " if column.right else " --- " for column in columns) + "|\n")
        for node in report.nodes:
            cells = [escape(column.human(node, style.precision)) for column in columns]
            write("| " + " | ".join(cells) + " |\n")
    for line in footer.lines(report, style.precision):
        # A blank line before each: a table, then paragraphs.
        write("\n" * bool(report.nodes) + escape(line) + "\n")
    for grid in grids(report, style):
        write(f"\n**{escape(grid.title)}**\n\n")
        write("| " + " | ".join(map(escape, grid.header)) + " |\n")
        sides = [" --- " if i < grid.labels else " ---: " for i in range(len(grid.header))]
        write("|" + "|".join(sides) + "|\n")
        for row in grid.rows:
            write("| " + " | ".join(map(escape, row)) + " |\n")
        for note in [*left_out(*grid.left), *grid.notes]:
            write("\n" + escape(note) + "\n")

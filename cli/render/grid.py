"""Tables that follow the node table: matrices and budgets, as texts that every format can show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cli import cells
from cli.render.ansi import paint
from cli.render.measure import clip, wide

if TYPE_CHECKING:
    from cli.matrices.model import Matrix
    from cli.render import Style, Write
    from cli.report import Report

GAP = 2
"""Spaces between columns."""


class Grid(NamedTuple):
    """A titled table of texts.

    labels: so many columns at the left name the row; the others hold numbers, on the right.
    notes: lines below it.
    left: how many rows and columns are not in it.
    """

    title: str
    header: list[str]
    rows: list[list[str]]
    labels: int = 1
    notes: list[str] = []  # noqa: RUF012 - nobody changes it
    left: tuple[int, int] = (0, 0)


def grids(report: Report, style: Style) -> list[Grid]:
    """Return the tables of a report: the matrices that were asked for, then the budget."""
    found = [_matrix(matrix, style) for matrix in report.matrices]
    if report.uncertainty is not None:
        from cli.uncertainty.text import grid

        budget = grid(report.uncertainty, style.precision, style.limit)
        if budget is not None:
            found.append(budget)
    return found


def _matrix(matrix: Matrix, style: Style) -> Grid:
    rows, columns = (
        len(names) if style.limit is None else min(len(names), style.limit)
        for names in (matrix.rows, matrix.columns)
    )
    # Row by row: of a large matrix only the part that is shown becomes Python's numbers. Adding 0
    # makes 0 of -0.
    shown = [
        [label, *(cells.number(value, style.precision) for value in (values + 0).tolist())]
        for label, values in zip(matrix.rows[:rows], matrix.values[:rows, :columns], strict=True)
    ]
    left = (len(matrix.rows) - rows, len(matrix.columns) - columns)
    return Grid(matrix.title, ["", *matrix.columns[:columns]], shown, left=left)


def left_out(rows: int, columns: int) -> list[str]:
    """Return the line that says what is not shown, if anything is."""
    parts = [
        f"{count} more {word}{'s' * (count != 1)}"
        for count, word in ((rows, "row"), (columns, "column"))
        if count
    ]
    return [f"… {' and '.join(parts)} (--limit, or --format csv for all)"] if parts else []


def write_grids(report: Report, style: Style, write: Write, ruled: bool) -> None:
    """Write the tables as aligned text, each after an empty line.

    A table that is wider than the text may be goes on below itself with its next columns, as long
    as that takes no more lines than the limit on rows.

    ruled: whether a line stands below the header.
    """
    for grid in grids(report, style):
        write("\n" + _bold(_clipped(grid.title, style), style) + "\n")
        widths = [max(map(wide, cells_)) for cells_ in zip(grid.header, *grid.rows, strict=True)]
        blocks = _blocks(widths, grid.labels, style.width)
        most = len(blocks)
        if style.limit is not None and len(blocks) > 1:
            most = max(1, style.limit // max(len(grid.rows), 1))
        for i, block in enumerate(blocks[:most]):
            if i:
                write("\n")
            _write_block(grid, [*range(grid.labels), *block], widths, style, write, ruled)
        more = sum(map(len, blocks[most:]))
        for note in [*left_out(grid.left[0], grid.left[1] + more), *grid.notes]:
            write(_clipped(note, style) + "\n")


def _blocks(widths: list[int], labels: int, width: int | None) -> list[list[int]]:
    """Return which columns stand side by side; at least one in each block."""
    columns = list(range(labels, len(widths)))
    if width is None:
        return [columns]
    start = sum(widths[:labels]) + GAP * (labels - 1)
    blocks: list[list[int]] = [[]]
    used = start
    for column in columns:
        if blocks[-1] and used + GAP + widths[column] > width:
            blocks.append([])
            used = start
        blocks[-1].append(column)
        used += GAP + widths[column]
    return blocks


def _write_block(
    grid: Grid, columns: list[int], widths: list[int], style: Style, write: Write, ruled: bool
) -> None:
    def line(row: list[str]) -> str:
        texts = []
        for i in columns:
            room = " " * (widths[i] - wide(row[i]))
            texts.append(row[i] + room if i < grid.labels else room + row[i])
        return _clipped((" " * GAP).join(texts).rstrip(), style)

    write(_bold(line(grid.header), style) + "\n")
    if ruled:
        total = sum(widths[i] for i in columns) + GAP * (len(columns) - 1)
        total = total if style.width is None else min(total, style.width)
        write(_dim(("-" if style.ascii else "─") * total, style) + "\n")
    for row in grid.rows:
        text = line(row)
        label = row[0]
        if style.color and label and text.startswith(label):
            text = paint(label, "36") + text[len(label) :]
        write(text + "\n")


def _clipped(text: str, style: Style) -> str:
    return text if style.width is None else clip(text, style.width)


def _bold(text: str, style: Style) -> str:
    return paint(text, "1") if style.color else text


def _dim(text: str, style: Style) -> str:
    return paint(text, "2") if style.color else text

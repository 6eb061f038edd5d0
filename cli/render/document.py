"""What the formats that are documents of their own show: output, node table, result, error."""

from __future__ import annotations

from typing import NamedTuple

from cli.columns import Column, for_people
from cli.render import Style, footer
from cli.render.grid import Grid, grids, left_out
from cli.render.roles import role
from cli.report import Report


class Cell(NamedTuple):
    """The text of a cell, and its role."""

    text: str
    role: str


class Document(NamedTuple):
    """A report as texts: what the script printed, the table, the lines below, what went wrong.

    explanation: the lines of `--explain`, if it was asked for.
    grids: the tables below the lines: matrices, the budget.
    """

    output: list[str]
    columns: list[Column]
    rows: list[list[Cell]]
    footer: list[str]
    problems: list[str]
    explanation: list[str]
    grids: list[Grid]


def document(report: Report, style: Style) -> Document:
    """Return what to show of a report."""
    columns = for_people(report, style.columns)
    rows = [
        [
            Cell(_visible(column.human(node, style.precision)), role(column, node))
            for column in columns
        ]
        for node in report.nodes
    ]
    lines = [_visible(line) for line in footer.lines(report, style.precision)]
    problems = [f"warning: {text}" for text in report.warnings]
    error = report.error
    if error is not None:
        problems.append(f"{error.type}: {error.message}")
        problems += [f"note: {note}" for note in error.notes]
        problems += [f"help: {error.help}"] * (error.help is not None)
    shown = [_visible(line) for text in problems for line in text.splitlines()]
    output = [_visible(line) for line in report.output.splitlines()]
    explained: list[str] = []
    if report.explanation is not None:
        from cli.explain.text import lines as explanation_lines

        plain = style._replace(color=False, width=None)
        explained = [_visible(line) for line in explanation_lines(report.explanation, plain)]
    tables = [
        Grid(
            _visible(grid.title),
            [_visible(text) for text in grid.header],
            [[_visible(text) for text in row] for row in grid.rows],
            grid.labels,
            [*left_out(*grid.left), *grid.notes],
        )
        for grid in grids(report, style)
    ]
    return Document(output, columns, rows, lines, shown, explained, tables)


def _visible(text: str) -> str:
    """Return `text` without what XML cannot hold: control characters, unpaired surrogates."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        c if c in "\t\n" or _is_character(ord(c)) else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def _is_character(code: int) -> bool:
    """Return whether XML 1.0 has a character; C1 controls, which it discourages, are left out."""
    return 0x20 <= code < 0x7F or 0xA0 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF

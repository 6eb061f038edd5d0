"""The node table with a ruled header, by Rich."""

from __future__ import annotations

from rich.box import ASCII2, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.columns import Column, for_people
from cli.render import Style, Write, footer
from cli.render.grid import write_grids
from cli.render.measure import clip, wide
from cli.render.roles import GRADIENT, LEAF, MISSING, NAME, PLAIN, role
from cli.report import Node, Report

UNLIMITED = 1_000_000
"""Wider than any table: Rich neither cuts nor wraps."""
GAP = 2
"""Spaces between columns."""
FLOORS = {"name": 8, "expr": 12, "grad_fn": 8, "value": 9, "grad": 10, "adjoint": 9, "hooks": 16}
"""The columns that a narrow table makes narrower, and how narrow."""
WRAPPED = ("expr", "grad", "hooks")
"""The columns whose cells go on in the next line; others end with … where they are cut."""
SPARE = ("is_leaf", "dtype", "requires_grad", "grad_fn", "shape")
"""What a table that is still too wide drops, in this order, unless --columns asked for it."""

_STYLES = {LEAF: "cyan", NAME: "bold", GRADIENT: "green", MISSING: "dim", PLAIN: ""}


class _Sink:
    """What Console wants to write to."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.write = self.pieces.append

    def flush(self) -> None:
        """Nothing is held back."""


def render(report: Report, style: Style, write: Write) -> None:
    """Write the node table, and below it the result."""
    if report.nodes:
        sink = _Sink()
        console = Console(
            file=sink,  # type: ignore[arg-type]
            width=style.width or UNLIMITED,
            height=100,
            color_system="standard" if style.color else None,
            force_terminal=style.color,
            no_color=not style.color,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )
        console.print(_table(report, style))
        # Rich fills every line to the full width.
        for line in "".join(sink.pieces).splitlines():
            write(line.rstrip() + "\n")
    for line in footer.lines(report, style.precision, style.ascii):
        write((line if style.width is None else clip(line, style.width)) + "\n")
    write_grids(report, style, write, ruled=True)


def _table(report: Report, style: Style) -> Table:
    columns = for_people(report, style.columns)
    rows = [[column.human(node, style.precision) for column in columns] for node in report.nodes]
    widths = [
        max(wide(column.title), *(wide(line) for row in rows for line in row[i].split("\n")))
        for i, column in enumerate(columns)
    ]
    if style.width is not None:
        columns, rows, widths = _fit(columns, rows, widths, style)
    table = Table(
        box=ASCII2 if style.ascii else SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0),
        header_style="bold" if style.color else "",
        border_style="dim" if style.color else "",
    )
    for column, width in zip(columns, widths, strict=True):
        table.add_column(
            Text(column.title),
            justify="right" if column.right else "left",
            width=width,
            no_wrap=column.name not in WRAPPED,
            overflow="fold" if column.name in WRAPPED else "ellipsis",
        )
    for node, row in zip(report.nodes, rows, strict=True):
        table.add_row(
            *(_cell(column, node, text, style) for column, text in zip(columns, row, strict=True))
        )
    return table


def _fit(
    columns: list[Column], rows: list[list[str]], widths: list[int], style: Style
) -> tuple[list[Column], list[list[str]], list[int]]:
    """Make a table narrower: first its widest cells, then by dropping columns nobody asked for."""
    assert style.width is not None
    spare = list(SPARE) if style.columns is None else []
    while True:
        floors = [min(w, FLOORS.get(c.name, w)) for w, c in zip(widths, columns, strict=True)]
        room = style.width - GAP * (len(columns) - 1)
        if sum(floors) <= room or not spare:
            return columns, rows, _shrink(widths, floors, room)
        name = spare.pop(0)
        kept = [i for i, column in enumerate(columns) if column.name != name]
        columns = [columns[i] for i in kept]
        widths = [widths[i] for i in kept]
        rows = [[row[i] for i in kept] for row in rows]


def _shrink(widths: list[int], floors: list[int], room: int) -> list[int]:
    """Take from the column with most to spare until all fit; below the floors only at the last."""
    widths = list(widths)
    for limits in (floors, [1] * len(widths)):
        while sum(widths) > room:
            spare, index = max((w - limit, i) for i, (w, limit) in enumerate(zip(widths, limits)))  # noqa: B905
            if spare <= 0:
                break
            widths[index] -= 1
    return widths


def _cell(column: Column, node: Node, text: str, style: Style) -> Text:
    """Return a cell as Text: Rich would read `[x]` in a string as markup."""
    found = _styled(column, node, text, style)
    if column.name == "grad" and node.grad is not None:
        # Reasons go on in the next line; numbers are cut like those of the other columns.
        found.no_wrap, found.overflow = True, "ellipsis"
    return found


def _styled(column: Column, node: Node, text: str, style: Style) -> Text:
    return Text(text, style=_STYLES[role(column, node)] if style.color else "")

"""Delimited text: a header, then a row a node; lists as JSON inside their field."""

from __future__ import annotations

import csv
from json import dumps
from typing import Any

from cli import cells
from cli.columns import Column, for_programs
from cli.render import Style, Write
from cli.report import Node, Report


class _Sink:
    """What csv.writer wants: an object with `write`."""

    def __init__(self, write: Write) -> None:
        self.write = write


def writer(write: Write, delimiter: str) -> Any:
    """Return a csv.writer: quotes as RFC 4180 has them, lines end in a newline."""
    return csv.writer(_Sink(write), delimiter=delimiter, lineterminator="\n")


def field(column: Column, node: Node) -> str:
    """Return one field, exact; nothing for None."""
    if column.name in ("value", "u", "grad", "adjoint"):
        return cells.exact_text(getattr(node, column.name))
    data = column.data(node)
    if data is None:
        return ""
    return dumps(data, ensure_ascii=False) if isinstance(data, (list, float)) else str(data)


def render(report: Report, style: Style, write: Write, delimiter: str) -> None:
    """Write header and rows.

    A matrix that was asked for takes the place of the node table: a file holds one table.
    """
    if report.matrices:
        from cli.render.further import write_matrix

        for matrix in report.matrices:
            write_matrix(matrix, write, delimiter)
        return
    columns = for_programs(report, style.columns)
    rows = writer(write, delimiter)
    rows.writerow([column.name for column in columns])
    for node in report.nodes:
        rows.writerow([field(column, node) for column in columns])

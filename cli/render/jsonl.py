"""JSON lines: a node a line, and a last line with the error if the script failed."""

from __future__ import annotations

from cli.columns import for_programs
from cli.render import Style, Write
from cli.render.json_ import encode, error_data, node_data
from cli.report import Report


def render(report: Report, style: Style, write: Write) -> None:
    """Write each node as one line."""
    columns = for_programs(report, style.columns)
    for node in report.nodes:
        write(encode(node_data(node, columns)) + "\n")
    if report.error is not None:
        write(encode({"error": error_data(report.error)}) + "\n")

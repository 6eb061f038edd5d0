"""JSON lines: a node a line, then matrices, uncertainties and the error, a line each if there are."""

from __future__ import annotations

from cli.columns import for_programs
from cli.render import Style, Write
from cli.render.further import further
from cli.render.json_ import encode, error_data, node_data
from cli.report import Report


def render(report: Report, style: Style, write: Write) -> None:
    """Write each node as one line."""
    columns = for_programs(report, style.columns)
    for node in report.nodes:
        write(encode(node_data(node, columns)) + "\n")
    for key, value in further(report).items():
        write(encode({key: value}) + "\n")
    if report.error is not None:
        write(encode({"error": error_data(report.error)}) + "\n")

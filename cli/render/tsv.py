"""Tab-separated values."""

from __future__ import annotations

from cli.render import Style, Write, delimited
from cli.report import Report


def render(report: Report, style: Style, write: Write) -> None:
    """Write a row a node."""
    delimited.render(report, style, write, "\t")

"""The lines after a table for people: the result, and how many rows were left out."""

from __future__ import annotations

from typing import Any

from cli import cells
from cli.report import Report


def result_text(report: Report, precision: int) -> str | None:
    """Return `loss = 4`, or None where the script has no result."""
    value: Any = report.result
    if value is None:
        return None
    text = cells.human(value, precision) if cells.is_array(value) else _other(value, precision)
    return f"{report.result_name or 'result'} = {text}"


def _other(value: Any, precision: int) -> str:
    if isinstance(value, (float, complex)):
        return cells.number(value, precision)
    return value if isinstance(value, str) else cells.safe_repr(value)


def lines(report: Report, precision: int, ascii: bool = False) -> list[str]:
    """Return the lines to write below the table."""
    found = []
    uncertain: list[str] = []
    told = False
    if report.uncertainty is not None:
        from cli.uncertainty import text

        uncertain = text.lines(report.uncertainty, precision)
        told = text.is_result(report.uncertainty, report.result_name)
    result = None if told else result_text(report, precision)
    if result is not None:
        found.append(result)
    found += [line.replace(" ± ", " +- ") for line in uncertain] if ascii else uncertain
    if report.omitted:
        nodes = "node" if report.omitted == 1 else "nodes"
        found.append(f"… {report.omitted} more {nodes} (--limit)")
    return found

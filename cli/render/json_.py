"""The JSON document, schema 1: the structure is documented in the README and does not change."""

from __future__ import annotations

from collections.abc import Sequence
from json import JSONEncoder
from typing import Any

from cli import cells
from cli.columns import Column, for_programs
from cli.render import Style, Write
from cli.render.further import further
from cli.report import Edge, Node, Report
from grammar.diagnostic import Diagnostic

encode = JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def node_data(node: Node, columns: Sequence[Column]) -> dict[str, Any]:
    """Return a node as JSON data."""
    return {column.name: column.data(node) for column in columns}


def edge_data(edge: Edge) -> dict[str, Any]:
    """Return an edge as JSON data."""
    return {
        "from": edge.source,
        "to": edge.target,
        "argument": edge.argument,
        "gradient": cells.exact(edge.gradient),
    }


def error_data(error: Diagnostic | None) -> dict[str, Any] | None:
    """Return a diagnostic as JSON data."""
    if error is None:
        return None
    labels = [
        {**label.span._asdict(), "text": label.text, "primary": label.primary}
        for label in error.labels
    ]
    return {
        "type": error.type,
        "message": error.message,
        "labels": labels,
        "notes": list(error.notes),
        "help": error.help,
    }


def result_data(report: Report) -> dict[str, Any]:
    """Return the result as JSON data: numbers as numbers, what JSON has no form for as its text."""
    value = report.result
    if cells.is_array(value):
        data = cells.exact(value)
    elif value is None or isinstance(value, (bool, str)) or cells.is_short_int(value):
        data = value
    elif isinstance(value, (float, complex)):
        import numpy

        data = cells.exact(numpy.asarray(value))
    else:
        data = cells.safe_repr(value)
    return {"name": report.result_name, "value": data}


def render(report: Report, style: Style, write: Write) -> None:
    """Write the document, a line a node and an edge."""
    columns = for_programs(report, style.columns)
    write(f'{{"schema": 1, "result": {encode(result_data(report))},\n "nodes": ')
    _items(write, (encode(node_data(node, columns)) for node in report.nodes))
    write(',\n "edges": ')
    _items(write, (encode(edge_data(edge)) for edge in report.edges))
    if report.explanation is not None:
        from cli.explain.data import data

        write(f',\n "explain": {encode(data(report.explanation))}')
    for key, value in further(report).items():
        write(f',\n "{key}": {encode(value)}')
    write(
        f',\n "output": {encode(report.output)}, "warnings": {encode(report.warnings)},'
        f' "error": {encode(error_data(report.error))}}}\n'
    )


def _items(write: Write, items: Any) -> None:
    separator = "["
    for item in items:
        write(separator + item)
        separator = ",\n           "
    write("[]" if separator == "[" else "]")

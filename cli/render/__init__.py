"""The formats of a report: a new one is a module with `render` and one line here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, TypeAlias

from cli.report import Report


class Style(NamedTuple):
    """How a report is to look."""

    precision: int = 6
    color: bool = False
    width: int | None = None  # None: as wide as it takes
    columns: list[str] | None = None
    ascii: bool = False  # the stream cannot write box-drawing characters
    limit: int | None = None  # rows, and columns, of the tables below the node table


Write: TypeAlias = Callable[[str], object]


class Format(NamedTuple):
    """A format: the module that renders it, and whether programs read it.

    What programs read is one whole: the script's output is in it or left out, and colours and
    widths are not the terminal's. A web page and a picture are read so, too.
    """

    module: str
    machine: bool


FORMATS = {
    "table": Format("cli.render.table", machine=False),
    "plain": Format("cli.render.plain", machine=False),
    "json": Format("cli.render.json_", machine=True),
    "jsonl": Format("cli.render.jsonl", machine=True),
    "csv": Format("cli.render.csv_", machine=True),
    "tsv": Format("cli.render.tsv", machine=True),
    "markdown": Format("cli.render.markdown", machine=False),
    "html": Format("cli.render.html", machine=True),
    "svg": Format("cli.render.svg", machine=True),
}


def render(report: Report, format: str, style: Style, write: Write) -> None:
    """Write a report in the format of this name."""
    import_module(FORMATS[format].module).render(report, style, write)

"""The formats of a picture: a new one is a module with `render` and one line here."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from cli.graph.model import Picture
from cli.render import Style, Write


class Format(NamedTuple):
    """A format: the module that renders it, the endings of its files, and how many nodes at most.

    nodes: unless --limit says otherwise; None: all.
    """

    module: str
    endings: tuple[str, ...]
    nodes: int | None = None


PEOPLE = 1000
"""Nodes of a picture for people unless --limit says otherwise."""

FORMATS = {
    "terminal": Format("cli.graph.terminal", (".txt",), PEOPLE),
    "svg": Format("cli.graph.svg", (".svg",), PEOPLE),
    "html": Format("cli.graph.html", (".html", ".htm"), PEOPLE),
    "dot": Format("cli.graph.dot", (".dot", ".gv")),
    "mermaid": Format("cli.graph.mermaid", (".mmd", ".mermaid")),
    "json": Format("cli.graph.json_", (".json",)),
}


def of_ending(path: str) -> str | None:
    """Return the format that the name of a file stands for, or None.

    >>> of_ending("net.svg"), of_ending("net.png")
    ('svg', None)
    """
    lowered = path.lower()
    return next((name for name, it in FORMATS.items() if lowered.endswith(it.endings)), None)


def draw(picture: Picture, format: str, style: Style, write: Write) -> None:
    """Write a picture in the format of this name."""
    import_module(FORMATS[format].module).render(picture, style, write)

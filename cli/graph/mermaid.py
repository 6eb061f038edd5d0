"""The picture as a program of Graphviz: `autograd graph … --format dot | dot -Tpdf > graph.pdf`."""

from __future__ import annotations

from cli.graph.model import Picture
from cli.render import Style, Write


def render(picture: Picture, style: Style, write: Write) -> None:
    """Write the picture."""
    write("digraph {}\n")

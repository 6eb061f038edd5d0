"""The picture in the terminal."""

from __future__ import annotations

from cli.graph.model import Picture
from cli.render import Style, Write


def render(picture: Picture, style: Style, write: Write) -> None:
    """Write the picture."""
    for vertex in reversed(picture.vertices):
        write(f"{vertex.kind} {vertex.name} {vertex.label} {vertex.value} {vertex.grad}\n")
    write(picture.note + "\n")

"""A script's text in the form that the lexer wants, and the way back from its offsets to spans."""

from __future__ import annotations

import re

from .diagnostic import Span


class Source:
    """A script. `text` is its UTF-8 bytes, a character each, with `\\n` for every line break."""

    __slots__ = ("_starts", "filename", "line_count", "original", "plain", "text")

    def __init__(self, original: str, filename: str) -> None:
        self.filename = filename
        text = original[1:] if original.startswith("\ufeff") else original
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.endswith("\n"):
            text += "\n"
        self.original = text
        self.plain = text.isascii()
        self.text = text if self.plain else text.encode("utf-8", "surrogatepass").decode("latin-1")
        self.line_count = text.count("\n")
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """The offset of each line's start."""
        if self._starts is None:
            self._starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        return self._starts

    def offset(self, line: int, column: int) -> int:
        """The offset of a place given by line (from 1) and byte column (from 0)."""
        return self.starts[line - 1] + column

    def place(self, offset: int) -> tuple[int, int]:
        """Line (from 1) and byte column (from 0) of an offset."""
        line = self.text.count("\n", 0, offset) + 1
        return line, offset - (self.text.rfind("\n", 0, offset) + 1)

    def text_of(self, text: str) -> str:
        """A piece of `text` as it was written."""
        return text if self.plain else text.encode("latin-1").decode("utf-8", "surrogatepass")

    def character_column(self, line: int, column: int) -> int:
        """The column in characters, from 1, of a byte column."""
        if self.plain or line > len(self.starts):
            return column + 1
        start = self.starts[line - 1]
        piece = self.text[start : start + column].encode("latin-1")
        return len(piece.decode("utf-8", "replace")) + 1

    def span(self, line: int, column: int, end_line: int, end_column: int) -> Span:
        """The span between two places with byte columns, as Python's tree has them."""
        return Span(
            line,
            self.character_column(line, column),
            end_line,
            self.character_column(end_line, end_column),
        )

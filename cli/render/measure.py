"""How many terminal columns a text takes: East Asian wide characters take two, marks none."""

from __future__ import annotations


def wide(text: str) -> int:
    """Return the number of terminal columns of `text`.

    >>> wide("loss"), wide("損失")
    (4, 4)
    """
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )


def clip(text: str, width: int) -> str:
    """Return `text` cut to `width` columns, with … at the end where something was cut.

    >>> clip("gradient", 5), clip("grad", 5)
    ('grad…', 'grad')
    """
    if wide(text) <= width:
        return text
    while text and wide(text) >= width:
        text = text[:-1]
    return text + "…"

"""Colours and weights of terminals."""

from __future__ import annotations


def paint(text: str, code: str | None) -> str:
    """Return a text in a colour or weight; what is blank, or has no code, stays as it is.

    >>> paint("loss", "1"), paint("  ", "1"), paint("loss", None)
    ('\\x1b[1mloss\\x1b[0m', '  ', 'loss')
    """
    return f"\x1b[{code}m{text}\x1b[0m" if code and text.strip() else text

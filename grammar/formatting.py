"""`str.format` for scripts: its fields may walk attributes, so each step asks the guard.

A text without attribute steps goes to Python's own `str.format`; the rest is the same algorithm
(PEP 3101) with a guarded read in place of `getattr`.
"""

from __future__ import annotations

import _string  # type: ignore[import-not-found]
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Reader = Callable[[Any, str], Any]

_CONVERSIONS: dict[str, Callable[[Any], str]] = {"r": repr, "s": str, "a": ascii}


def format_text(read: Reader, text: str, /, *args: Any, **kwargs: Any) -> str:
    """Return what `text.format(*args, **kwargs)` gives, reading attributes with `read`."""
    text = str.__str__(text)
    if not _walks(text):
        return text.format(*args, **kwargs)
    return _expand(read, text, args, kwargs, _numbers(), 2)


def format_map_text(read: Reader, text: str, mapping: Mapping[str, Any], /) -> str:
    """Return what `text.format_map(mapping)` gives, reading attributes with `read`."""
    text = str.__str__(text)
    if not _walks(text):
        return text.format_map(mapping)
    return _expand(read, text, (), mapping, _numbers(), 2)


def _walks(text: str) -> bool:
    """Return whether any field of the text, nested ones included, has an attribute step."""
    for _, field, spec, _ in _string.formatter_parser(text):
        if field and "." in field:
            return True
        if spec and "{" in spec and _walks(spec):
            return True
    return False


def _numbers() -> Callable[[str], str]:
    """Return the function that gives empty fields their numbers: `{} {}` is `{0} {1}`."""
    state: list[Any] = [0, None]

    def number(first: str) -> str:
        automatic = first == ""
        if not automatic and not first.isdigit():
            return first
        if state[1] not in (None, automatic):
            raise ValueError(
                "cannot switch from manual field specification to automatic field numbering"
                if automatic
                else "cannot switch from automatic field numbering to manual field specification"
            )
        state[1] = automatic
        if automatic:
            state[0] += 1
            return str(state[0] - 1)
        return first

    return number


def _expand(
    read: Reader,
    text: str,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    number: Callable[[str], str],
    depth: int,
) -> str:
    if depth < 0:
        raise ValueError("Max string recursion exceeded")
    return "".join(_pieces(read, text, args, kwargs, number, depth))


def _pieces(
    read: Reader,
    text: str,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    number: Callable[[str], str],
    depth: int,
) -> Iterator[str]:
    for literal, field, spec, conversion in _string.formatter_parser(text):
        yield literal
        if field is None:
            continue
        first, rest = _string.formatter_field_name_split(field)
        key = number(first if isinstance(first, str) else str(first))
        value = args[int(key)] if key.isdigit() else kwargs[key]
        for is_attribute, step in rest:
            value = read(value, step) if is_attribute else value[step]
        if conversion:
            if conversion not in _CONVERSIONS:
                raise ValueError(f"Unknown conversion specifier {conversion!r}")
            value = _CONVERSIONS[conversion](value)
        yield format(value, _expand(read, spec or "", args, kwargs, number, depth - 1))

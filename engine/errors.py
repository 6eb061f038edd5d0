"""Errors with reasons: PyTorch's exception, plus the places and the advice that PyTorch leaves out.

An error is raised where it is found, as the plain Python exception that PyTorch raises (a script's
`except RuntimeError` sees nothing unusual). What a diagnostic needs beside the message travels on
the exception as a `Detail`; only the language layer, which knows the source text, reads it.
"""

from __future__ import annotations

from types import CodeType
from typing import NamedTuple, TypeAlias, TypeVar

Origin: TypeAlias = tuple[CodeType, int]
"""A place in a script: its code object and the offset of an instruction in it.

Two offsets that are no instruction's stand for the function as a whole: `DEFINITION` and `RETURNED`.
"""

DEFINITION = -1
RETURNED = -2

E = TypeVar("E", bound=BaseException)


class Detail(NamedTuple):
    """What a diagnostic shows beside an exception's message."""

    labels: tuple[tuple[Origin, str], ...] = ()
    notes: tuple[str, ...] = ()
    help: str | None = None


def explained(
    error: E,
    labels: tuple[tuple[Origin | None, str], ...] = (),
    notes: tuple[str, ...] = (),
    help: str | None = None,
) -> E:
    """Attach labels, notes and help to `error` and return it.

    Labels whose origin is None (the place is not known) are left out.

    >>> error = explained(ValueError("no"), help="say yes")
    >>> detail_of(error).help
    'say yes'
    """
    known = tuple((origin, text) for origin, text in labels if origin is not None)
    error.detail = Detail(known, notes, help)  # type: ignore[attr-defined]
    return error


def definition_of(function: object) -> Origin | None:
    """Return the place of a function itself, or None if it has no Python code."""
    code = getattr(function, "__code__", None)
    return (code, DEFINITION) if isinstance(code, CodeType) else None


def returned_by(function: object) -> Origin | None:
    """Return the place of what a function returned, or None if it has no Python code."""
    code = getattr(function, "__code__", None)
    return (code, RETURNED) if isinstance(code, CodeType) else None


def detail_of(error: BaseException) -> Detail:
    """Return what `explained` attached to `error`, or an empty `Detail`."""
    detail = getattr(error, "detail", None)
    return detail if isinstance(detail, Detail) else Detail()

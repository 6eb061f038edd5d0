"""Warnings that are given while a script runs, as diagnostics at the script's own place."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from grammar.diagnostic import Diagnostic, Label

if TYPE_CHECKING:
    from grammar.run import Script

_SILENT = (ImportWarning, PendingDeprecationWarning, ResourceWarning, BytesWarning)


@contextmanager
def warnings_to(script: Script, warn: Callable[[Diagnostic], None]) -> Iterator[None]:
    """Hand warnings given while a script runs to `warn`, each once a place of the script."""
    seen: set[Any] = set()

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: Any = None,
        line: str | None = None,
    ) -> None:
        frame = _current_frame(script)
        where = script.places.range(frame.f_code, frame.f_lasti) if frame else None
        key = (where, str(message), category)
        if key in seen:
            return
        seen.add(key)
        labels = (Label(script.source.span(*where), "", True),) if where else ()
        warn(Diagnostic(category.__name__, str(message), labels))

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        for category in _SILENT:
            warnings.simplefilter("ignore", category)
        warnings.showwarning = show
        yield


def _current_frame(script: Script) -> FrameType | None:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == script.filename:
            return frame
        frame = frame.f_back
    return None

"""Standard output while a script runs: passes text on, and keeps what is wanted of it."""

from __future__ import annotations

from typing import TextIO


class ClosedPipe(BaseException):
    """Nobody reads standard output any more; no `except` of a script holds this up."""


class Console:
    """What `print` in a script writes to.

    stream: where the text goes at once; None where the report is to hold it instead.
    """

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._kept: list[str] = []
        self._hook: list[str] | None = None
        self.wrote = False
        self._muted = False

    def write(self, text: str) -> int:
        """Write `text`, the method that `print` calls."""
        if text and not self._muted:
            self.wrote = True
            if self._hook is not None:
                self._hook.append(text)
            if self._stream is None:
                self._kept.append(text)
            else:
                try:
                    self._stream.write(text)
                except BrokenPipeError:
                    raise ClosedPipe from None
        return len(text)

    def flush(self) -> None:
        """Pass on what the stream holds back."""
        if self._stream is not None:
            try:
                self._stream.flush()
            except BrokenPipeError:
                raise ClosedPipe from None

    def isatty(self) -> bool:
        """Return False: a script must not behave differently on a terminal."""
        return False

    def keep(self, on: bool) -> str:
        """Start (True) or stop (False) keeping a hook's output; return what was kept."""
        found = "".join(self._hook) if self._hook is not None else ""
        self._hook = [] if on else None
        return found

    def mute(self) -> None:
        """Drop what is written from now on: what hooks print while the report is prepared."""
        self._muted = True

    @property
    def text(self) -> str:
        """All that was kept for the report."""
        return "".join(self._kept)

"""What stops a script for safety: no `except` of the script catches it."""

from __future__ import annotations


class Stop(BaseException):
    """Ends a script from outside; a BaseException, so that no handler of the script holds it up."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class Refused(Stop):
    """The script asked for what it may not have, or for more than the machine has."""


class TimedOut(Stop):
    """The script ran longer than `--timeout` allows."""

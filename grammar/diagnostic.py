"""What went wrong, as data: a class, a message, labelled source ranges, notes and help."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A range of the source. Lines and columns start at 1 and count characters; the end is
    exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Label(NamedTuple):
    """A range with what it has to do with the problem; primary is where the problem is."""

    span: Span
    text: str
    primary: bool


class Diagnostic(NamedTuple):
    """One problem. `type` is the name of the exception class as the user would see it."""

    type: str
    message: str
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str | None = None


class ScriptError(Exception):
    """A script that cannot go on.

    `exit_code` is 1 for a failure while running, 3 for a script that cannot be read, 4 for a failed
    `assert`, 5 for what is refused for safety.
    """

    diagnostic: Diagnostic
    exit_code: int

    def __init__(self, diagnostic: Diagnostic, exit_code: int = 3) -> None:
        super().__init__(f"{diagnostic.type}: {diagnostic.message}")
        self.diagnostic = diagnostic
        self.exit_code = exit_code

"""Wrong usage found after the command line was parsed, as a diagnostic like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cli.environment import Environment
    from grammar.diagnostic import Diagnostic


class Problem(Exception):
    """The program cannot go on; `source` is the text that the diagnostic's labels point into."""

    def __init__(
        self,
        diagnostic: Diagnostic,
        *,
        source: str = "",
        filename: str = "",
        exit_code: ExitCode = ExitCode.USAGE,
    ) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.source = source
        self.filename = filename
        self.exit_code = exit_code


def usage_problem(
    message: str,
    help: str | None = None,
    *,
    notes: tuple[str, ...] = (),
    exit_code: ExitCode = ExitCode.USAGE,
) -> Problem:
    """Return a Problem without a place in a text."""
    from grammar.diagnostic import Diagnostic

    return Problem(Diagnostic("error", message, (), notes, help), exit_code=exit_code)


def unknown_name(option: str, name: str, known: Iterable[str]) -> Problem:
    """Return the Problem of an option that names a variable which does not exist."""
    from grammar.suggest import did_you_mean

    names = sorted(known)
    help = did_you_mean(name, names)
    if help is None and names:
        help = f"the names are: {', '.join(names)}"
    return usage_problem(f"{option}: no tensor is named '{name}'", help)


def show(
    environment: Environment, diagnostic: Diagnostic, source: str, filename: str, color: str
) -> None:
    """Write a diagnostic to standard error."""
    from grammar.carets import render

    colored = environment.wants_color(color, environment.stderr_terminal)
    text = render(diagnostic, source, filename, color=colored, width=max(environment.width, 20))
    environment.stderr.write(text if text.endswith("\n") else text + "\n")
    environment.stderr.flush()

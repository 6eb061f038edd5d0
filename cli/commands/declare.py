"""What the modules of the commands share: how one is declared, its arguments, how it ends."""

from __future__ import annotations

import typer
from typer import Argument, Option

from cli.exit_codes import ExitCode

EXPRESSION = Argument(
    metavar="EXPR [NAME=VALUE]...",
    help="What to evaluate, - for standard input; then the values of its names: x=3 a leaf that "
    "requires grad, n:=3 a constant, w=[[1,2],[3,4]], x=@data.csv, x=3±0.1 with its uncertainty.",
    show_default=False,
)
FILE = Argument(
    metavar="FILE [NAME=VALUE]...",
    help="The script, - for standard input; then the values of its names, as for eval.",
    show_default=False,
)
EITHER = Argument(
    metavar="EXPR|FILE [NAME=VALUE]...",
    help="An expression or a script (an existing file wins), - for standard input; then the values "
    "of its names, as for eval.",
    show_default=False,
)
E = Option(
    "--expression", "-e", metavar="EXPR", help="The expression; then all arguments are bindings."
)


def application() -> typer.Typer:
    """Return the application that a module gives its command to."""
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def source_and_bindings(
    arguments: list[str] | None, expression: list[str] | None, what: str = "EXPR"
) -> tuple[str, list[str]]:
    """Return what to evaluate, and the bindings that follow it."""
    bindings = list(arguments or [])
    if expression:
        return "\n".join(expression), bindings
    if not bindings:
        noun = "a file" if what == "FILE" else "an expression"
        raise typer.BadParameter(f"give {noun}, or - to read it", param_hint=f"'{what}'")
    return bindings.pop(0), bindings


def finish(code: int) -> None:
    """End the command with this exit code."""
    if code != ExitCode.DONE:
        raise typer.Exit(code)

"""The commands of `autograd`: each is a module of this folder, named as it is and listed here.

A module declares `app`, a Typer application of one command. It is imported when its command is
called, or when the help lists all: what one command costs at start, the others do not pay. NumPy,
Rich, the grammar and the engine are imported by what the commands call: `--help` needs none.
"""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

COMMANDS = (
    "eval",
    "run",
    "check",
    "plot",
    "graph",
    "tensorboard",
    "ops",
    "emit",
    "repl",
    "help",
    "completion",
)
"""In the order of the help."""


class Commands(TyperGroup):
    """The group of all commands, each loaded when it is asked for."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = cast("dict[str, Any]", dict.fromkeys(COMMANDS))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        if self.commands[cmd_name] is None:
            self.commands[cmd_name] = get_command(import_module(f"cli.commands.{cmd_name}").app)
        return self.commands[cmd_name]


app = typer.Typer(
    name="autograd",
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Evaluate PyTorch expressions and scripts, and show the value and gradient of every node.",
)


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"autograd {version('autograd-calculator')}")
        except PackageNotFoundError:
            typer.echo("autograd (not installed)")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())

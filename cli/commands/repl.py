"""`autograd repl`: an interactive session."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer
from typer import Option

from cli.commands.declare import application, finish
from cli.options import Options, with_options

SHARED = (
    *("columns", "dtype", "seed", "precision", "limit", "color", "width"),
    *("timeout", "max_memory", "allow_read", "allow_write"),
)

app = application()


@app.command("repl")
@partial(with_options, names=SHARED)
def interactive(
    context: typer.Context,
    options: Options,
    bindings: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=VALUE]...", help="Names to begin with, as for eval.", show_default=False
        ),
    ] = None,
    load: Annotated[
        str | None, Option("--load", "-l", metavar="FILE", help="Enter this script first.")
    ] = None,
) -> None:
    """Enter lines of a script one by one, and look at their graph.

    Lines are evaluated as they are entered, with history and completion; :help lists what else
    there is, such as :nodes, :graph, :explain and :step. Bindings are float64, and floats that
    are made are float32, as in a script.

    Through a pipe it works, too, and the exit code says whether an input failed.
    """
    from cli.repl.work import repl

    finish(repl(list(bindings or []), load, options, context.obj))

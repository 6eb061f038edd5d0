"""`autograd run`: a script, the backward pass from its result, every node."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.commands.declare import FILE, application, finish, source_and_bindings
from cli.options import Options, with_options

app = application()


@app.command("run")
@with_options
def run_script(
    context: typer.Context,
    options: Options,
    arguments: Annotated[list[str] | None, FILE] = None,
) -> None:
    """Run a script, then backward from its result, and show every node.

    A script that calls backward or grad itself gets no further pass.
    """
    from cli.work import work

    source, bindings = source_and_bindings(arguments, None, "FILE")
    finish(work("run", source, bindings, options, context.obj))

"""`autograd tensorboard`: the real TensorBoard on a folder of event files."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Option

from cli.commands.declare import application, finish

app = application()


@app.command("tensorboard")
def tensorboard(
    context: typer.Context,
    logdir: Annotated[
        str, Option("--logdir", metavar="DIR", help="The folder with the event files.")
    ],
    port: Annotated[
        int, Option("--port", min=0, max=65535, metavar="N", help="0: any that is free.")
    ] = 6006,
    host: Annotated[
        str, Option("--host", metavar="ADDRESS", help="Where to listen: this machine only.")
    ] = "127.0.0.1",
) -> None:
    """Show event files in TensorBoard, until Ctrl-C.

    Scripts write them with torch.utils.tensorboard.SummaryWriter, pictures of graphs come with
    autograd graph --tensorboard DIR.
    """
    from cli.problems import Problem, show
    from cli.tensorboard.serve import serve

    try:
        finish(serve(logdir, host, port, context.obj))
    except Problem as problem:
        show(context.obj, problem.diagnostic, "", "", "auto")
        finish(problem.exit_code)

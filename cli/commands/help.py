"""`autograd help`: commands, topics, the manual page."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Option

from cli.commands.declare import application, finish

app = application()


@app.command("help")
def show_help(
    context: typer.Context,
    topic: Annotated[
        str | None,
        typer.Argument(metavar="[COMMAND|TOPIC]", help="What to tell of.", show_default=False),
    ] = None,
    man: Annotated[
        bool, Option("--man", help="Write the manual page (roff): autograd help --man | man -l -.")
    ] = False,
) -> None:
    """Tell of a command or a topic; without one, list the topics."""
    from cli.help.work import tell

    finish(tell(topic, man, context.obj, context.parent))

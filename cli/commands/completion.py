"""`autograd completion`: a script that makes a shell complete our command lines."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.commands.declare import application
from cli.options import choose

app = application()


@app.command("completion")
def completion(
    context: typer.Context,
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish", help="The shell.")],
) -> None:
    """Write a completion script for a shell.

    It holds all commands and options, so pressing Tab starts nothing. For bash, in ~/.bashrc:

    eval "$(autograd completion bash)"
    """
    from cli.completion.shells import SHELLS

    choose("SHELL", shell, tuple(SHELLS))
    context.obj.stdout.write(SHELLS[shell]())

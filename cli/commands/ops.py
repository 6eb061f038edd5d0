"""`autograd ops`: what the language knows, from the operators' declarations."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Option

from cli.commands.declare import application, finish
from cli.options import COLORS, choose

app = application()


@app.command("ops")
def operators(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME|WORDS]",
            help="A name (sin, F.relu, nn.Linear, Tensor.backward), or words to search for.",
            show_default=False,
        ),
    ] = None,
    family: Annotated[
        str | None,
        Option("--family", metavar="TEXT", help="Only families with this in their name."),
    ] = None,
    format: Annotated[
        str, Option("--format", "-f", metavar="table|json|markdown", help="How to write it.")
    ] = "table",
    color: Annotated[
        str, Option("--color", metavar="|".join(COLORS), help="Colours: on a terminal by default.")
    ] = "auto",
) -> None:
    """Show what scripts can call: signature, derivative rule, example.

    Without arguments all by family; with a name its page; with words what has them:

    autograd ops tanh
    """
    from cli.reference.work import FORMATS, show_operators

    choose("--format", format, FORMATS)
    choose("--color", color, COLORS)
    finish(show_operators(words or [], family, format, color, context.obj))

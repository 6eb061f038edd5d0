"""`autograd eval`: an expression, its backward pass, every node."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.commands.declare import EXPRESSION, E, application, finish, source_and_bindings
from cli.expression_command import ExpressionCommand
from cli.options import Options, with_options

app = application()


@app.command("eval", cls=ExpressionCommand)
@with_options
def evaluate_expression(
    context: typer.Context,
    options: Options,
    arguments: Annotated[list[str] | None, EXPRESSION] = None,
    expression: Annotated[list[str] | None, E] = None,
) -> None:
    """Evaluate an expression, run backward, show every node.

    Statements are separated by ; or line breaks, and ^ is power:

    autograd eval 'y1 = x + 1; y2 = 2*x; loss = (y1 - y2)^2' x=3

    An expression that begins with - works unless it reads as an option; then put -- before it.
    """
    from cli.work import work

    source, bindings = source_and_bindings(arguments, expression)
    finish(work("eval", source, bindings, options, context.obj))

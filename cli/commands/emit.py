"""`autograd emit`: the same program as plain PyTorch Python."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cli.commands.declare import EITHER, E, application, finish, source_and_bindings
from cli.expression_command import ExpressionCommand
from cli.options import EMITTED, Options, with_options

app = application()


@app.command("emit", cls=ExpressionCommand)
@partial(with_options, names=EMITTED)
def emit(
    context: typer.Context,
    options: Options,
    arguments: Annotated[list[str] | None, EITHER] = None,
    expression: Annotated[list[str] | None, E] = None,
) -> None:
    """Write the same program as plain PyTorch Python.

    It prints what autograd run --quiet prints for a file, and the gradients that
    autograd eval --quiet writes for an expression:

    autograd emit 'sin(x)^2' x=3 | python
    """
    from cli.emission import emit_program

    source, bindings = source_and_bindings(arguments, expression)
    finish(emit_program(source, bool(expression), bindings, options, context.obj))

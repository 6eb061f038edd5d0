"""`autograd plot`: value and derivatives over a range."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer
from typer import Option

from cli.commands.declare import EITHER, E, application, finish, source_and_bindings
from cli.expression_command import ExpressionCommand
from cli.options import Options, choose, with_options
from cli.plot.model import FORMATS

SHARED = (
    *("wrt", "dtype", "seed", "color", "width"),
    *("timeout", "max_memory", "allow_read", "allow_write"),
)

app = application()


@app.command("plot", cls=ExpressionCommand)
@partial(with_options, names=SHARED)
def plot(
    context: typer.Context,
    options: Options,
    arguments: Annotated[list[str] | None, EITHER] = None,
    expression: Annotated[list[str] | None, E] = None,
    format: Annotated[
        str | None,
        Option(
            "--format",
            "-f",
            metavar="|".join(FORMATS),
            help="How to draw it: as the ending of --output says, else in the terminal.",
        ),
    ] = None,
    output: Annotated[
        str | None, Option("--output", "-o", metavar="FILE", help="Write the plot to this file.")
    ] = None,
    order: Annotated[
        int, Option("--order", min=0, max=9, metavar="N", help="Derivatives up to this order.")
    ] = 1,
    height: Annotated[
        int | None, Option("--height", min=8, metavar="N", help="Lines of a plot in the terminal.")
    ] = None,
) -> None:
    """Plot a function and its derivative over a range.

    One name has a range FROM:TO or FROM:TO:POINTS. A name that is bound several times gives a
    curve for each value; a result of several elements, a curve for each element:

    autograd plot 'sin(a*x)' x=-pi:pi a=1 a=2

    Where there is no value, or the curve jumps, it has a gap. Random numbers are the same at each
    point.
    """
    from cli.plot.work import Wanted
    from cli.plot.work import plot as draw

    if format is not None:
        choose("--format", format, FORMATS)
    source, bindings = source_and_bindings(arguments, expression, "EXPR|FILE")
    wanted = Wanted(format, output, order, height)
    finish(draw(source, bool(expression), bindings, wanted, options, context.obj))

"""`autograd check`: gradients against finite differences."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer
from typer import Option

from cli.commands.declare import EITHER, E, application, finish, source_and_bindings
from cli.expression_command import ExpressionCommand
from cli.options import Options, choose, with_options

FORMATS = ("table", "json", "csv", "tsv", "markdown")
SHARED = (
    *("grad_output", "dtype", "seed", "precision", "color"),
    *("timeout", "max_memory", "allow_read", "allow_write"),
)

app = application()


@app.command("check", cls=ExpressionCommand)
@partial(with_options, names=SHARED)
def check_gradients(
    context: typer.Context,
    options: Options,
    arguments: Annotated[list[str] | None, EITHER] = None,
    expression: Annotated[list[str] | None, E] = None,
    format: Annotated[
        str, Option("--format", "-f", metavar="|".join(FORMATS), help="How to write the report.")
    ] = "table",
    order: Annotated[
        int, Option("--order", min=1, max=2, metavar="1|2", help="2: also second derivatives.")
    ] = 1,
    eps: Annotated[float, Option("--eps", metavar="STEP", help="Step of the differences.")] = 1e-6,
    atol: Annotated[float, Option("--atol", metavar="X", help="Absolute tolerance.")] = 1e-7,
    rtol: Annotated[float, Option("--rtol", metavar="X", help="Relative tolerance.")] = 1e-4,
    samples: Annotated[
        int, Option("--samples", min=1, metavar="N", help="Elements to try of each leaf, at most.")
    ] = 100,
) -> None:
    """Compare gradients with central differences, in float64.

    A line a leaf, with the element that agrees least. The exit code is 4 if one disagrees. Kinks
    are reported, and no failure if the gradient lies between the slopes on both sides:

    autograd check 'abs(x) * sin(x)' x=0.5

    A script's own leaves and parameters are checked, too; random numbers are the same in each run.
    """
    from cli.checking.work import check

    choose("--format", format, FORMATS)
    options.format = format
    for name, value in (("--eps", eps), ("--atol", atol), ("--rtol", rtol)):
        if not 0 <= value < 1 or (name == "--eps" and value == 0):
            raise typer.BadParameter(f"{value:g} is not between 0 and 1", param_hint=f"'{name}'")
    source, bindings = source_and_bindings(arguments, expression)
    finish(
        check(
            source,
            bool(expression),
            bindings,
            options,
            order,
            samples,
            (eps, atol, rtol),
            context.obj,
        )
    )

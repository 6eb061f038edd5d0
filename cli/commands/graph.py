"""`autograd graph`: a picture of the graph, forward or backward."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer
from typer import Option

from cli.commands.declare import EITHER, E, application, finish, source_and_bindings
from cli.expression_command import ExpressionCommand
from cli.graph.drawing import FORMATS
from cli.options import Options, choose, with_options

app = application()

ENGINES = ("own", "dot")
SHARED = (
    "retain_grad",
    "hook",
    "no_backward",
    "grad_output",
    "dtype",
    "seed",
    "precision",
    "color",
    "width",
    "timeout",
    "max_memory",
    "allow_read",
    "allow_write",
)


@app.command("graph", cls=ExpressionCommand)
@partial(with_options, names=SHARED)
def graph(
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
        str | None, Option("--output", "-o", metavar="FILE", help="Write the picture to this file.")
    ] = None,
    backward: Annotated[
        bool,
        Option("--backward", help="The graph of grad_fn nodes, not that of operations."),
    ] = False,
    root: Annotated[
        str | None,
        Option("--root", metavar="NAME", help="The graph of this variable, not of the result."),
    ] = None,
    everything: Annotated[
        bool, Option("--all", help="Also what the result does not depend on.")
    ] = False,
    limit: Annotated[
        int | None,
        Option(
            "--limit",
            min=1,
            metavar="N",
            help="Nodes to draw, those nearest to the result: 1000, or all for dot, mermaid, json.",
        ),
    ] = None,
    engine: Annotated[
        str,
        Option(
            "--engine",
            metavar="|".join(ENGINES),
            help="Who lays out an SVG: autograd itself, or Graphviz if it is installed.",
        ),
    ] = "own",
    tensorboard: Annotated[
        str | None,
        Option(
            "--tensorboard",
            metavar="LOGDIR",
            help="Write it as a run of TensorBoard to this folder.",
        ),
    ] = None,
    serve: Annotated[
        bool, Option("--serve", help="With --tensorboard: start TensorBoard on the folder.")
    ] = False,
) -> None:
    """Draw the graph: values, gradients, what flows back along edges.

    In the terminal, or as a file of its own:

    autograd graph 'y1 = x + 1; y2 = 2*x; loss = (y1 - y2)^2' x=3

    autograd graph train.py --output train.svg
    """
    from cli.graph.work import Wanted
    from cli.graph.work import graph as draw

    if format is not None:
        choose("--format", format, tuple(FORMATS))
    choose("--engine", engine, ENGINES)
    source, bindings = source_and_bindings(arguments, expression, "EXPR|FILE")
    if serve and tensorboard is None:
        raise typer.BadParameter("it goes with --tensorboard LOGDIR", param_hint="'--serve'")
    wanted = Wanted(format, output, backward, root, everything, limit, engine, tensorboard, serve)
    finish(draw(source, bool(expression), bindings, wanted, options, context.obj))

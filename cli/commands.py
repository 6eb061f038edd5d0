"""The commands of `autograd`, as a Typer application.

NumPy, Rich, the grammar and the engine are imported by what the commands call: `--help` needs none.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from cli.exit_codes import ExitCode
from cli.expression_command import ExpressionCommand
from cli.options import EMITTED, Options, with_options

app = typer.Typer(
    name="autograd",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Evaluate PyTorch expressions and scripts, and show the value and gradient of every node.",
)

_EXPRESSION = typer.Argument(
    metavar="EXPR [NAME=VALUE]...",
    help="What to evaluate, - for standard input; then the values of its names: x=3 a leaf that "
    "requires grad, n:=3 a constant, w=[[1,2],[3,4]], x=@data.csv.",
    show_default=False,
)
_FILE = typer.Argument(
    metavar="FILE [NAME=VALUE]...",
    help="The script, - for standard input; then the values of its names, as for eval.",
    show_default=False,
)
_EITHER = typer.Argument(
    metavar="EXPR|FILE [NAME=VALUE]...",
    help="An expression or a script (an existing file wins), - for standard input; then the values "
    "of its names, as for eval.",
    show_default=False,
)
_E = typer.Option(
    "--expression", "-e", metavar="EXPR", help="The expression; then all arguments are bindings."
)


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"autograd {version('autograd-calculator')}")
        except PackageNotFoundError:
            typer.echo("autograd (not installed)")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("eval", cls=ExpressionCommand)
@with_options
def evaluate_expression(
    context: typer.Context,
    options: Options,
    arguments: Annotated[list[str] | None, _EXPRESSION] = None,
    expression: Annotated[list[str] | None, _E] = None,
) -> None:
    """Evaluate an expression, run backward, show every node.

    Statements are separated by ; or line breaks, and ^ is power:

    autograd eval 'y1 = x + 1; y2 = 2*x; loss = (y1 - y2)^2' x=3

    An expression that begins with - works unless it reads as an option; then put -- before it.
    """
    source, bindings = _source_and_bindings(arguments, expression)
    _work(context, "eval", source, bindings, options)


@app.command("run")
@with_options
def run_script(
    context: typer.Context,
    options: Options,
    arguments: Annotated[list[str] | None, _FILE] = None,
) -> None:
    """Run a script, then backward from its result, and show every node.

    A script that calls backward or grad itself gets no further pass.
    """
    bindings = list(arguments or [])
    if not bindings:
        raise typer.BadParameter("give a file, or - to read it", param_hint="'FILE'")
    _work(context, "run", bindings.pop(0), bindings, options)


@app.command("emit", cls=ExpressionCommand)
@partial(with_options, names=EMITTED)
def emit(
    context: typer.Context,
    options: Options,
    arguments: Annotated[list[str] | None, _EITHER] = None,
    expression: Annotated[list[str] | None, _E] = None,
) -> None:
    """Write the same program as plain PyTorch Python.

    It prints what autograd run --quiet prints for a file, and the gradients that
    autograd eval --quiet writes for an expression:

    autograd emit 'sin(x)^2' x=3 | python
    """
    from cli.emission import emit_program

    source, bindings = _source_and_bindings(arguments, expression)
    code = emit_program(source, bool(expression), bindings, options, context.obj)
    if code != ExitCode.DONE:
        raise typer.Exit(code)


def _source_and_bindings(
    arguments: list[str] | None, expression: list[str] | None
) -> tuple[str, list[str]]:
    """Return what to evaluate, and the bindings that follow it."""
    bindings = list(arguments or [])
    if expression:
        return "\n".join(expression), bindings
    if not bindings:
        raise typer.BadParameter("give an expression, or - to read it", param_hint="'EXPR'")
    return bindings.pop(0), bindings


def _work(
    context: typer.Context, command: str, source: str, bindings: list[str], options: Options
) -> None:
    from cli.work import work

    code = work(command, source, bindings, options, context.obj)
    if code != ExitCode.DONE:
        raise typer.Exit(code)

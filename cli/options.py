"""The options that several commands share, each declared once.

`with_options` gives a command function all of them; it gets them as one `Options` object. There is
no `from __future__ import annotations` here: the annotations are read as they stand.
"""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, get_type_hints

import typer
from typer import Option

from cli.render import FORMATS

COLORS = ("auto", "always", "never")
DTYPES = ("float16", "float32", "float64")
EMITTED = ("backward", "no_backward", "grad_output", "wrt", "dtype", "seed", "color")
"""Those that mean something for a program that is written and not run."""


class Options:
    """What the user asked for; the values here are the defaults."""

    format: Annotated[
        str, Option("--format", "-f", metavar="|".join(FORMATS), help="How to write the report.")
    ] = "table"
    columns: Annotated[
        str | None,
        Option("--columns", "-c", metavar="NAME,...", help="Columns to show, in this order."),
    ] = None
    retain_grad: Annotated[
        str | None,
        Option(
            "--retain-grad",
            "-R",
            metavar="NAME,...|all",
            help="Keep .grad of these non-leaf tensors.",
        ),
    ] = None
    hook: Annotated[
        str | None,
        Option("--hook", "-H", metavar="NAME,...", help="Print the gradient of these as it flows."),
    ] = None
    backward: Annotated[
        str | None,
        Option("--backward", metavar="NAME", help="Run backward from this, not from the result."),
    ] = None
    no_backward: Annotated[bool, Option("--no-backward", help="Do not run backward.")] = False
    grad_output: Annotated[
        str | None,
        Option(
            "--grad-output",
            metavar="VALUE|ones",
            help="Gradient of what backward starts from; needed if that is no scalar.",
        ),
    ] = None
    repeat: Annotated[
        int, Option("--repeat", min=0, metavar="N", help="Run backward N more times.")
    ] = 0
    retain_graph: Annotated[
        bool, Option("--retain-graph", help="Keep the graph after backward.")
    ] = False
    order: Annotated[
        int,
        Option(
            "--order",
            min=1,
            metavar="N",
            help="Also gradients of order 2 to N: each the gradient of the sum of the one before.",
        ),
    ] = 1
    wrt: Annotated[
        str | None,
        Option(
            "--wrt",
            metavar="NAME,...",
            help="Gradients with respect to these only, as autograd.grad: .grad stays None.",
        ),
    ] = None
    jacobian: Annotated[
        bool,
        Option("--jacobian", help="Also d result / d leaves (or --wrt) as a labelled matrix."),
    ] = False
    hessian: Annotated[
        bool,
        Option("--hessian", help="Also the second derivatives of a scalar, as a labelled matrix."),
    ] = False
    correlation: Annotated[
        list[str] | None,
        Option(
            "--correlation",
            metavar="X,Y=R",
            help="Correlation of two uncertain bindings (x=3±0.1) or elements: x[0],x[1]=0.3.",
        ),
    ] = None
    dtype: Annotated[
        str | None,
        Option("--dtype", metavar="|".join(DTYPES), help="Dtype of bindings and float literals."),
    ] = None
    seed: Annotated[
        int | None, Option("--seed", metavar="N", help="Seed of the random numbers.")
    ] = None
    explain: Annotated[
        bool,
        Option("--explain", "-x", help="Also the backward pass step by step: rules, numbers, why."),
    ] = False
    precision: Annotated[
        int,
        Option("--precision", "-p", min=1, max=17, metavar="N", help="Significant digits to show."),
    ] = 6
    limit: Annotated[
        int | None,
        Option(
            "--limit", min=0, metavar="N", help="Rows to show: 200, or all for json and its like."
        ),
    ] = None
    quiet: Annotated[
        bool,
        Option(
            "--quiet",
            "-q",
            help="No report: eval writes NAME<TAB>GRAD a leaf, run what the script printed.",
        ),
    ] = False
    color: Annotated[
        str, Option("--color", metavar="|".join(COLORS), help="Colours: on a terminal by default.")
    ] = "auto"
    width: Annotated[
        int | None,
        Option("--width", min=20, metavar="N", help="Fit the table into this many columns."),
    ] = None
    timeout: Annotated[
        float | None,
        Option("--timeout", metavar="SECONDS", help="Stop the script after this time."),
    ] = None
    max_memory: Annotated[
        int | None,
        Option("--max-memory", min=1, metavar="BYTES", help="Memory that the script may take."),
    ] = None
    allow_read: Annotated[
        list[str] | None,
        Option("--allow-read", metavar="DIR", help="Let the script read files below this folder."),
    ] = None
    allow_write: Annotated[
        list[str] | None,
        Option("--allow-write", metavar="DIR", help="Let it write files below this folder."),
    ] = None

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def check(self) -> None:
        """Raise BadParameter for a word that its option does not know."""
        choose("--format", self.format, tuple(FORMATS))
        choose("--color", self.color, COLORS)
        if self.dtype is not None:
            choose("--dtype", self.dtype.removeprefix("torch."), DTYPES)
            self.dtype = self.dtype.removeprefix("torch.")
        if self.timeout is not None and not 0 < self.timeout < 1e9:
            raise typer.BadParameter(f"{self.timeout:g} is no time", param_hint="'--timeout'")


def choose(option: str, value: str, choices: tuple[str, ...]) -> None:
    """Raise BadParameter unless the value of an option is one of its choices."""
    if value in choices:
        return
    from difflib import get_close_matches

    near = get_close_matches(value, choices, 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise typer.BadParameter(
        f"'{value}' is not one of {', '.join(choices)}.{hint}", param_hint=f"'{option}'"
    )


def with_options(function: Callable[..., None], names: Sequence[str] = ()) -> Callable[..., None]:
    """Return `function` with the shared options in place of its parameter `options`.

    names: those that the command takes, the others keep their defaults; all if none is given.
    """
    own = [p for p in inspect.signature(function).parameters.values() if p.name != "options"]
    hints = get_type_hints(function, include_extras=True)
    shared = {name: Options.__annotations__[name] for name in names or Options.__annotations__}

    def command(**values: Any) -> None:
        options = Options(**{name: values.pop(name) for name in shared})
        options.check()
        function(options=options, **values)

    parameters = [p.replace(annotation=hints[p.name]) for p in own]
    parameters += [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=getattr(Options, name), annotation=hint
        )
        for name, hint in shared.items()
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    command.__doc__ = function.__doc__
    command.__name__ = function.__name__
    return command

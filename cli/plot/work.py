"""What `autograd plot` does: bind, sample, find the gaps, draw."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from cli import sources
from cli.attach import names_in
from cli.environment import Environment
from cli.exit_codes import ExitCode
from cli.options import Options
from cli.plot.model import FORMATS, Curve, Plot
from cli.problems import Problem, show, unknown_name, usage_problem

if TYPE_CHECKING:
    from cli.bindings import Binding
    from cli.plot.ranges import Range
    from cli.plot.sampling import Derivative, Function
    from grammar.run import Script


class Wanted(NamedTuple):
    """What the command's own options say; None of `format`: as the ending of `output` says."""

    format: str | None
    output: str | None
    order: int
    height: int | None

    @property
    def path(self) -> str | None:
        """The file to write, None for standard output."""
        return None if self.output in ("-", "/dev/stdout") else self.output

    @property
    def drawn_as(self) -> str:
        """The format, one of FORMATS."""
        ending = os.path.splitext(self.path or "")[1][1:].lower()
        return self.format or (ending if ending in FORMATS else "terminal")


def plot(
    source: str,
    is_expression: bool,
    bindings: list[str],
    wanted: Wanted,
    options: Options,
    environment: Environment,
) -> int:
    """Draw a plot; return the exit code."""
    from grammar.diagnostic import ScriptError

    text = filename = ""
    try:
        ending = os.path.splitext(wanted.path or "")[1][1:].lower()
        if wanted.format is None and ending not in ("", "txt", *FORMATS[1:]):
            raise usage_problem(
                f"--output: no plot can be written as .{ending}",
                f"end it with .txt, {', '.join('.' + f for f in FORMATS[1:])}, or give --format",
            )
        if wanted.path is not None:
            from cli.graph.output import check_output

            check_output(wanted.path)
        elif wanted.drawn_as == "png" and environment.stdout_terminal:
            raise usage_problem(
                "a PNG picture is not for a terminal", "name a file: --output plot.png"
            )
        text, filename, is_file = sources.either(source, is_expression, environment)
        made = _plot(text, filename, is_file, bindings, wanted, options, environment)
        _put(made, wanted, options, environment)
    except Problem as problem:
        show(environment, problem.diagnostic, problem.source, problem.filename, options.color)
        return problem.exit_code
    except ScriptError as error:
        show(environment, error.diagnostic, text, filename, options.color)
        return error.exit_code
    return ExitCode.DONE


def _plot(
    text: str,
    filename: str,
    is_file: bool,
    bindings: list[str],
    wanted: Wanted,
    options: Options,
    environment: Environment,
) -> Plot:
    import engine  # noqa: F401 - the whole package: its operators become methods
    from cli.console import Console
    from cli.evaluate import imports_done, printing_to
    from cli.plot.ranges import ranges
    from engine import dtypes
    from grammar.permissions import Permissions, granting
    from grammar.run import compile_script

    before = dtypes.get_default_dtype()
    dtype = getattr(dtypes, options.dtype or "float64")
    try:
        dtypes.set_default_dtype(dtype)
        range_, cases = ranges(bindings, environment)
        names = {range_.name, *(b.name for b in cases[0][1])}
        script = compile_script(text, filename, names)
        if range_.name not in script.used:
            raise usage_problem(
                f"{range_.name} is not used", "give the range to a name of the expression"
            )
        wrt = _derivatives(range_, cases[0][1], wanted, options)
        if is_file and options.dtype is None:
            dtypes.set_default_dtype(dtypes.float32)  # as `run` does
        imports_done()
        console = Console(None)
        console.mute()  # a script runs many times: what it prints is of no use
        title = os.path.basename(filename) if is_file else " ".join(text.split())
        made = Plot(title, range_.name, range_.points, [])
        allowed = Permissions.of(options.allow_read, options.allow_write)
        with granting(allowed), printing_to(console):
            for label, others in cases:
                made.curves.extend(
                    _curves(script, made, range_, label, others, dtype, wrt, options, environment)
                )
        return made
    finally:
        dtypes.set_default_dtype(before)


def _derivatives(
    range_: Range, others: list[Binding], wanted: Wanted, options: Options
) -> list[Derivative]:
    from cli.plot.sampling import Derivative

    names = names_in(options.wrt) or ([] if range_.constant else [range_.name])
    leaves = {b.name: b for b in others if not b.constant}
    for name in names:
        if name not in leaves and (name != range_.name or range_.constant):
            known = [*leaves, *([] if range_.constant else [range_.name])]
            raise unknown_name("--wrt", name, known)
        if wanted.order > 1 and name in leaves and leaves[name].value.size != 1:
            raise usage_problem(f"--order {wanted.order}: {name} has several elements")
    return [Derivative(name, order) for name in names for order in range(1, wanted.order + 1)]


def _curves(
    script: Script,
    made: Plot,
    range_: Range,
    label: str,
    others: list[Binding],
    dtype: Any,
    wrt: list[Derivative],
    options: Options,
    environment: Environment,
) -> list[Curve]:
    from cli.evaluate import tensor_of
    from cli.plot.gaps import ALONE, has_pole, jumps
    from cli.plot.sampling import Function

    tensors = {binding.name: tensor_of(binding, dtype) for binding in others}
    function = Function(
        script,
        range_.name,
        dtype,
        range_.constant,
        tensors,
        wrt,
        options.seed,
        options.timeout,
        options.max_memory,
    )
    rows = function.sample(made.x)
    _warn(function, len(made.x), label, environment, options)
    names = _labels(function, made, label, wrt)
    keep = [
        i
        for i, (_, order, name) in enumerate(names)
        if not (order and name in function.unconnected and _empty(rows[i]))
    ]
    found = jumps(made.x, rows, function.more, None if function.together else ALONE)
    return [
        Curve(
            names[i][0],
            names[i][1],
            rows[i],
            found[i],
            any(jump.pole for jump in found[i]) or has_pole(made.x, rows[i], i, function.more),
        )
        for i in keep
    ]


def _empty(row: Any) -> bool:
    import numpy

    return bool(numpy.isnan(row).all())


def _labels(
    function: Function, made: Plot, case: str, wrt: list[Derivative]
) -> list[tuple[str, int, str]]:
    """Return label, order and name of each row that a function gives."""
    more = f" ({case})" if case else ""
    elements = function.labels or [""]
    value = made.title if len(made.title) <= 30 else "value"
    if len(elements) > 1 or elements[0]:
        value = value if value.isidentifier() else f"({value})"
    names = [(f"{value}{e}{more}", 0, "") for e in elements]
    for derivative in wrt:
        power = {1: "", 2: "²", 3: "³"}.get(derivative.order, f"^{derivative.order}")
        size = 1
        if derivative.name in function.others:
            size = function.others[derivative.name].numel()
        for e in elements:
            for k in range(size):
                part = f"{derivative.name}[{k}]" if size > 1 else derivative.name
                names.append(
                    (
                        f"d{power}/d{part}{power} {e}".rstrip() + more,
                        derivative.order,
                        derivative.name,
                    )
                )
    return names


def _warn(
    function: Function, count: int, case: str, environment: Environment, options: Options
) -> None:
    from grammar.diagnostic import Diagnostic

    more = f" ({case})" if case else ""
    if function.failed and function.first is not None:
        reason = function.first.diagnostic.message
        text = f"no value at {function.failed} of {count} points{more}: {reason}"
        show(environment, Diagnostic("warning", text, (), (), None), "", "", options.color)
    if function.unconnected:
        names = ", ".join(sorted(function.unconnected))
        text = f"no gradient reaches {names}{more}: that derivative is not drawn there"
        show(environment, Diagnostic("warning", text, (), (), None), "", "", options.color)


def _put(made: Plot, wanted: Wanted, options: Options, environment: Environment) -> None:
    """Write a plot to where it is to go."""
    format = wanted.drawn_as
    content: str | bytes
    if format in ("png", "svg"):
        from cli.plot.picture import draw as picture

        content = picture(made, format)
    elif format == "json":
        from cli.plot.data import as_json

        content = as_json(made)
    elif format == "csv":
        from cli.plot.data import as_csv

        content = as_csv(made)
    else:
        from cli.plot.terminal import draw
        from cli.work import writes_boxes

        shown = wanted.path is None
        terminal = shown and environment.stdout_terminal
        width = options.width or (environment.width if terminal else 80)
        color = shown and environment.wants_color(options.color, environment.stdout_terminal)
        height = wanted.height or _height(environment)
        content = draw(made, width, height, color, shown and not writes_boxes(environment))
    if wanted.path is not None:
        from cli.graph.output import write_file

        write_file(wanted.path, content)
        return
    if isinstance(content, bytes):
        buffer = getattr(environment.stdout, "buffer", None)
        if buffer is not None:
            environment.stdout.flush()
            buffer.write(content)
            buffer.flush()
            return
        content = content.decode("utf-8", "replace")
    environment.stdout.write(content)
    environment.stdout.flush()


def _height(environment: Environment) -> int:
    """Return the lines of a plot: the terminal's but for the prompt's, 24 if it does not say."""
    lines = 0
    if environment.stdout_terminal:
        try:
            lines = os.get_terminal_size(environment.stdout.fileno()).lines
        except (OSError, ValueError):
            lines = 0
    return min(max((lines or 25) - 1, 12), 40)

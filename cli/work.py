"""A command from its arguments to what it writes: read the source, evaluate, render."""

from __future__ import annotations

from typing import Any

from cli import sources
from cli.columns import chosen
from cli.environment import Environment
from cli.evaluate import Job, Result, evaluate
from cli.options import Options
from cli.problems import Problem, show, usage_problem
from cli.render import FORMATS, Style, render

ROWS = 200
"""Rows of a table for people unless --limit says otherwise."""


def work(
    command: str, source: str, bindings: list[str], options: Options, environment: Environment
) -> int:
    """Do what `eval` or `run` is to do, and return the exit code."""
    try:
        return _work(command, source, bindings, options, environment)
    except Problem as problem:
        show(environment, problem.diagnostic, problem.source, problem.filename, options.color)
        return problem.exit_code


def _work(
    command: str, source: str, bindings: list[str], options: Options, environment: Environment
) -> int:
    columns = chosen(options.columns, options.order)
    _check_explain(options)
    _check_matrices(options)
    is_eval = command == "eval"
    text, filename = (sources.expression if is_eval else sources.script)(source, environment)
    machine = FORMATS[options.format].machine
    limit = 0 if options.quiet else options.limit
    if limit is None and not machine:
        limit = ROWS
    job = Job(
        source=text,
        filename=filename,
        bindings=bindings,
        dtype="float64" if is_eval else "float32",
        what="EXPR" if is_eval else "FILE",
        limit=ROWS if options.explain and limit == 0 else limit,  # the steps need the names
        # What a script prints is all that `run --quiet` shows: no pass is due unless asked for.
        backward=is_eval or not options.quiet or options.hook is not None,
        uncertain=True,
    )
    stream: Any = environment.stdout
    if options.quiet:
        stream = environment.stderr if is_eval else environment.stdout
    elif machine:
        stream = None
    result = evaluate(job, options, environment, stream)
    if limit == 0:
        result.report.nodes = []
    if options.quiet:
        if options.jacobian or options.hessian:
            _matrix(result, environment)
        elif is_eval:
            _gradients(result, environment)
    else:
        _write(result, options, columns, machine, environment)
    environment.stdout.flush()
    return result.exit_code


def _write(
    result: Result,
    options: Options,
    columns: list[str] | None,
    machine: bool,
    environment: Environment,
) -> None:
    width = options.width
    if width is None and environment.stdout_terminal and options.format == "table":
        width = environment.width
    style = Style(
        precision=options.precision,
        color=not machine and environment.wants_color(options.color, environment.stdout_terminal),
        width=width,
        columns=columns,
        ascii=not writes_boxes(environment),
        limit=options.limit if machine else options.limit or ROWS,
    )
    asked = options.jacobian or options.hessian
    if asked and options.format in ("csv", "tsv") and not result.report.matrices:
        return  # another table in the matrix's place would be taken for it
    if result.printed:
        environment.stdout.write("\n")
    render(result.report, options.format, style, environment.stdout.write)
    if result.report.explanation is not None and not machine:
        from cli.explain.text import render_section

        render_section(result.report.explanation, options.format, style, environment.stdout.write)


def _check_explain(options: Options) -> None:
    """Refuse `--explain` where there is no place for the explanation."""
    if not options.explain:
        return
    if options.quiet:
        raise usage_problem("--explain and --quiet contradict each other")
    if options.format in ("csv", "tsv", "jsonl"):
        raise usage_problem(
            f"--explain: {options.format} has rows only",
            "take --format json, table, plain, markdown, html or svg",
        )


def _check_matrices(options: Options) -> None:
    """Refuse two matrices where there is place for one."""
    if not (options.jacobian and options.hessian):
        return
    if options.quiet or options.format in ("csv", "tsv"):
        where = "--quiet" if options.quiet else options.format
        raise usage_problem(
            f"{where} writes one matrix: --jacobian or --hessian",
            "ask twice, or take --format json",
        )


def writes_boxes(environment: Environment) -> bool:
    """Return whether standard output can show box-drawing characters."""
    try:
        "─…→".encode(environment.stdout.encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def _matrix(result: Result, environment: Environment) -> None:
    """Write the matrix that was asked for, as `--format tsv` does."""
    from cli.render.further import write_matrix

    for matrix in result.report.matrices:
        write_matrix(matrix, environment.stdout.write, "\t")


def _gradients(result: Result, environment: Environment) -> None:
    """Write NAME<TAB>GRAD for each leaf that requires grad."""
    from cli.cells import exact_text

    if result.report.error is not None:
        return
    for name, gradient in result.gradients:
        text = "None" if gradient is None else exact_text(gradient)
        environment.stdout.write(f"{name}\t{text}\n")

"""What `autograd graph` does: evaluate, make a picture, draw it where it is to go."""

from __future__ import annotations

from typing import Any, NamedTuple

from cli import sources
from cli.environment import Environment
from cli.evaluate import Job, Result, evaluate
from cli.exit_codes import ExitCode
from cli.graph import drawing
from cli.graph.forward import Wish, forward
from cli.graph.model import Picture
from cli.graph.output import check_output, write_file
from cli.options import Options
from cli.problems import Problem, show, usage_problem
from cli.render import Style


class Wanted(NamedTuple):
    """What the command's own options say.

    format: None: what the ending of `output` says, else the terminal's.
    output: the file to write; None or "-": standard output.
    backward: the graph of grad_fn nodes, not that of operations.
    root: the variable whose graph it is; None: the result.
    everything: also what the result does not depend on.
    limit: how many nodes to draw at most; None: as many as the format takes.
    engine: who lays an SVG out: "own" or "dot".
    tensorboard: the folder to write a run of TensorBoard to; serve: whether to start it there.
    """

    format: str | None = None
    output: str | None = None
    backward: bool = False
    root: str | None = None
    everything: bool = False
    limit: int | None = None
    engine: str = "own"
    tensorboard: str | None = None
    serve: bool = False

    @property
    def path(self) -> str | None:
        """The file to write, None for standard output."""
        return None if self.output in ("-", "/dev/stdout") else self.output

    @property
    def drawn_as(self) -> str:
        """The format, one of `drawing.FORMATS`."""
        return self.format or drawing.of_ending(self.path or "") or "terminal"


def graph(
    source: str,
    is_expression: bool,
    bindings: list[str],
    wanted: Wanted,
    options: Options,
    environment: Environment,
) -> int:
    """Draw a graph, and return the exit code.

    source: EXPR or FILE; an existing file wins unless `is_expression`.
    """
    try:
        if wanted.path is not None:
            check_output(wanted.path)
        if wanted.serve:
            from cli.tensorboard.serve import check_installed

            check_installed()
        result, picture = pictured(source, is_expression, bindings, wanted, options, environment)
        if wanted.tensorboard is None:
            _put(result, picture, wanted, options, environment)
        elif result.exit_code == ExitCode.DONE:
            return _put_into_tensorboard(picture, wanted.tensorboard, wanted.serve, environment)
    except Problem as problem:
        show(environment, problem.diagnostic, problem.source, problem.filename, options.color)
        return problem.exit_code
    return result.exit_code


def pictured(
    source: str,
    is_expression: bool,
    bindings: list[str],
    wanted: Wanted,
    options: Options,
    environment: Environment,
) -> tuple[Result, Picture]:
    """Evaluate a source; return what it gave, and its picture.

    Raises:
        Problem: Wrong usage, or there is no such graph.
    """
    text, filename, is_file = sources.either(source, is_expression, environment)
    if wanted.backward and not options.no_backward:
        options.retain_graph = True  # else what the nodes have saved would be gone
    job = Job(
        source=text,
        filename=filename,
        bindings=bindings,
        dtype="float32" if is_file else "float64",
        what="FILE" if is_file else "EXPR",
        limit=None,
        backward=True,
        calls=True,
        root=wanted.root,
        everything=wanted.everything,
    )
    # On standard output there is the picture and nothing else, unless people read it there.
    mixed = wanted.path is not None or wanted.drawn_as == "terminal"
    stream: Any = environment.stdout if mixed else environment.stderr
    result = evaluate(job, options, environment, stream)
    limit = drawing.FORMATS[wanted.drawn_as].nodes if wanted.limit is None else wanted.limit
    wish = Wish(
        title=_title(text, filename, is_file, result),
        precision=options.precision,
        everything=wanted.everything,
        limit=limit,
    )
    if not wanted.backward:
        picture = forward(result.report, wish)
    else:
        from cli.graph.backward import backward

        try:
            picture = backward(result, wish)
        except Problem:
            if result.report.error is None:
                raise
            picture = Picture(wish.title, True, [], [], [], 0)  # the script's error says it all
    return result, picture._replace(error=result.report.error)


def _title(text: str, filename: str, is_file: bool, result: Result) -> str:
    if not is_file:
        return " ".join(text.split())
    name = result.report.result_name
    return f"{filename}: {name}" if name else filename


def _put(
    result: Result, picture: Picture, wanted: Wanted, options: Options, environment: Environment
) -> None:
    """Write a picture to where it is to go."""
    failed = result.exit_code != ExitCode.DONE
    if failed and wanted.path is not None:
        return  # a file that was good is not replaced by half a picture
    if not picture.vertices and wanted.drawn_as != "json":
        if failed:
            return
        raise usage_problem(
            "there is nothing to draw: no tensor is made", "bind a name to a value: 'x^2' x=3"
        )
    pieces: list[str] = []
    style = _style(wanted, options, environment)
    if wanted.engine == "dot" and wanted.drawn_as == "svg":
        from cli.graph.graphviz import render

        render(picture, style, pieces.append)
    else:
        drawing.draw(picture, wanted.drawn_as, style, pieces.append)
    if wanted.path is not None:
        write_file(wanted.path, "".join(pieces))
        return
    if result.printed and wanted.drawn_as == "terminal":
        environment.stdout.write("\n")
    for piece in pieces:
        environment.stdout.write(piece)
    environment.stdout.flush()


def _put_into_tensorboard(
    picture: Picture, logdir: str, serve: bool, environment: Environment
) -> int:
    """Write a run of TensorBoard, say where, and show it if that is wanted."""
    from cli.graph import tensorboard

    folder = tensorboard.write(picture, logdir)
    environment.stdout.write(f"{folder}\n")
    environment.stdout.flush()
    if not serve:
        environment.stderr.write(f"to see it: autograd tensorboard --logdir {logdir}\n")
        return ExitCode.DONE
    from cli.tensorboard.serve import LOOPBACK
    from cli.tensorboard.serve import serve as start

    return start(logdir, LOOPBACK, 0, environment)


def _style(wanted: Wanted, options: Options, environment: Environment) -> Style:
    from cli.work import writes_boxes

    is_shown = wanted.path is None and wanted.drawn_as == "terminal"
    width = options.width
    if width is None and is_shown and environment.stdout_terminal:
        width = environment.width
    return Style(
        precision=options.precision,
        color=is_shown and environment.wants_color(options.color, environment.stdout_terminal),
        width=width,
        ascii=wanted.path is None and not writes_boxes(environment),
    )

"""What `repl` does: read inputs from a terminal or a pipe until they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli import sources
from cli.environment import Environment
from cli.exit_codes import ExitCode
from cli.options import Options
from cli.problems import Problem, show
from cli.repl.commands import Leave
from cli.repl.inputs import is_complete

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.repl.session import Repl

GREETING = """\
autograd: lines of a script are evaluated, :help lists the commands, Ctrl-D leaves
"""


def repl(bindings: list[str], file: str | None, options: Options, environment: Environment) -> int:
    """Run a session; return the exit code."""
    import engine  # noqa: F401 - the whole package: its operators become methods
    from cli.evaluate import imports_done
    from engine import dtypes

    before = dtypes.get_default_dtype()
    try:
        session = _started(bindings, options, environment)
        imports_done()
        if file is not None:
            text, _ = sources.script(file, environment)
            session.enter(text)
        if _is_watched(environment):
            return _watched(session)
        return _piped(session)
    except Leave:
        return ExitCode.DONE
    except Problem as problem:
        show(environment, problem.diagnostic, problem.source, problem.filename, options.color)
        return problem.exit_code
    finally:
        dtypes.set_default_dtype(before)


def _started(bindings: list[str], options: Options, environment: Environment) -> Repl:
    from cli.bindings import parse_bindings
    from cli.evaluate import tensor_of
    from cli.repl.session import Repl
    from engine import dtypes
    from engine.sampling import manual_seed

    dtype = getattr(dtypes, options.dtype or "float64")
    dtypes.set_default_dtype(dtype)
    parsed = parse_bindings(bindings, environment, "repl")
    bound = {binding.name: tensor_of(binding, dtype) for binding in parsed}
    dtypes.set_default_dtype(getattr(dtypes, options.dtype or "float32"))
    if options.seed is not None:
        manual_seed(options.seed)
    return Repl(bound, options, environment)


def _is_watched(environment: Environment) -> bool:
    import sys

    try:
        return environment.stdout_terminal and sys.stdin.isatty()
    except (AttributeError, ValueError):  # closed before the program started
        return False


def _piped(session: Repl) -> int:
    """Enter what comes through a pipe: no prompts, and on after an error."""
    data = session.environment.read("-", sources.LARGEST + 1)
    lines = data.decode("utf-8", "replace").split("\n")
    text = ""
    try:
        for line in lines:
            text = f"{text}\n{line}" if text else line
            if is_complete(text):
                session.enter(text)
                text = ""
        if text.strip():
            session.enter(text + "\n")
    except Leave:
        pass
    return session.exit_code


def _watched(session: Repl) -> int:
    """Read from a terminal; Ctrl-C gives up a line or an evaluation, Ctrl-D leaves."""
    from cli.deep_stack import run_deep
    from cli.repl.terminal import reader

    session.watched = True
    session.environment.stderr.write(GREETING)
    session.environment.stderr.flush()
    read = reader(session)

    def deeply(evaluate: Callable[[], None]) -> int:
        """Evaluate on a stack of its own, large enough for what scripts nest; Ctrl-C reaches it."""

        def guarded() -> int:
            try:
                evaluate()
            except KeyboardInterrupt:
                session.interrupted()
            return ExitCode.DONE

        return run_deep(guarded)

    session.running = deeply
    while True:
        try:
            text = read()
        except KeyboardInterrupt:
            session.environment.stderr.write("\n")
            continue
        except EOFError:
            session.environment.stdout.write("\n")
            return ExitCode.DONE
        try:
            session.enter(text)
        except KeyboardInterrupt:  # at a command, such as the pauses of :step
            session.interrupted()

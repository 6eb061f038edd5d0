"""The entry point: streams, interrupts, closed pipes, and the last resort for our own faults."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from cli.environment import Environment
from cli.exit_codes import ExitCode


def main(argv: Sequence[str] | None = None, environment: Environment | None = None) -> int:
    """Run `autograd` with these arguments, and return its exit code; nothing is raised.

    argv: the arguments without the program's name; None: those of the process.
    environment: streams and variables; None: those of the process.
    """
    from cli.console import ClosedPipe

    if environment is None:
        environment = Environment.of_process()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        with environment.as_standard_streams():
            try:
                code = _run(arguments, environment)
            finally:
                _flush_events()
            environment.stdout.flush()
            return code
    except (BrokenPipeError, ClosedPipe):
        return ExitCode.CLOSED_PIPE
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except OSError as error:  # a full disk behind standard output
        return _last_words(environment, f"error: standard output: {error.strerror or error}")
    except MemoryError:
        return _last_words(environment, "error: out of memory", ExitCode.REFUSED)
    except Exception as error:
        return _last_words(environment, _internal(error))


def _run(arguments: list[str], environment: Environment) -> int:
    from cli.commands import app

    try:
        app(arguments, prog_name="autograd", obj=environment)
    except SystemExit as end:
        if sys.stdout is not environment.stdout:
            # Typer has caught a closed pipe: it leaves another stream there, and the code 1.
            return ExitCode.CLOSED_PIPE
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return ExitCode.DONE


def _flush_events() -> None:
    """Write the events of SummaryWriters that a script has left open, if there are any."""
    events = sys.modules.get("engine.utils.tensorboard.event_file")
    if events is not None:
        events.flush_all()


def _internal(error: BaseException) -> str:
    """Return what to say of an error that is a fault of this program."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = ""
    if place is not None:
        code = place.tb_frame.f_code
        where = f" in {os.path.basename(code.co_filename)}:{place.tb_lineno} ({code.co_name})"
    return (
        f"internal error: {type(error).__name__}: {error}{where}\n"
        "This is a fault of autograd: please report this line, the command and its input."
    )


def _last_words(environment: Environment, text: str, code: ExitCode = ExitCode.FAILED) -> ExitCode:
    with suppress(OSError):
        environment.stderr.write(text + "\n")
        environment.stderr.flush()
    return code


def program() -> NoReturn:
    """Run `autograd` as this process, and end the process.

    Imports make a million objects that stay: looking for garbage among them cost 8 ms. Taking the
    interpreter and NumPy apart at the end cost 18 ms more and frees nothing that the end of the
    process does not.
    """
    from cli.deep_stack import run_deep

    gc.disable()
    environment = Environment.of_process()
    if sys.argv[1:2] == ["repl"]:
        # It reads from the terminal in the main thread, and evaluates on large stacks itself.
        code = main(environment=environment)
    else:
        code = run_deep(lambda: main(environment=environment))
    for stream in (environment.stdout, environment.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    program()

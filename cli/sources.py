"""The text of an expression or script: from an argument, a file or standard input."""

from __future__ import annotations

import os

from cli.environment import Environment
from cli.exit_codes import ExitCode
from cli.problems import Problem, usage_problem

LARGEST = 64 * 2**20
"""Bytes of the largest source that is read."""


def expression(text: str, environment: Environment) -> tuple[str, str]:
    """Return the source of an EXPR argument and the name that diagnostics call it by.

    Raises:
        Problem: There is nothing to evaluate, or it cannot be read.
    """
    name = "expression"
    if text == "-":
        text, name = _read("-", "standard input", environment), "standard input"
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _unreadable(f"{name} is not UTF-8") from None
    if not text.strip():
        raise _unreadable(f"{name} is empty", "give something to evaluate: 'x^2' x=3")
    return text, name


def script(path: str, environment: Environment) -> tuple[str, str]:
    """Return the source of a FILE argument and its name.

    Raises:
        Problem: It cannot be read.
    """
    name = "standard input" if path == "-" else path
    return _read(path, name, environment), name


def either(text: str, is_expression: bool, environment: Environment) -> tuple[str, str, bool]:
    """Return the source of an EXPR|FILE argument, its name, and whether it is a file.

    An existing file wins unless `is_expression`.

    Raises:
        Problem: There is nothing to evaluate, or it cannot be read.
    """
    is_file = not is_expression and text != "-" and os.path.isfile(text)
    return (*(script if is_file else expression)(text, environment), is_file)


def _read(path: str, name: str, environment: Environment) -> str:
    try:
        content = environment.read(path, LARGEST + 1)
    except OSError as error:
        help = None
        if isinstance(error, FileNotFoundError) and any(mark in path for mark in "=*+(;"):
            help = f"to evaluate an expression: autograd eval '{path}'"
        raise usage_problem(f"{name}: {error.strerror or error}", help) from None
    except ValueError:  # a NUL in the name
        raise usage_problem(f"{name!r} is no name of a file") from None
    if len(content) > LARGEST:
        message = f"{name} has more than {LARGEST >> 20} MiB"
        raise usage_problem(message, exit_code=ExitCode.REFUSED)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        message = f"{name} is not UTF-8: byte 0x{byte:02x} in line {line}"
        raise _unreadable(message, "save the file as UTF-8") from None


def _unreadable(message: str, help: str | None = None) -> Problem:
    return usage_problem(message, help, exit_code=ExitCode.UNREADABLE)

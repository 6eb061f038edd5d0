"""What must hold for every input: `judge` returns what does not."""

from __future__ import annotations

import ast
import io
import json
import re
import sys
import warnings
from typing import Any

from cli.environment import Environment
from cli.main import main
from grammar.carets import render
from grammar.diagnostic import Diagnostic, ScriptError
from grammar.parser import parse
from tests.fuzz.inputs import Input

CODES = frozenset([0, 1, 2, 3, 4, 5, 130, 141])
LIMITS = ("--timeout", "3", "--max-memory", "400000000")


def judge(given: Input, run: bool) -> list[str]:
    """Return what is wrong with how the program takes an input; nothing if all is well.

    run: whether to run the program, too; reading it takes a hundredth of the time.
    """
    try:
        text: str | None = given.source.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    problems = [] if text is None else _read(text)
    return problems + (_ran(given) if run else [])


def _read(text: str) -> list[str]:
    """Read a source: a tree that is Python's, or a diagnostic whose places are in the text."""
    try:
        tree = parse(text, "fuzz.py", split=False)
    except ScriptError as error:
        return _placed(error.diagnostic, text)
    except Exception as error:
        return [f"parser: {type(error).__name__}: {error}"]
    if any(mark in text for mark in ("^", "%", "\x00", "\x0c")):
        return []
    if sys.version_info < (3, 12) and re.search(r"[fF][rR]?['\"]", text):
        return []  # this language has the f-strings of Python 3.12 everywhere
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = ast.parse(text.encode())
    except (RecursionError, MemoryError):
        return []
    except SyntaxError as error:
        if re.search("too many (nested|statically)", str(error)):  # CPython's own limits
            return []
        return [f"accepted, though Python says: {error}"]
    try:
        same = ast.dump(theirs) == ast.dump(tree)
    except RecursionError:
        return []
    return [] if same else ["the tree is not Python's"]


def _placed(diagnostic: Diagnostic, text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = []
    for label in diagnostic.labels:
        span = label.span
        if not 1 <= span.line <= span.end_line <= len(lines) + 1 or span.column < 1:
            found.append(f"a label outside the source: {span}")
    try:
        shown = render(diagnostic, text, "fuzz.py", color=False, width=80)
    except Exception as error:
        return [*found, f"renderer: {type(error).__name__}: {error}"]
    return found if diagnostic.message and shown else [*found, "an empty diagnostic"]


def _ran(given: Input) -> list[str]:
    """Run the program in this process, and look at its exit code and output."""
    machine = given.kind != "cli" and len(given.source) % 2 == 0
    out, err = io.StringIO(), io.StringIO()
    environment = Environment(io.BytesIO(given.source), out, err, {})  # type: ignore[arg-type]
    words = [given.command, "-", *given.arguments, *LIMITS, *(("-f", "json") if machine else ())]
    try:
        code: Any = main(words, environment)
    except BaseException as error:
        return [f"raised {type(error).__name__}: {error}"]
    problems = []
    if code not in CODES:
        problems.append(f"exit code {code}")
    for phrase in ("Traceback (most recent", "internal error", "no advice, because"):
        if phrase in err.getvalue():
            problems.append(err.getvalue().strip()[-300:])
    if machine and code in (0, 1, 3, 4, 5) and out.getvalue():
        try:
            json.loads(out.getvalue(), parse_constant=_no_constant)
        except ValueError as error:
            problems.append(f"not JSON: {error}")
    if code not in (0, 130, 141) and not err.getvalue():
        problems.append(f"exit code {code} without a word")
    return problems


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")

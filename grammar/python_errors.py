"""Turns what Python's own compiler refuses into a diagnostic."""

from __future__ import annotations

from .diagnostic import Diagnostic, Label, ScriptError
from .source import Source
from .syntax_remedies import syntax_remedy


def from_python_syntax_error(error: SyntaxError, source: Source) -> ScriptError:
    """A SyntaxError of Python's `compile`, as our own: `return` outside a function and the like."""
    line = min(max(error.lineno or 1, 1), source.line_count)
    column = max((error.offset or 1) - 1, 0)
    end_line = error.end_lineno if error.end_lineno and error.end_lineno >= line else line
    end = (error.end_offset or 0) - 1
    end_line, end = (line, column + 1) if end <= column and end_line == line else (end_line, end)
    label = Label(
        source.span(line, column, min(end_line, source.line_count), max(end, 1)), "", True
    )
    help = syntax_remedy(error.msg)
    return ScriptError(Diagnostic(type(error).__name__, error.msg, (label,), (), help), 3)

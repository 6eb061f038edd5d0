"""Turns what Python's own compiler refuses into a diagnostic."""

from __future__ import annotations

from .diagnostic import Diagnostic, Label, ScriptError
from .source import Source


def from_python_syntax_error(error: SyntaxError, source: str) -> ScriptError:
    """A SyntaxError of Python's `compile`, as our own: `return` outside a function and the like."""
    text = Source(source, error.filename or "")
    line = min(max(error.lineno or 1, 1), text.line_count)
    column = max((error.offset or 1) - 1, 0)
    end_line = error.end_lineno if error.end_lineno and error.end_lineno >= line else line
    end = (error.end_offset or 0) - 1
    end_line, end = (line, column + 1) if end <= column and end_line == line else (end_line, end)
    label = Label(text.span(line, column, min(end_line, text.line_count), max(end, 1)), "", True)
    message = error.msg.replace("'#", "'hidden ")
    return ScriptError(Diagnostic(type(error).__name__, message, (label,)), 3)

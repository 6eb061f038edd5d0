"""Words for brackets, f-strings and indentation that do not come out even."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from .diagnostic import Label, Span
from .lexical_errors import span_at, syntax_error

if TYPE_CHECKING:
    from .lexer import Tokens

CLOSERS = {"(": ")", "[": "]", "{": "}"}


def indentation_error(
    tokens: Tokens, problem: str, line: int, column: int, end_line: int, end: int
) -> NoReturn:
    """Raise what is wrong with an indentation: `problem` is "dedent", "tabs" or "deep"."""
    span = tokens.source.span(line, 0, end_line, max(end, 1))
    if problem == "dedent":
        raise syntax_error(
            "unindent does not match any outer indentation level",
            Label(span, "no block around this line starts in this column", True),
            notes=(_open_columns(tokens),),
            type="IndentationError",
        )
    if problem == "tabs":
        lines = tokens.source.text.split("\n")
        above = next((n for n in range(line - 1, 0, -1) if lines[n - 1].strip()), 0)
        labels = [Label(span, f"indented with {_blanks(lines[line - 1])}", True)]
        if above and lines[above - 1][:1] in " \t":
            width = len(_blank(lines[above - 1]))
            text = f"indented with {_blanks(lines[above - 1])}"
            labels.append(Label(tokens.source.span(above, 0, above, width), text, False))
        raise syntax_error(
            "inconsistent use of tabs and spaces in indentation",
            *labels,
            help="indent with spaces only",
            type="TabError",
        )
    raise syntax_error(
        "too many levels of indentation",
        Label(span, "", True),
        help="move the inner blocks to functions",
        type="IndentationError",
    )


def _blank(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t\f"))]


def _blanks(line: str) -> str:
    """What a line is indented with, in words."""
    parts = []
    for run in re.finditer(" +|\t+", _blank(line)):
        what = "tab" if run[0][0] == "\t" else "space"
        parts.append(f"{len(run[0])} {what}{'s' * (len(run[0]) > 1)}")
    return " and ".join(parts) or "nothing"


def _open_columns(tokens: Tokens) -> str:
    """Say in which columns the blocks start that are open at the last line that was read."""
    columns = [0]
    starts = True
    for word, column in zip(tokens.words, tokens.columns, strict=True):
        if word == "\n":
            starts = True
        elif starts and word:
            while column < columns[-1]:
                columns.pop()
            if column > columns[-1]:
                columns.append(column)
            starts = False
    *others, last = [str(column + 1) for column in columns]
    if not others:
        return f"the block above starts in column {last}"
    return f"the blocks above start in columns {', '.join(others)} and {last}"


def _token_span(tokens: Tokens, index: int) -> Span:
    line, column = tokens.lines[index], tokens.columns[index]
    return tokens.source.span(line, column, tokens.last_lines[index], tokens.ends[index])


def unterminated_fstring(
    tokens: Tokens, open_tokens: list[int], opens: list[str], quote: str, end: int
) -> NoReturn:
    """Raise what ends the text of an f-string too early: a lone `}` or the end of the line."""
    source = tokens.source
    start = len(opens) - 1 - opens[::-1].index("f")
    label = Label(_token_span(tokens, open_tokens[start]), "the f-string starts here", False)
    if opens[-1] == "S" and not source.text.startswith("}", end):
        field = _token_span(tokens, open_tokens[-1])
        raise syntax_error(
            "f-string: expecting '}'", Label(field, "the field starts here", True), label
        )
    if source.text.startswith("}", end):
        raise syntax_error(
            "f-string: single '}' is not allowed",
            Label(span_at(source, end), "", True),
            label,
            help="a brace in the text of an f-string is written `}}`",
        )
    line, _ = source.place(min(end, len(source.text) - 1))
    kind = "triple-quoted f-string" if len(quote) == 3 else "f-string"
    label = Label(label.span, f"no closing {quote}", True)
    raise syntax_error(f"unterminated {kind} literal (detected at line {line})", label)


def unclosed(tokens: Tokens, index: int, mode: str) -> NoReturn:
    """Raise that the bracket which is token `index` was never closed."""
    if mode == "F":
        label = Label(_token_span(tokens, index), "the field starts here", True)
        raise syntax_error("f-string: expecting '}'", label)
    word = tokens.words[index]
    raise syntax_error(
        f"'{word}' was never closed",
        Label(_token_span(tokens, index), "opened here", True),
        help=f"write `{CLOSERS[word]}` where it ends",
    )


def mismatched(tokens: Tokens, word: str, offset: int, opened: int | None) -> NoReturn:
    """Raise that a closing bracket fits no opening one."""
    here = span_at(tokens.source, offset)
    if opened is None:
        raise syntax_error(f"unmatched '{word}'", Label(here, "nothing was opened", True))
    opening = tokens.words[opened]
    where = "" if tokens.lines[opened] == here.line else f" on line {tokens.lines[opened]}"
    raise syntax_error(
        f"closing parenthesis '{word}' does not match opening parenthesis '{opening}'{where}",
        Label(here, f"closed by '{word}'", True),
        Label(_token_span(tokens, opened), "opened here", False),
        help=f"write `{CLOSERS[opening]}` before the `{word}`, or in its place",
    )

"""Words for broken blocks: indentation, missing colons, and clauses without their statement."""

from __future__ import annotations

from .diagnostic import Label, ScriptError
from .failure import OPERAND_STARTS, Failure
from .lexical_errors import syntax_error

BLOCKS = {
    "if": "'if' statement",
    "elif": "'elif' statement",
    "else": "'else' statement",
    "for": "'for' statement",
    "while": "'while' statement",
    "try": "'try' statement",
    "except": "'except' statement",
    "finally": "'finally' statement",
    "with": "'with' statement",
    "def": "function definition",
    "class": "class definition",
}
OWNERS = {
    "elif": "an `if`",
    "else": "an `if`, `for`, `while` or `try`",
    "except": "a `try`",
    "finally": "a `try`",
}
LONGEST_HEAD = 60


def indentation(at: Failure) -> ScriptError | None:
    """An indent where no block can start."""
    if at.kind != "INDENT":
        return None
    line, column = at.tokens.lines[at.token], at.tokens.columns[at.token]
    span = at.tokens.source.span(line, 0, line, max(column, 1))
    labels = [Label(span, "", True)]
    if at.token:
        start = at.line_start(at.token - 1)
        indent = at.tokens.columns[start]
        above = at.span(start, at.line_end(start))
        labels.append(Label(above, "no block starts at the end of this line", False))
        help = f"start the line in column {indent + 1}, as the line above"
    else:
        help = "the first statement starts in column 1"
    return syntax_error("unexpected indent", *labels, type="IndentationError", help=help)


def missing_block(at: Failure) -> ScriptError | None:
    """A colon, the end of the line, and no indented line below."""
    token = at.token
    if token < 2 or at.names[token - 1] != "NEWLINE" or at.words[token - 2] != ":":
        return None
    head = at.line_start(token - 2)
    block = BLOCKS.get(at.words[head])
    if not block:
        return None
    message = f"expected an indented block after {block} on line {at.tokens.lines[head]}"
    help = "indent the lines of the block, or write `pass`"
    owner = at.span(head, token - 2)
    if at.kind == "$END" or at.tokens.lines[token] == at.tokens.lines[head]:
        label = Label(owner, "no line follows that could be its block", True)
        return syntax_error(message, label, type="IndentationError", help=help)
    return syntax_error(
        message,
        Label(at.span(token, token), "this line is not indented", True),
        Label(owner, "the block belongs to this", False),
        type="IndentationError",
        help=help,
    )


def missing_colon(at: Failure) -> ScriptError | None:
    """Something else where a colon was due at the end of a block's head."""
    if at.first not in BLOCKS or "COLON" not in at.expected() or at.open_token() is not None:
        return None
    line_end = at.token
    while line_end < len(at.words) - 1 and at.words[line_end] not in ("\n", ":"):
        line_end += 1
    statement = at.kind in OPERAND_STARTS and at.words[line_end] != ":"
    foreign = at.word in ("then", "do") and at.kind == "NAME"
    if at.kind != "NEWLINE" and at.word != ";" and not statement and not foreign:
        return None
    label = at.behind(at.token - 1, f"`{at.word}` is not part of Python" if foreign else "")
    if foreign:
        label = at.at(label.text)
    head = at.written(at.start, at.token - 1)
    help = f"write `{head}:`" if len(head) <= LONGEST_HEAD else None
    return syntax_error("expected ':'", label, help=help)


def missing_handler(at: Failure) -> ScriptError | None:
    """A `try` block that neither `except` nor `finally` follows."""
    if "EXCEPT" not in at.expected() or at.kind == "NEWLINE":
        return None
    column = None
    if at.kind not in ("DEDENT", "$END", "INDENT"):
        column = at.tokens.columns[at.token]
    labels = [at.at("`except` or `finally` was expected here")]
    for place in range(at.token - 1, -1, -1):
        if at.words[place] == "try" and column in (None, at.tokens.columns[place]):
            labels.append(Label(at.span(place), "the block that may fail starts here", False))
            break
    help = "handlers are written `except ValueError as error:`"
    if at.word == "catch":
        help = "a handler is written `except`, not `catch`"
    return syntax_error("expected 'except' or 'finally' block", *labels, help=help)


def alone(at: Failure) -> ScriptError | None:
    """`else`, `elif`, `except` or `finally` without the statement it belongs to."""
    if at.word not in OWNERS or at.token != at.start:
        return None
    text = f"there is nothing before that this `{at.word}` belongs to"
    help = f"`{at.word}` stands in the column of {OWNERS[at.word]}, right behind its block"
    return syntax_error("invalid syntax", at.at(text), help=help)


def decorator(at: Failure) -> ScriptError | None:
    """A decorator above something that is neither a function nor a class."""
    expected = at.expected()
    if "DEF" not in expected or "CLASS" not in expected or "NUMBER" in expected or not at.token:
        return None
    above = at.line_start(at.token - 1)
    call = at.written(above + 1, at.token - 2)
    help = "put it right above the function that it is for"
    if call.endswith(("grad()", "mode()", "anomaly()", "grad(True)", "grad(False)")):
        help = f"around statements it is written `with {call}:`"
    label = at.at("a `def` or a `class` was expected here")
    decorated = Label(at.span(above, at.token - 2), "the decorator is for what follows", False)
    return syntax_error("invalid syntax", label, decorated, help=help)

"""What people bring along from other languages, from Python 2, and from terminals and notebooks."""

from __future__ import annotations

from .block_errors import BLOCKS
from .diagnostic import Label, ScriptError
from .failure import OPERAND_STARTS, Failure
from .lexical_errors import syntax_error

LONGEST_REST = 60

# Words that start a statement elsewhere, with what is written instead.
WORDS = {
    "let": "a variable is made by assigning to it: `{rest}`",
    "var": "a variable is made by assigning to it: `{rest}`",
    "val": "a variable is made by assigning to it: `{rest}`",
    "const": "a variable is made by assigning to it: `{rest}`",
    "auto": "a variable is made by assigning to it: `{rest}`",
    "int": "variables have no type: `{rest}`",
    "float": "variables have no type: `{rest}`",
    "double": "variables have no type: `{rest}`",
    "string": "variables have no type: `{rest}`",
    "bool": "variables have no type: `{rest}`",
    "function": "a function is written `def {rest}`",
    "func": "a function is written `def {rest}`",
    "fn": "a function is written `def {rest}`",
    "fun": "a function is written `def {rest}`",
    "switch": "write `if` and `elif`",
    "throw": "write `raise {rest}`",
    "new": "an object is made by calling its class: `{rest}`",
    "echo": "write `print({rest})`",
    "unless": "write `if not {rest}`",
    "elseif": "write `elif {rest}`",
    "elsif": "write `elif {rest}`",
    "foreach": "write `for x in {rest}`",
    "pip": "a script installs nothing: install packages from the terminal",
    "conda": "a script installs nothing: install packages from the terminal",
    "python": "this is a command for the terminal, not a statement",
    "autograd": "this is a command for the terminal, not a statement",
}
OPERATORS = {
    ("&", "&"): "write `and`",
    ("|", "|"): "write `or`",
    ("<", ">"): "`not equal` is written `!=`",
    ("==", "="): "`equal` is written `==`",
    ("!=", "="): "`not equal` is written `!=`",
    ("=", "<"): "`less or equal` is written `<=`",
    ("=", ">"): "`greater or equal` is written `>=`",
    (":", ":"): "a name in a module is written `{left}.{right}`",
}


def prompt(at: Failure) -> ScriptError | None:
    """`>>> x = 3`, copied from a Python session."""
    if at.token == at.start and at.word == ">>" and at.after() == ">":
        label = Label(at.span(at.token, at.token + 1), "the prompt of a Python session", True)
        return syntax_error("invalid syntax", label, help="copy the statements without `>>>`")
    return None


def print_statement(at: Failure) -> ScriptError | None:
    """Python 2's `print x` and its likes."""
    before = at.before()
    if before not in ("print", "exec") or (
        at.token - 1 != at.start and at.before(2) not in (":", ";")
    ):
        return None
    if at.kind not in OPERAND_STARTS and at.kind not in ("LSQB", "LBRACE", "SIGN", "LAMBDA"):
        return None
    line = at.tokens.source.original.split("\n")[at.tokens.lines[at.token] - 1]
    column = at.tokens.source.character_column(
        at.tokens.lines[at.token], at.tokens.columns[at.token]
    )
    rest = line[column - 1 :].strip()
    help = f"write `{before}({rest})`" if len(rest) < LONGEST_REST and "#" not in rest else None
    if before == "exec":
        help = "write the statements themselves"
    return syntax_error(
        f"Missing parentheses in call to '{before}'. Did you mean {before}(...)?",
        at.at("", at.token - 1),
        help=help,
    )


def match_statement(at: Failure) -> ScriptError | None:
    """`match x:` and `type X = ...`."""
    if at.first not in ("match", "type", "case") or at.names[at.start] != "NAME":
        return None
    if at.token == at.start + 1 and at.kind in (*OPERAND_STARTS, "LBRACE"):
        what = "type aliases are" if at.first == "type" else f"'{at.first}' is"
        help = "leave it out" if at.first == "type" else "write `if` and `elif`"
        return syntax_error(f"{what} not part of the language", at.at("", at.start), help=help)
    if at.first == "match" and at.kind == "NEWLINE" and at.before() == ":":
        label = at.at("", at.start)
        return syntax_error(
            "'match' is not part of the language", label, help="write `if` and `elif`"
        )
    return None


def braces(at: Failure) -> ScriptError | None:
    """`if (x > 3) {`."""
    if at.word != "{" or at.first not in BLOCKS or at.open_token() is not None:
        return None
    if "COLON" not in at.expected():
        return None
    return syntax_error(
        "expected ':'",
        at.at("blocks have no braces"),
        help=f"write `{at.written(at.start, at.token - 1)}:` and indent the lines of the block",
    )


def loop_header(at: Failure) -> ScriptError | None:
    """`for (i = 0; i < n; i++)`."""
    if at.first != "for" or at.word != "=" or at.token > at.start + 3:
        return None
    name = at.before()
    return syntax_error(
        "invalid syntax",
        at.at("a `for` loop runs over the elements of something"),
        help=f"write `for {name} in range(n):`",
    )


def operators(at: Failure) -> ScriptError | None:
    """`x++`, `else if`, `a && b`, `x === y`, `torch::ones`."""
    before = at.before()
    if before == "else" and at.word == "if" and at.names[at.token - 1] == "ELSE":
        label = Label(at.span(at.token - 1, at.token), "", True)
        return syntax_error("expected ':'", label, help="write `elif`")
    for place in (at.token, at.token + 1):  # the failure may be at either of the two signs
        if place >= len(at.words) or place < 1 or not at.touches(place):
            continue
        pair = (at.words[place - 1], at.words[place])
        if pair not in OPERATORS:
            continue
        help = OPERATORS[pair]
        if pair == ("=", ">") and at.first not in BLOCKS:
            help = "a function is written `lambda x: ...`"
        if "{left}" in help:
            names = at.words[place - 2], at.words[place + 1]
            if not all(name.isidentifier() for name in names):
                continue
            help = help.format(left=names[0], right=names[1])
        label = Label(at.span(place - 1, place), "", True)
        return syntax_error("invalid syntax", label, help=help)
    if at.word == "=" and at.first in BLOCKS and _behind(at, at.token) == "!":
        return syntax_error("invalid syntax", at.at(), help=OPERATORS["!=", "="])
    sign = at.before()
    if at.token > at.start + 1 and sign in "+-" and sign == at.before(2):
        ended = at.kind in ("NEWLINE", "SEMICOLON", "RPAR", "RSQB", "COMMA")
        if ended and at.touches(at.token - 1):
            label = Label(at.span(at.token - 2, at.token - 1), "", True)
            name = at.before(3) if at.before(3).isidentifier() else "x"
            return syntax_error("invalid syntax", label, help=f"write `{name} {sign}= 1`")
    return None


def _behind(at: Failure, token: int) -> str:
    """The character right behind a token: it may be part of none."""
    tokens = at.tokens
    offset = tokens.source.offset(tokens.last_lines[token], tokens.ends[token])
    return tokens.source.text[offset : offset + 1]


def arrows(at: Failure) -> ScriptError | None:
    """`x -> x * 2` and `x->grad`."""
    if at.word != "->" or at.first == "def":
        return None
    left = at.before()
    if at.touches(at.token) and at.touches(at.token + 1) and at.after().isidentifier():
        help = f"an attribute is written `{left}.{at.after()}`"
    else:
        help = f"a function is written `lambda {left}: ...`"
        if not left.isidentifier():
            help = "a function is written `lambda x: ...`"
    return syntax_error("invalid syntax", at.at(), help=help)


def declarations(at: Failure) -> ScriptError | None:
    """`let x = 3`, `function f(x)`, `throw ...`: a word that is no keyword here, and a name."""
    if at.token < 1 or at.names[at.token - 1] != "NAME" or at.kind not in OPERAND_STARTS:
        return None
    word = at.before()
    if word not in WORDS or (at.token - 1 != at.start and word != "new"):
        return None
    rest = at.written(at.token, at.line_end())
    if len(rest) > LONGEST_REST:
        rest = "..."
    label = at.at(f"`{word}` is not a word of Python", at.token - 1)
    return syntax_error("invalid syntax", label, help=WORDS[word].format(rest=rest))


def import_order(at: Failure) -> ScriptError | None:
    """`import nn from torch` and `import torch.nn as torch.nn`."""
    if at.first != "import":
        return None
    if at.word == "from":
        names, module = (
            at.written(at.start + 1, at.token - 1),
            at.written(at.token + 1, at.line_end()),
        )
        help = f"write `from {module} import {names}`"
        return syntax_error("invalid syntax", at.at("the module comes first"), help=help)
    if at.word == "." and "as" in at.words[at.start : at.token]:
        text = "behind `as` stands a plain name"
        return syntax_error("invalid syntax", at.at(text), help=f"write `as {at.after()}`")
    return None


def type_parameters(at: Failure) -> ScriptError | None:
    """`def f[T](x):` and `class A[T]:`, which Python has from 3.12 on."""
    if at.first not in ("def", "class") or at.word != "[" or at.token != at.start + 2:
        return None
    help = "annotations say nothing here: leave the type parameters out"
    return syntax_error("type parameters are not part of the language", at.at(), help=help)


def exception_lists(at: Failure) -> ScriptError | None:
    """`except*`, `except A, B` and `raise A, "text"`."""
    if at.first == "raise" and at.word == ",":
        kind = at.written(at.start + 1, at.token - 1)
        text = at.written(at.token + 1, at.line_end()) if at.after() != "\n" else "..."
        return syntax_error("invalid syntax", at.at(), help=f"write `raise {kind}({text})`")
    if at.first != "except":
        return None
    if at.word == "*" and at.token == at.start + 1:
        return syntax_error("'except*' is not part of the language", at.at(), help="write `except`")
    if at.word == ",":
        first, second = at.written(at.start + 1, at.token - 1), at.after()
        return syntax_error(
            "multiple exception types must be parenthesized",
            at.at(),
            help=f"write `except ({first}, {second}):`",
        )
    return None

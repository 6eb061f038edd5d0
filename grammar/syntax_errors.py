"""Words for where a parse fails: what was expected, and what was probably meant.

Each rule looks at the tokens around the failure and returns an error or None; the first one that
speaks is heard. Messages are CPython's where CPython has a good one.
"""

from __future__ import annotations

from typing import NoReturn

from .assignment_errors import assignment, assignment_in_condition, walrus
from .block_errors import (
    alone,
    decorator,
    indentation,
    missing_block,
    missing_colon,
    missing_handler,
)
from .diagnostic import ScriptError
from .expression_errors import (
    field,
    generator_argument,
    lambda_body,
    missing_comma,
    missing_in,
    missing_key,
    missing_value,
    number_parts,
    order_of_not,
    statement_in_expression,
)
from .failure import Failure
from .foreign_syntax import (
    arrows,
    braces,
    declarations,
    exception_lists,
    import_order,
    loop_header,
    match_statement,
    operators,
    print_statement,
    prompt,
    type_parameters,
)
from .lexer import Tokens
from .lexical_errors import syntax_error
from .tables import Tables

OUT = {
    "async": (
        "'async' is not part of the language",
        "scripts run from top to bottom; leave `async` out",
    ),
    "await": ("'await' is not part of the language", "call the function without `await`"),
    "yield": (
        "'yield' is not part of the language",
        "build a list and return it, or write `(x for ...)`",
    ),
}
# Terminals that stand for more than one text, in words.
KINDS = {
    "NAME": "a name",
    "NEWLINE": "the end of the line",
    "INDENT": "an indented block",
    "DEDENT": "the end of the block",
    "$END": "the end of the script",
    "BINARY": "an operator",
    "AUGMENTED": "an operator",
    "FIELD_END": "'}'",
}
MOST_EXPECTED = 3


def explain(tokens: Tokens, tables: Tables, states: list[dict[int, int]], token: int) -> NoReturn:
    """Raise what is wrong at a token that cannot follow."""
    failure = Failure(tokens, tables, states, token)
    for rule in RULES:
        found = rule(failure)
        if found:
            raise found
    raise plain(failure)


def refused_word(at: Failure) -> ScriptError | None:
    """`async`, `await`, `yield`."""
    if at.kind != "RESERVED":
        return None
    message, help = OUT[at.word]
    return syntax_error(message, at.at(), help=help)


def unclosed(at: Failure) -> ScriptError | None:
    """A bracket that is open at the failure, on an earlier line, and that nothing closes."""
    error = at.tokens.error
    if not error or not error.diagnostic.message.endswith("was never closed"):
        return None
    opened = error.diagnostic.labels[0].span
    if at.kind == "ERROR" or opened.line < at.tokens.lines[at.token]:
        return error
    return None


def lexical(at: Failure) -> ScriptError | None:
    """The text where no token starts."""
    return at.tokens.error if at.kind == "ERROR" else None


def keyword_as_name(at: Failure) -> ScriptError | None:
    """`lambda = 3`, `x.in`, `class = 1`."""
    if not at.word.isidentifier() or at.kind == "NAME" or at.kind == "CONSTANT":
        if at.token == 0 or not at.before().isidentifier():
            return None
        kind = at.names[at.token - 1]
        if kind in ("NAME", "CONSTANT") or at.word not in ("=", ".", "+=", "-=", "*=", "/="):
            return None
        return _named(at, at.token - 1)
    expected = at.expected()
    named = at.before() in ("for", "def", "class", "as", "import", "global", "nonlocal", ".")
    if "NAME" in expected and (named or not at.expects_value() or at.after() in ("=", ",", ")")):
        return _named(at, at.token)
    return None


def _named(at: Failure, token: int) -> ScriptError:
    word = at.words[token]
    label = at.at(f"`{word}` is a word of the language", token)
    return syntax_error("invalid syntax", label, help=f"choose another name, such as `{word}_`")


def plain(at: Failure) -> ScriptError:
    """What was expected, if that can be said in a few words."""
    texts: dict[str, list[str]] = {}
    for text, number in at.tables.words.items():
        texts.setdefault(at.tables.terminals[number], []).append(text)
    described: list[str] = []
    for name in at.expected():
        found = KINDS.get(name) or " or ".join(f"'{text}'" for text in texts.get(name, []))
        if found and found not in described:
            described.append(found)
    if "the end of the line" in described and "';'" in described:
        described.remove("';'")  # another way to end a statement: true, and of no help
    label = ""
    if 0 < len(described) <= MOST_EXPECTED:
        label = f"expected {' or '.join(described)}"
    elif at.kind in ("RPAR", "RSQB", "RBRACE"):
        label = f"a value was expected before `{at.word}`"
    elif at.word.isprintable() and at.word and at.token > at.start:
        label = f"`{at.word}` cannot stand behind `{at.before()}`"
    elif at.word.isprintable() and at.word:
        label = f"no statement starts with `{at.word}`"
    return syntax_error("invalid syntax", at.at(label))


RULES = (
    refused_word,
    unclosed,
    lexical,
    prompt,
    print_statement,
    match_statement,
    indentation,
    missing_block,
    missing_handler,
    braces,
    loop_header,
    operators,
    arrows,
    assignment_in_condition,
    missing_in,
    order_of_not,
    declarations,
    import_order,
    exception_lists,
    type_parameters,
    lambda_body,
    missing_colon,
    keyword_as_name,
    alone,
    decorator,
    field,
    missing_key,
    walrus,
    assignment,
    statement_in_expression,
    number_parts,
    missing_comma,
    generator_argument,
    missing_value,
)

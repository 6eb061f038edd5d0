"""Words for `=` and `:=` where they cannot stand."""

from __future__ import annotations

from .diagnostic import ScriptError
from .failure import Failure
from .lexical_errors import syntax_error
from .syntax_remedies import syntax_remedy


def assignment_in_condition(at: Failure) -> ScriptError | None:
    """`if x = 3:`."""
    if at.word != "=" or at.first not in ("if", "elif", "while", "assert", "return"):
        return None
    left = at.token - 1
    while left > at.start + 1 and at.words[left - 1] not in ("and", "or", "not"):
        left -= 1
    plain = left == at.token - 1 and at.names[left] == "NAME"
    message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
    if not plain:
        message = "invalid syntax. Maybe you meant '==' instead of '='?"
    help = "a comparison is written `==`"
    if at.first == "return":
        help = "a comparison is written `==`; an assignment is a statement of its own"
    return syntax_error(message, at.at(), help=help)


def walrus(at: Failure) -> ScriptError | None:
    """`x := 3` as a statement, `(x.y := 3)`."""
    if at.word != ":=":
        return None
    kind = at.names[at.token - 1]
    if at.token == at.start + 1 and kind == "NAME":
        help = f"write `{at.before()} = ...`; `:=` assigns inside an expression, in parentheses"
        return syntax_error("invalid syntax", at.at("a statement assigns with `=`"), help=help)
    if kind == "NAME" and at.before(2) == ".":
        message = "cannot use assignment expressions with attribute"
        return syntax_error(message, at.at("", at.token - 1), help="`:=` assigns to a name only")
    if kind == "RSQB":
        message = "cannot use assignment expressions with subscript"
        return syntax_error(message, at.at("", at.token - 1), help="`:=` assigns to a name only")
    return syntax_error("invalid syntax", at.at("`:=` cannot stand here without parentheses"))


def assignment(at: Failure) -> ScriptError | None:
    """`f(a.b=1)`, `(x = 1)`, `global x = 3`."""
    if at.word != "=":
        return None
    if at.before() in ("True", "False", "None"):
        message = f"cannot assign to {at.before()}"
        return syntax_error(message, at.at("", at.token - 1), help=syntax_remedy(message))
    if at.first in ("global", "nonlocal"):
        names = at.written(at.start + 1, at.token - 1)
        return syntax_error(
            "invalid syntax",
            at.at(f"`{at.first}` only declares names"),
            help=f"write `{at.first} {names}` on one line and `{names} = ...` on the next",
        )
    opened = at.bracket()
    if opened is None:
        return None
    in_call = (
        at.words[opened] == "(" and opened and at.names[opened - 1] in ("NAME", "RPAR", "RSQB")
    )
    if in_call and at.before(2) not in ("(", ","):
        return syntax_error(
            'expression cannot contain assignment, perhaps you meant "=="?',
            at.at(),
            help="the name of an argument is a plain name; a comparison is written `==`",
        )
    return syntax_error("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", at.at())

"""Words for broken expressions: missing values, commas and keys, and `=` where it cannot stand."""

from __future__ import annotations

from .diagnostic import Label, ScriptError
from .failure import LINE_STARTS, OPERAND_ENDS, OPERAND_STARTS, Failure
from .lexical_errors import syntax_error

STATEMENTS = (
    *("import", "from", "return", "raise", "pass", "break", "continue", "del", "global"),
    *("nonlocal", "assert", "while", "def", "class", "try", "with"),
)
STRING_PREFIXES = "the prefixes of strings are r, b, f and u, and r with b or f"


def missing_in(at: Failure) -> ScriptError | None:
    """`for i range(3):`, `[x for x y]`."""
    if at.word == "in" or "IN" not in at.expected():
        return None
    place = at.token - 1
    while place > at.start and (at.names[place] in ("NAME", "COMMA") or at.words[place] in "()"):
        place -= 1
    if at.words[place] != "for" or place == at.token - 1:
        return None
    variables = at.written(place + 1, at.token - 1)
    return syntax_error(
        "'in' expected after for-loop variables",
        at.behind(at.token - 1, "`in` was expected here"),
        help=f"write `for {variables} in ...`",
    )


def order_of_not(at: Failure) -> ScriptError | None:
    """`x not y`, `x == not y`, `not in x`."""
    if at.kind == "NOT" and at.names[at.token - 1] in OPERAND_ENDS and at.token > at.start:
        return syntax_error(
            "invalid syntax",
            at.at("`in` or an operator was expected with this `not`"),
            help="write `x not in y`, `x != y` or `x and not y`",
        )
    if at.kind == "NOT" and at.names[at.token - 1] in ("BINARY", "SIGN"):
        return syntax_error(
            "invalid syntax",
            at.at("`not` cannot stand here without parentheses"),
            help=f"write `(not {at.after()})`",
        )
    return None


def lambda_body(at: Failure) -> ScriptError | None:
    """`lambda x x + 1` and `lambda x: return x`."""
    opened = at.open_token()
    first = at.start if opened is None else opened
    place = at.token - 1
    while place > first and at.words[place] not in ("lambda", ":"):
        place -= 1
    if place < first or at.token == first:
        return None
    if at.words[place] == "lambda" and at.kind in OPERAND_STARTS and "COLON" in at.expected():
        if at.names[at.token - 1] not in ("NAME", "LAMBDA", *OPERAND_ENDS):
            return None
        head = at.written(place, at.token - 1)
        return syntax_error(
            "invalid syntax",
            at.behind(at.token - 1, "a `:` was expected here"),
            help=f"write `{head}: ...`",
        )
    if at.word == "return" and at.words[place] == ":" and place == at.token - 1:
        return syntax_error(
            "invalid syntax",
            at.at("the body of a lambda is an expression, and its value is what it returns"),
            help="leave `return` out, or define the function with `def`",
        )
    return None


def field(at: Failure) -> ScriptError | None:
    """A broken expression between the braces of an f-string."""
    opened = at.open_token()
    if opened is None or at.names[opened] != "FIELD_START":
        return None
    start = opened
    while start and at.names[start] != "FSTRING_START":
        start -= 1
    around = Label(at.span(start), "in this f-string", False)
    if at.token == opened + 1 and at.kind in ("FIELD_END", "FIELD_SPEC", "FIELD_BANG", "EQUAL"):
        return syntax_error(
            f"f-string: valid expression required before '{at.word[-1]}'",
            at.at(),
            around,
            help="a brace in the text of an f-string is written `{{`",
        )
    words = at.words[opened + 1 : at.token]
    if words[:1] == ["lambda"] and at.kind == "FIELD_END" and ":" not in words:
        return syntax_error(
            "f-string: lambda expressions are not allowed without parentheses",
            at.at("", opened + 1),
            around,
            help="the `:` in a field starts its format",
        )
    if at.expects_value():
        text = "a value was expected here"
        if at.token > opened + 1:
            text = f"a value was expected after `{at.before()}`"
        return syntax_error("f-string: invalid syntax", at.at(text), around)
    if at.kind in OPERAND_STARTS and at.names[at.token - 1] in OPERAND_ENDS:
        label = at.behind(at.token - 1, "'}' or an operator was expected here")
        return syntax_error("f-string: expecting '}'", label, around)
    help = "a field holds one expression" if at.word == ";" or "=" in words else None
    return syntax_error(
        "f-string: expecting '}'", at.at("'}' was expected here"), around, help=help
    )


def missing_key(at: Failure) -> ScriptError | None:
    """`{'a': 1, 'b' 2}`, `{'a': 1, 'b'}`, `{'a' = 1}`."""
    opened = at.bracket()
    if opened is None or at.names[opened] != "LBRACE":
        return None
    level = at.since(opened)
    item = max((place for place in level if at.words[place] == ","), default=opened) + 1
    if item >= at.token or any(at.words[p] in (":", "for") for p in level if p >= item):
        return None
    key = at.written(item, at.token - 1)
    is_dict = any(at.words[place] == ":" for place in level)
    if at.word == "=":
        return syntax_error(
            "':' expected after dictionary key",
            at.at("`:` was expected here"),
            help=f"write `{key}: ...`, or `dict({key.strip(chr(34) + chr(39))}=...)`",
        )
    if is_dict and "COLON" in at.expected() and at.kind in (*OPERAND_STARTS, "COMMA", "RBRACE"):
        label = at.behind(at.token - 1, "`:` and a value were expected here")
        if at.kind in OPERAND_STARTS:
            label = label._replace(text="`:` was expected here")
        return syntax_error("':' expected after dictionary key", label)
    return None


def statement_in_expression(at: Failure) -> ScriptError | None:
    """`x = import torch`."""
    if at.word not in STATEMENTS or not at.expects_value() or at.token == at.start:
        return None
    if at.names[at.token - 1] in LINE_STARTS or at.before() == ";":
        return None
    text = f"`{at.word}` starts a statement: it has no value"
    return syntax_error("invalid syntax", at.at(text), help="write it on a line of its own")


def number_parts(at: Failure) -> ScriptError | None:
    """`1.2.3`, `x.3` and `ur"text"`."""
    if at.token <= at.start or not at.touches(at.token):
        return None
    left = at.token - 1
    if at.kind == "NUMBER" and at.word.startswith(".") and at.names[left] == "NUMBER":
        text = "this number has a second decimal point"
        return syntax_error("invalid syntax", Label(at.span(left, at.token), text, True))
    if at.kind == "NUMBER" and at.word.startswith(".") and at.names[left] == "NAME":
        return syntax_error(
            "invalid syntax",
            at.at("an attribute is a name, not a number"),
            help=f"an element is written `{at.before()}[{at.word[1:]}]`",
        )
    if at.kind in ("STRING", "FSTRING_START") and at.names[left] == "NAME":
        text = f"`{at.before()}` is no prefix of a string"
        return syntax_error("invalid syntax", at.at(text, left), help=STRING_PREFIXES)
    return None


def missing_comma(at: Failure) -> ScriptError | None:
    """Two values side by side between brackets, or side by side anywhere."""
    if at.kind not in (*OPERAND_STARTS, "LBRACE"):
        return None
    left = at.token - 1
    if left < 0 or at.names[left] not in OPERAND_ENDS:
        return None
    product = at.names[left] in ("NUMBER", "RPAR") and at.kind == "NAME"
    opened = at.bracket()
    if opened is None:
        text = f"an operator or the end of the line was expected before `{at.word}`"
        help = None
        if product or (at.names[left] == "NUMBER" and at.kind == "NUMBER"):
            help = f"a product is written `{at.before()} * {at.word}`"
            if at.before() == ")":
                help = f"a product is written `(...) * {at.word}`"
        return syntax_error("invalid syntax", at.at(text), help=help)
    return syntax_error(
        "invalid syntax. Perhaps you forgot a comma?",
        at.behind(left, "a comma was expected here"),
        help=f"or was a product meant? It is written `{at.before()} * {at.word}`"
        if product and at.before() != ")" and at.after() != "="
        else None,
    )


def generator_argument(at: Failure) -> ScriptError | None:
    """`f(a, b for b in c)`, `[*a for a in b]`."""
    if at.word != "for":
        return None
    opened = at.bracket()
    if opened is None:
        return None
    between = at.words[opened + 1 : at.token]
    if between[:1] in (["*"], ["**"]):
        what = "dict unpacking" if between[0] == "**" else "iterable unpacking"
        return syntax_error(f"{what} cannot be used in comprehension", at.at("", opened + 1))
    if at.words[opened] == "(" and "," in between:
        return syntax_error(
            "Generator expression must be parenthesized",
            at.at(),
            help="put parentheses around the expression with `for`",
        )
    if "," in between:
        return syntax_error("did you forget parentheses around the comprehension target?", at.at())
    return None


def missing_value(at: Failure) -> ScriptError | None:
    """An operator, `=` or `(` with nothing behind it."""
    if not at.expects_value() or not at.token or at.names[at.token - 1] in LINE_STARTS:
        return None
    before = at.before()
    if before == ";":
        help = "leave one `;` out" if at.word == ";" else None
        return syntax_error("invalid syntax", at.at("a statement was expected here"), help=help)
    if before == "=" and at.kind in ("COMMA", "RPAR") and at.first == "def":
        message = "expected default value expression"
        return syntax_error(message, at.at("a value was expected after `=`"))
    help = None
    if (before, at.word) in (("^", "^"), ("**", "**"), ("**", "*")):
        help = "a power is written `x ** 2` or `x ^ 2`"
    elif before == at.word == ",":
        help = "leave one comma out, or write the value between them"
    elif before == "@" and at.token == at.start + 1:
        return syntax_error("invalid syntax", at.at("a decorator was expected after `@`"))
    text = f"a value was expected after `{before}`"
    if at.kind == "NEWLINE":
        return syntax_error("invalid syntax", Label(at.span(at.token - 1), text, True), help=help)
    return syntax_error("invalid syntax", at.at(text), help=help)

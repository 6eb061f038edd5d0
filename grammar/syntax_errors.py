"""Words for where a parse fails: what was expected, and what was probably meant.

Each rule below looks at the tokens around the failure and returns an error or None; the first one
that speaks is heard. Messages are CPython's where CPython has a good one.
"""

from __future__ import annotations

from typing import NoReturn

from .diagnostic import Label, ScriptError, Span
from .lexer import Tokens
from .lexical_errors import syntax_error
from .tables import Tables

OPERAND_STARTS = ("NAME", "NUMBER", "STRING", "FSTRING_START", "CONSTANT")
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
    raise _Failure(tokens, tables, states, token).error()


class _Failure:
    def __init__(
        self, tokens: Tokens, tables: Tables, states: list[dict[int, int]], token: int
    ) -> None:
        self.tokens, self.tables, self.states, self.token = tokens, tables, states, token
        self.number = {name: place for place, name in enumerate(tables.terminals)}
        self.names = [tables.terminals[kind] for kind in tokens.kinds[: token + 2]]
        self.words = tokens.words
        self.kind = self.names[token]
        self.word = self.words[token]
        self.start = token  # the first token of the line
        while self.start and self.names[self.start - 1] not in ("NEWLINE", "INDENT", "DEDENT"):
            self.start -= 1
        self.first = self.words[self.start]

    def error(self) -> ScriptError:
        """The most helpful error that a rule finds."""
        rules = (
            self.refused_word,
            self.unclosed,
            self.lexical,
            self.print_statement,
            self.match_statement,
            self.indentation,
            self.missing_block,
            self.assignment_in_condition,
            self.missing_colon,
            self.keyword_as_name,
            self.assignment,
            self.other_languages,
            self.except_star,
            self.missing_comma,
            self.generator_argument,
            self.missing_expression,
        )
        for rule in rules:
            found = rule()
            if found:
                return found
        return self.plain()

    def span(self, first: int, last: int | None = None) -> Span:
        """The range of tokens."""
        last = first if last is None else last
        tokens = self.tokens
        return tokens.source.span(
            tokens.lines[first], tokens.columns[first], tokens.last_lines[last], tokens.ends[last]
        )

    def at(self, text: str = "", token: int | None = None) -> Label:
        """A primary label at a token."""
        return Label(self.span(self.token if token is None else token), text, True)

    def expected(self) -> list[str]:
        """The terminals that could have followed, found by trying each."""
        return [
            name
            for number, name in enumerate(self.tables.terminals)
            if number in self.states[-1] and self.can_follow(number)
        ]

    def can_follow(self, number: int) -> bool:
        """Whether a terminal is ever shifted from here: run the rules that it asks for."""
        states = self.states[-64:]
        while True:
            action = states[-1].get(number)
            if action is None:
                return False
            if action >= 0:
                return True
            length = self.tables.lengths[action]
            if length >= len(states):
                return True
            states = states[: len(states) - length]
            states.append(self.tables.rows[states[-1][self.tables.lefts[action]]])

    # ---- rules

    def refused_word(self) -> ScriptError | None:
        """`async`, `await`, `yield`."""
        if self.kind != "RESERVED":
            return None
        message, help = OUT[self.word]
        return syntax_error(message, self.at(), help=help)

    def unclosed(self) -> ScriptError | None:
        """A bracket that is open at the failure, on an earlier line, and that nothing closes."""
        if not self.tokens.error:
            return None
        message = self.tokens.error.diagnostic.message
        if not message.endswith("was never closed"):
            return None
        opened = self.tokens.error.diagnostic.labels[0].span
        if self.kind == "ERROR" or opened.line < self.tokens.lines[self.token]:
            return self.tokens.error
        return None

    def lexical(self) -> ScriptError | None:
        """The text where no token starts."""
        return self.tokens.error if self.kind == "ERROR" else None

    def print_statement(self) -> ScriptError | None:
        """Python 2's `print x` and its likes."""
        before = self.words[self.token - 1] if self.token else ""
        if before not in ("print", "exec") or (
            self.token - 1 != self.start and self.words[self.token - 2] not in (":", ";")
        ):
            return None
        if self.kind in OPERAND_STARTS or self.kind in ("LSQB", "LBRACE", "SIGN", "LAMBDA"):
            end = self.token
            while self.names[end] != "NEWLINE" and end + 1 < len(self.names) - 1:
                end += 1
            line = self.tokens.source.original.split("\n")[self.tokens.lines[self.token] - 1]
            column = self.tokens.source.character_column(
                self.tokens.lines[self.token], self.tokens.columns[self.token]
            )
            rest = line[column - 1 :].strip()
            help = f"write `{before}({rest})`" if len(rest) < 60 and "#" not in rest else None
            return syntax_error(
                f"Missing parentheses in call to '{before}'. Did you mean {before}(...)?",
                self.at("", self.token - 1),
                help=help,
            )
        return None

    def match_statement(self) -> ScriptError | None:
        """`match x:` and `type X = ...`."""
        if self.first not in ("match", "type", "case") or self.names[self.start] != "NAME":
            return None
        if self.token == self.start + 1 and self.kind in (*OPERAND_STARTS, "LBRACE"):
            what = "type aliases are" if self.first == "type" else f"'{self.first}' is"
            help = None if self.first == "type" else "write `if` and `elif`"
            return syntax_error(
                f"{what} not part of the language", self.at("", self.start), help=help
            )
        if self.first == "match" and self.kind == "NEWLINE" and self.words[self.token - 1] == ":":
            label = self.at("", self.start)
            return syntax_error(
                "'match' is not part of the language", label, help="write `if` and `elif`"
            )
        return None

    def indentation(self) -> ScriptError | None:
        """An indent where no block can start."""
        if self.kind != "INDENT":
            return None
        line, column = self.tokens.lines[self.token], self.tokens.columns[self.token]
        span = self.tokens.source.span(line, 0, line, max(column, 1))
        return syntax_error("unexpected indent", Label(span, "", True), type="IndentationError")

    def missing_block(self) -> ScriptError | None:
        """A colon, the end of the line, and no indented line below."""
        token = self.token
        if token < 2 or self.names[token - 1] != "NEWLINE" or self.words[token - 2] != ":":
            return None
        head = token - 2
        while head and self.names[head - 1] not in ("NEWLINE", "INDENT", "DEDENT"):
            head -= 1
        block = BLOCKS.get(self.words[head])
        if not block:
            return None
        line = self.tokens.lines[head]
        return syntax_error(
            f"expected an indented block after {block} on line {line}",
            Label(self.span(token, token), "this line is not indented", True),
            Label(self.span(head, token - 2), "the block belongs to this", False),
            type="IndentationError",
            help="indent the lines of the block, or write `pass`",
        )

    def assignment_in_condition(self) -> ScriptError | None:
        """`if x = 3:`."""
        if self.word != "=" or self.first not in ("if", "elif", "while", "assert", "return"):
            return None
        left = self.token - 1
        while left > self.start + 1 and self.words[left - 1] not in ("and", "or", "not"):
            left -= 1
        plain = left == self.token - 1 and self.names[left] == "NAME"
        message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
        if not plain:
            message = "invalid syntax. Maybe you meant '==' instead of '='?"
        return syntax_error(message, self.at(), help="a comparison is written `==`")

    def missing_colon(self) -> ScriptError | None:
        """The end of a line where a colon was due."""
        if self.first not in BLOCKS or "COLON" not in self.expected():
            return None
        line_end = self.token
        while line_end < len(self.words) - 1 and self.words[line_end] not in ("\n", ":"):
            line_end += 1
        if self.kind == "NEWLINE" or (self.kind in OPERAND_STARTS and self.words[line_end] != ":"):
            end = self.span(self.token - 1)
            label = Label(
                Span(end.end_line, end.end_column, end.end_line, end.end_column + 1), "", True
            )
            return syntax_error("expected ':'", label)
        return None

    def keyword_as_name(self) -> ScriptError | None:
        """`lambda = 3`, `x.in`, `class = 1`."""
        if not self.word.isidentifier() or self.kind == "NAME" or self.kind == "CONSTANT":
            if self.token == 0 or not self.words[self.token - 1].isidentifier():
                return None
            before, kind = self.token - 1, self.names[self.token - 1]
            if kind in ("NAME", "CONSTANT") or self.word not in ("=", ".", "+=", "-=", "*=", "/="):
                return None
            return self.named(before)
        expected = self.expected()
        if "NAME" in expected and ("NUMBER" not in expected or self.next_word() in ("=", ",", ")")):
            return self.named(self.token)
        return None

    def next_word(self) -> str:
        """The text of the token behind the failure."""
        return self.words[self.token + 1] if self.token + 1 < len(self.words) else ""

    def named(self, token: int) -> ScriptError:
        """The error for a keyword that stands as a name."""
        word = self.words[token]
        label = Label(self.span(token), f"`{word}` is a word of the language", True)
        return syntax_error("invalid syntax", label, help=f"choose another name, such as `{word}_`")

    def assignment(self) -> ScriptError | None:
        """`f(a.b=1)`, `(x = 1)`."""
        if self.word != "=":
            return None
        previous = self.words[self.token - 1]
        if previous in ("True", "False", "None"):
            return syntax_error(f"cannot assign to {previous}", self.at("", self.token - 1))
        opened = self.bracket()
        if opened is None:
            return None
        in_call = (
            self.words[opened] == "("
            and opened
            and self.names[opened - 1] in ("NAME", "RPAR", "RSQB")
        )
        if in_call and self.words[self.token - 2] not in ("(", ","):
            return syntax_error(
                'expression cannot contain assignment, perhaps you meant "=="?', self.at()
            )
        return syntax_error(
            "invalid syntax. Maybe you meant '==' or ':=' instead of '='?", self.at()
        )

    def bracket(self) -> int | None:
        """The innermost bracket that is open at the failure."""
        depth = 0
        for place in range(self.token - 1, -1, -1):
            word = self.words[place]
            if self.names[place] in ("RPAR", "RSQB", "RBRACE", "FIELD_END"):
                depth += 1
            elif self.names[place] in ("LPAR", "LSQB", "LBRACE", "FIELD_START"):
                if not depth:
                    return place if word in "([{" else None
                depth -= 1
        return None

    def other_languages(self) -> ScriptError | None:
        """`x++`, `else if`, `a && b`, `x => y`."""
        before = self.words[self.token - 1] if self.token else ""
        pairs = {
            ("+", "+"): "write `x += 1`",
            ("-", "-"): "write `x -= 1`",
            ("&", "&"): "write `and`",
            ("|", "|"): "write `or`",
            ("else", "if"): "write `elif`",
            ("=", ">"): "a function is written `lambda x: ...`",
            ("<", ">"): "write `!=`",
        }
        if before == "else" and self.word == "if":
            return syntax_error("expected ':'", self.at(), help="write `elif`")
        help = pairs.get((before, self.word))
        if (
            self.kind == "NEWLINE"
            and self.token > 1
            and before == self.words[self.token - 2]
            and before in "+-"
        ):
            help = pairs[(before, before)]
        return syntax_error("invalid syntax", self.at(), help=help) if help else None

    def except_star(self) -> ScriptError | None:
        """`except*` and `except A, B`."""
        if self.first != "except":
            return None
        if self.word == "*" and self.token == self.start + 1:
            return syntax_error(
                "'except*' is not part of the language", self.at(), help="write `except`"
            )
        if self.word == ",":
            return syntax_error(
                "multiple exception types must be parenthesized",
                self.at(),
                help="write `except (A, B):`",
            )
        return None

    def missing_comma(self) -> ScriptError | None:
        """Two values side by side between brackets, or side by side anywhere."""
        ends = (*OPERAND_STARTS, "RPAR", "RSQB", "RBRACE", "FSTRING_END")
        if self.kind not in (*OPERAND_STARTS, "LBRACE") or self.names[self.token - 1] not in ends:
            return None
        opened = self.bracket()
        left = self.token - 1
        help = None
        if self.names[left] in ("NUMBER", "RPAR") and self.kind in ("NAME", "NUMBER"):
            help = "a product is written with `*`"
        if opened is None:
            words = self.words[left], self.word
            return syntax_error(
                "invalid syntax",
                self.at(f"an operator or the end of the line was expected before `{words[1]}`"),
                help=help,
            )
        label = Label(self.span(left, self.token), "", True)
        return syntax_error("invalid syntax. Perhaps you forgot a comma?", label, help=help)

    def generator_argument(self) -> ScriptError | None:
        """`f(a, b for b in c)`, `[*a for a in b]`."""
        if self.word != "for":
            return None
        opened = self.bracket()
        if opened is None:
            return None
        between = self.words[opened + 1 : self.token]
        if between[:1] in (["*"], ["**"]):
            what = "dict unpacking" if between[0] == "**" else "iterable unpacking"
            return syntax_error(f"{what} cannot be used in comprehension", self.at("", opened + 1))
        if self.words[opened] == "(" and "," in between:
            return syntax_error(
                "Generator expression must be parenthesized",
                self.at(),
                help="put parentheses around the expression with `for`",
            )
        if "," in between:
            return syntax_error(
                "did you forget parentheses around the comprehension target?", self.at()
            )
        return None

    def missing_expression(self) -> ScriptError | None:
        """An operator, `=` or `(` with nothing behind it."""
        expected = self.expected()
        if "NUMBER" not in expected or "CONSTANT" not in expected or not self.token:
            return None
        before = self.words[self.token - 1]
        if self.names[self.token - 1] in ("NEWLINE", "INDENT", "DEDENT"):
            return None
        text = f"a value was expected after `{before}`"
        if self.kind == "NEWLINE":
            return syntax_error("invalid syntax", Label(self.span(self.token - 1), text, True))
        return syntax_error("invalid syntax", self.at(text))

    def plain(self) -> ScriptError:
        """What was expected, if that can be said in a few words."""
        word = self.word if self.kind not in KINDS or self.kind == "NAME" else ""
        if self.kind == "DEDENT" or self.kind == "$END":
            opening = {"try": "expected 'except' or 'finally' block"}
            for start in range(self.token - 1, -1, -1):
                if self.words[start] in opening and "EXCEPT" in self.expected():
                    return syntax_error(
                        opening[self.words[start]], self.at(), Label(self.span(start), "", False)
                    )
        if "EXCEPT" in self.expected() and self.kind != "NEWLINE":
            return syntax_error("expected 'except' or 'finally' block", self.at())
        texts: dict[str, list[str]] = {}
        for text, number in self.tables.words.items():
            texts.setdefault(self.tables.terminals[number], []).append(text)
        described: list[str] = []
        for name in self.expected():
            found = KINDS.get(name) or " or ".join(f"'{text}'" for text in texts.get(name, []))
            if found and found not in described:
                described.append(found)
        label = ""
        if 0 < len(described) <= MOST_EXPECTED:
            label = f"expected {' or '.join(described)}"
        elif word in ("else", "elif", "except", "finally", "in", "as", "from"):
            label = f"there is nothing before that this `{word}` belongs to"
        elif self.kind in ("RPAR", "RSQB", "RBRACE"):
            label = f"a value was expected before `{word}`"
        return syntax_error("invalid syntax", self.at(label))

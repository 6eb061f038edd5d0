"""Where a parse stopped: the tokens around the place, and what could have followed there."""

from __future__ import annotations

from .diagnostic import Label, Span
from .lexer import Tokens
from .tables import Tables

LINE_STARTS = ("NEWLINE", "INDENT", "DEDENT")
INVISIBLE = (*LINE_STARTS, "$END", "ERROR")
OPERAND_STARTS = ("NAME", "NUMBER", "STRING", "FSTRING_START", "CONSTANT")
OPERAND_ENDS = (*OPERAND_STARTS, "RPAR", "RSQB", "RBRACE", "FSTRING_END")
OPENING = ("LPAR", "LSQB", "LBRACE", "FIELD_START")
CLOSING = ("RPAR", "RSQB", "RBRACE", "FIELD_END")


class Failure:
    """A token that cannot follow what stands before it.

    kind, word: of that token. start: the first token of its line, whose text is `first`.
    """

    def __init__(
        self, tokens: Tokens, tables: Tables, states: list[dict[int, int]], token: int
    ) -> None:
        self.tokens, self.tables, self.states, self.token = tokens, tables, states, token
        self.names = [tables.terminals[kind] for kind in tokens.kinds]
        self.words = tokens.words
        self.kind = self.names[token]
        self.word = self.words[token]
        self.start = self.line_start(token)
        self.first = self.words[self.start]
        self._expected: list[str] | None = None

    def line_start(self, token: int) -> int:
        """The first token of the logical line that a token is on."""
        while token and self.names[token - 1] not in LINE_STARTS:
            token -= 1
        return token

    def span(self, first: int, last: int | None = None) -> Span:
        """The range of tokens."""
        last = first if last is None else last
        tokens = self.tokens
        return tokens.source.span(
            tokens.lines[first], tokens.columns[first], tokens.last_lines[last], tokens.ends[last]
        )

    def at(self, text: str = "", token: int | None = None) -> Label:
        """A primary label at a token; at one that cannot be seen, behind the last that can."""
        token = self.token if token is None else token
        if self.names[token] in ("DEDENT", "$END"):
            return self.behind(token - 1, text)
        return Label(self.span(token), text, True)

    def behind(self, token: int, text: str = "") -> Label:
        """A primary label right behind a token."""
        while token and self.names[token] in INVISIBLE:
            token -= 1
        end = self.span(token)
        place = Span(end.end_line, end.end_column, end.end_line, end.end_column + 1)
        return Label(place, text, True)

    def before(self, count: int = 1) -> str:
        """The text of the token `count` places before the failure, or nothing."""
        return self.words[self.token - count] if self.token >= count else ""

    def after(self, count: int = 1) -> str:
        """The text of the token `count` places behind the failure, or nothing."""
        place = self.token + count
        return self.words[place] if place < len(self.words) else ""

    def touches(self, token: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        tokens = self.tokens
        return (
            token > 0
            and tokens.lines[token] == tokens.last_lines[token - 1]
            and tokens.columns[token] == tokens.ends[token - 1]
        )

    def written(self, first: int, last: int) -> str:
        """The source text from one token to another, on one line."""
        tokens, source = self.tokens, self.tokens.source
        start = source.offset(tokens.lines[first], tokens.columns[first])
        end = source.offset(tokens.last_lines[last], tokens.ends[last])
        return " ".join(source.text_of(source.text[start:end]).split())

    def line_end(self, token: int | None = None) -> int:
        """The last token before the end of the line that a token is on."""
        place = self.token if token is None else token
        while place + 1 < len(self.names) and self.names[place + 1] not in INVISIBLE:
            place += 1
        return place

    def expected(self) -> list[str]:
        """The terminals that could have followed, found by trying each."""
        if self._expected is None:
            self._expected = [
                name
                for number, name in enumerate(self.tables.terminals)
                if number in self.states[-1] and self._can_follow(number)
            ]
        return self._expected

    def expects_value(self) -> bool:
        """Whether an expression could have started here."""
        expected = self.expected()
        return "NUMBER" in expected and "CONSTANT" in expected

    def _can_follow(self, number: int) -> bool:
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

    def open_token(self) -> int | None:
        """The innermost bracket or f-string field that is open at the failure."""
        depth = 0
        for place in range(self.token - 1, -1, -1):
            if self.names[place] in CLOSING:
                depth += 1
            elif self.names[place] in OPENING:
                if not depth:
                    return place
                depth -= 1
        return None

    def bracket(self) -> int | None:
        """The innermost open bracket, if no f-string field is inside it."""
        place = self.open_token()
        return place if place is not None and self.names[place] != "FIELD_START" else None

    def since(self, opened: int) -> list[int]:
        """The tokens from an open bracket to the failure that are in no further bracket."""
        depth = 0
        found = []
        for place in range(opened + 1, self.token):
            if self.names[place] in OPENING:
                depth += 1
            if not depth:
                found.append(place)
            if self.names[place] in CLOSING:
                depth -= 1
        return found

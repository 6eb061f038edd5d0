"""From the text of a script to tokens: one regular expression, indentation, brackets and f-strings.

The text is looked at as its UTF-8 bytes, each byte a character, so that offsets are the columns
that Python's tree has. A lexical error does not stop the parse: it becomes the last token, since
the parser may find a problem that stands before it.
"""

from __future__ import annotations

import re

from .bracket_errors import indentation_error, mismatched, unclosed, unterminated_fstring
from .diagnostic import ScriptError
from .lexical_errors import bad_character, bad_names, bad_text
from .source import Source
from .tables import Tables

LETTER = "A-Za-z0-9_\\x80-\\xff"
BLANK_LINES = "(?:[ \\t\\f]*+(?:#[^\\n]*+)?\\n)*+[ \\t\\f]*+"
BEHIND_NUMBER = "(?:and|else|for|if|in|is|not|or)"  # Python lets these touch a number
CLOSERS = {")": "(", "]": "[", "}": "{"}
DEEPEST_INDENTATION = 100
TAB = 8


class Tokens:
    """The tokens of a script, as lists side by side; `end` columns are exclusive, lines start at
    1."""

    __slots__ = (
        "columns",
        "ends",
        "error",
        "kinds",
        "last_lines",
        "lines",
        "longest",
        "source",
        "words",
    )

    def __init__(self, source: Source) -> None:
        self.source = source
        self.kinds: list[int] = []
        self.words: list[str] = []
        self.lines: list[int] = []
        self.columns: list[int] = []
        self.last_lines: list[int] = []
        self.ends: list[int] = []
        self.error: ScriptError | None = None
        self.longest = 0  # the most tokens between two ends of lines: no expression is deeper

    def add(self, kind: int, word: str, line: int, column: int, last_line: int, end: int) -> None:
        """Append a token."""
        self.kinds.append(kind)
        self.words.append(word)
        self.lines.append(line)
        self.columns.append(column)
        self.last_lines.append(last_line)
        self.ends.append(end)


class Lexer:
    """Cuts texts into the tokens of one grammar."""

    def __init__(self, tables: Tables) -> None:
        number = {name: place for place, name in enumerate(tables.terminals)}
        self.number = number
        self.words = tables.words
        self.binary = number["BINARY"]
        name, string = tables.patterns["NAME"], tables.patterns["STRING"]
        self.pattern = re.compile(
            "[ \\t\\f]*+(?:"
            f"({name}(?![\"'])|{_operators(tables.words)})"
            "|([()\\[\\]{}]|:=?)"
            f"|((?:#[^\\n]*+)?\\n{BLANK_LINES})"
            f"|((?>{tables.patterns['NUMBER']})(?:(?![{LETTER}])|(?={BEHIND_NUMBER}(?![{LETTER}]))))"
            f"|({string})"
            f"|({tables.patterns['FSTRING_START']})"
            f"|({name})"
            "|(\\\\\\n)"
            "|([^\\n]))"
        )
        self.blank_lines = re.compile(BLANK_LINES)
        self.magic = re.compile(tables.patterns["MAGIC"])
        self.literals: dict[tuple[str, bool, bool], re.Pattern[str]] = {}

    def tokens(self, source: Source) -> Tokens:
        """All tokens, ending with `$END`, or with `ERROR` if there is an error to raise there."""
        tokens = Tokens(source)
        try:
            bad_text(source)
            _Scan(self, tokens).run()
            if not source.plain:
                bad_names(tokens, self.number["NAME"])
            last = self.number["$END"]
        except ScriptError as error:
            tokens.error = error
            last = self.number["ERROR"]
        tokens.add(last, "", source.line_count, 0, source.line_count, 0)
        return tokens

    def literal(self, quote: str, raw: bool, spec: bool) -> re.Pattern[str]:
        """The pattern of the text between the fields of an f-string."""
        key = (quote, raw, spec)
        if key not in self.literals:
            choices = [f"[^{{}}\\\\{quote[0]}{'' if len(quote) == 3 else chr(10)}]+"]
            if len(quote) == 3:
                choices.append(f"{quote[0]}(?!{quote[1:]})")
            if not raw:
                choices.append("\\\\N\\{[^{}\"'\\n]*\\}")
            choices += ["\\\\[^{}]", "\\\\(?=[{}])"]
            if not spec:
                choices += ["\\{\\{", "\\}\\}"]
            self.literals[key] = re.compile(f"(?:{'|'.join(choices)})*+")
        return self.literals[key]


def _operators(words: dict[str, int]) -> str:
    """A pattern of all operators but brackets and colons, the longer ones first."""
    signs = [w for w in words if not w[0].isalpha() and w[0] not in "()[]{}:"]
    long = sorted((w for w in signs if len(w) > 1), key=lambda w: (-len(w), w))
    single = "".join(re.escape(w) for w in sorted(signs) if len(w) == 1 and w != ".")
    return f"{'|'.join(map(re.escape, long))}|[{single}]|\\.(?![0-9])"


class _Scan:
    """One run over one text."""

    def __init__(self, lexer: Lexer, tokens: Tokens) -> None:
        self.lexer = lexer
        self.tokens = tokens
        self.text = tokens.source.text
        self.line = 1
        self.line_start = 0
        self.line_token = 0  # the token that ended the line before
        self.indents = [0]
        self.alternatives = [0]  # the same with tabs counted as one column
        self.opens: list[
            str
        ] = []  # "(", "[", "{", "f" an f-string, "F" its field, "S" its format spec
        self.open_tokens: list[int] = []
        self.strings: list[
            tuple[str, bool]
        ] = []  # quote and rawness of the f-strings that are open

    def run(self) -> None:
        """Fill the token lists.

        Raises:
            ScriptError: for what is no token.
        """
        first = self.lexer.blank_lines.match(self.text)
        position = first.end() if first else 0
        self._count(0, position)
        self._indent(position)
        if self.text.startswith("%", position):
            position = self._magic(position)
        while position >= 0:
            position = self._scan(position)
        if self.opens:
            self._unclosed()
        tokens, number = self.tokens, self.lexer.number
        for _ in self.indents[1:]:
            tokens.add(number["DEDENT"], "", self.line, 0, self.line, 0)

    def _scan(self, position: int) -> int:
        """Cut tokens from `position` on; where to go on in another mode, or -1 at the end."""
        lexer, tokens, text, opens = self.lexer, self.tokens, self.text, self.opens
        kind_of, name, number = lexer.words.get, lexer.number["NAME"], lexer.number
        newline, binary = number["NEWLINE"], lexer.binary
        add_kind, add_word, add_line = tokens.kinds.append, tokens.words.append, tokens.lines.append
        add_column, add_last, add_end = (
            tokens.columns.append,
            tokens.last_lines.append,
            tokens.ends.append,
        )
        line, line_start = self.line, self.line_start
        for match in lexer.pattern.finditer(text, position):
            group = match.lastindex
            start, end = match.span(group)  # type: ignore[arg-type]
            word = match[group]  # type: ignore[index]
            if group == 1:
                kind = kind_of(word, name)
                if kind < 2 and tokens.words and _joins(word, tokens.words[-1]):
                    tokens.kinds[-1] = binary
                    tokens.words[-1] += f" {word}"
                    tokens.last_lines[-1] = line
                    tokens.ends[-1] = end - line_start
                    continue
            elif group == 2:
                if word in "([{":
                    opens.append(word)
                    self.open_tokens.append(len(tokens.kinds))
                elif word not in ":=" or (opens and opens[-1] == "F"):
                    if opens and opens[-1] == "F" and word not in ")]":
                        self.line, self.line_start = line, line_start
                        return self._leave_field(start)
                    if not opens or opens[-1] != CLOSERS[word]:
                        self.line, self.line_start = line, line_start
                        self._mismatched(word, start)
                    opens.pop()
                    self.open_tokens.pop()
                kind = kind_of(word, name)
            elif group == 3:
                if not opens:
                    column, count = start - line_start, len(tokens.kinds)
                    if count - self.line_token > tokens.longest:
                        tokens.longest = count - self.line_token
                    self.line_token = count
                    add_kind(newline)
                    add_word("\n")
                    add_line(line)
                    add_column(column)
                    add_last(line)
                    add_end(column + 1)
                line += text.count("\n", start, end)
                line_start = text.rfind("\n", start, end) + 1
                if not opens:
                    if end - line_start != self.indents[-1] or "\t" in word or "\f" in word:
                        self.line, self.line_start = line, line_start
                        self._indent(end)
                    if text.startswith("%", end):
                        self.line, self.line_start = line, line_start
                        return self._magic(end)
                continue
            elif group == 4:
                kind = number["NUMBER"]
            elif group == 5:
                kind = number["STRING"]
                if "\n" in word:
                    add_kind(kind)
                    add_word(word)
                    add_line(line)
                    add_column(start - line_start)
                    line += word.count("\n")
                    line_start = start + word.rindex("\n") + 1
                    add_last(line)
                    add_end(end - line_start)
                    continue
            elif group == 6:
                self.line, self.line_start = line, line_start
                return self._enter_string(word, start)
            elif group == 7:
                kind = kind_of(word, name)
            elif group == 8:
                line += 1
                line_start = end
                if end == len(text):
                    self.line, self.line_start = line - 1, line_start
                    bad_character(tokens, start)
                continue
            else:
                self.line, self.line_start = line, line_start
                if word == "!" and opens and opens[-1] == "F":
                    kind = number["FIELD_BANG"]
                elif opens and opens[-1] == "F" and word == self.strings[-1][0][0]:
                    self._unclosed()
                else:
                    bad_character(tokens, start)
            add_kind(kind)
            add_word(word)
            add_line(line)
            add_column(start - line_start)
            add_last(line)
            add_end(end - line_start)
        self.line, self.line_start = line, line_start
        return -1

    def _count(self, start: int, end: int) -> None:
        """Note the line breaks between two offsets."""
        lines = self.text.count("\n", start, end)
        if lines:
            self.line += lines
            self.line_start = self.text.rfind("\n", start, end) + 1

    def _indent(self, end: int) -> None:
        """Compare the indentation of the line that starts at `end` with the open blocks."""
        if end == len(self.text):
            return
        column = alternative = 0
        for character in self.text[self.line_start : end]:
            if character == "\f":
                column = alternative = 0
            elif character == "\t":
                column = (column // TAB + 1) * TAB
                alternative += 1
            else:
                column += 1
                alternative += 1
        tokens, number = self.tokens, self.lexer.number
        place = end - self.line_start
        where = (self.line, place, self.line, place)
        indents, alternatives = self.indents, self.alternatives
        if column > indents[-1]:
            if alternative <= alternatives[-1]:
                indentation_error(tokens, "tabs", *where)
            if len(indents) >= DEEPEST_INDENTATION:
                indentation_error(tokens, "deep", *where)
            indents.append(column)
            alternatives.append(alternative)
            tokens.add(number["INDENT"], "", *where)
            return
        while column < indents[-1]:
            indents.pop()
            alternatives.pop()
            tokens.add(number["DEDENT"], "", *where)
        if column != indents[-1]:
            indentation_error(tokens, "dedent", *where)
        if alternative != alternatives[-1]:
            indentation_error(tokens, "tabs", *where)

    def _magic(self, start: int) -> int:
        """Take a notebook line whole."""
        found = self.lexer.magic.match(self.text, start)
        end = found.end() if found else start + 1
        column = start - self.line_start
        word = self.text[start:end]
        self.tokens.add(
            self.lexer.number["MAGIC"], word, self.line, column, self.line, end - self.line_start
        )
        return end

    def _push(self, mode: str) -> None:
        self.opens.append(mode)
        self.open_tokens.append(len(self.tokens.kinds))

    def _emit(self, kind: str, start: int, end: int) -> None:
        """Append a token of an f-string, which may hold line breaks."""
        line, column = self.line, start - self.line_start
        self._count(start, end)
        self.tokens.add(
            self.lexer.number[kind],
            self.text[start:end],
            line,
            column,
            self.line,
            end - self.line_start,
        )

    def _enter_string(self, word: str, start: int) -> int:
        quote = word.lstrip("rRfF")
        self.strings.append((quote, len(word) - len(quote) == 2))
        self._push("f")
        self._emit("FSTRING_START", start, start + len(word))
        return self._literal(start + len(word))

    def _leave_field(self, start: int) -> int:
        """A `}` or `:` that belongs to the f-string, not to the expression in its field."""
        if self.text[start] == ":":
            self._emit("FIELD_SPEC", start, start + 1)
            if self.strings[-1][1]:
                self.tokens.words[-1] = "r:"  # the text behind it is raw
            self.opens[-1] = "S"
        else:
            self._emit("FIELD_END", start, start + 1)
            self.opens.pop()
            self.open_tokens.pop()
        return self._literal(start + 1)

    def _literal(self, start: int) -> int:
        """Take the text of an f-string up to a field or its end; where ordinary tokens go on."""
        text = self.text
        quote, raw = self.strings[-1]
        while True:
            spec = self.opens[-1] == "S"
            found = self.lexer.literal(quote, raw, spec).match(text, start)
            end = found.end() if found else start
            if end > start:
                self._emit("FSTRING_TEXT", start, end)
            start = end + 1
            if text.startswith("{", end):
                self._push("F")
                self._emit("FIELD_START", end, start)
                return start
            if spec and text.startswith("}", end):
                self._emit("FIELD_END", end, start)
                self.opens.pop()
                self.open_tokens.pop()
            elif not spec and text.startswith(quote, end):
                self._emit("FSTRING_END", end, end + len(quote))
                self.opens.pop()
                self.open_tokens.pop()
                self.strings.pop()
                return end + len(quote)
            else:
                unterminated_fstring(self.tokens, self.open_tokens, self.opens, quote, end)

    def _unclosed(self) -> None:
        unclosed(self.tokens, self.open_tokens[-1], self.opens[-1])

    def _mismatched(self, word: str, start: int) -> None:
        mismatched(self.tokens, word, start, self.open_tokens[-1] if self.opens else None)


def _joins(word: str, before: str) -> bool:
    """Whether two words are one operator: `not in`, `is not`."""
    return (before == "not" and word == "in") or (before == "is" and word == "not")

"""Builds strings: escapes, prefixes, neighbours that are one string, f-strings."""

from __future__ import annotations

import ast
import re
from typing import Any

from .diagnostic import Label
from .lexical_errors import syntax_error
from .syntax_base import Base, Values

ESCAPE = re.compile(
    r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\}"
    r"|([\s\S]))"
)
BYTES_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|()()()([\s\S]))")
SIMPLE = {"\n": "", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n"}
SIMPLE |= {"r": "\r", "t": "\t", "v": "\v"}
LAST_CHARACTER = 0x10FFFF
CONVERSIONS = ("s", "r", "a")


class Strings(Base):
    """Methods for the rules `strings`, `fstring` and `field`."""

    def strings(self, values: Values, first: int, last: int) -> Any:
        """A string, or several that stand side by side."""
        pieces = values[0]
        if len(pieces) == 1 and type(pieces[0]) is int:
            value = self.string_value(first)
            kind = "u" if self.words[first][0] == "u" else None
            return self.at(ast.Constant(value, kind), first, last)
        kinds = {type(piece) is int and "b" in self.prefix(piece) for piece in pieces}
        if len(kinds) == 2:
            self.refuse("cannot mix bytes and nonbytes literals", self.span(first, last))
        if all(type(piece) is int for piece in pieces):
            value = self.string_value(first)[:0].join(map(self.string_value, pieces))
            kind = "u" if self.words[first][0] == "u" else None
            return self.at(ast.Constant(value, kind), first, last)
        return self.joined(pieces, first, last)

    def joined(self, pieces: Values, first: int, last: int) -> Any:
        """An f-string with its neighbours; text that touches is one constant."""
        parts: list[Any] = []
        for piece in pieces:
            parts += [(self.string_value(piece), piece, piece)] if type(piece) is int else piece
        kind = "u" if self.words[first][0] == "u" else None
        return self.at(ast.JoinedStr(self.merged(parts, kind)), first, last)

    def merged(self, parts: list[Any], kind: str | None = None) -> list[Any]:
        """The values of a JoinedStr from texts, as (text, first token, last token), and fields."""
        values: list[Any] = []
        texts: list[str] = []
        start = end = 0
        for part in [*parts, None]:
            if type(part) is tuple:
                if not texts:
                    start = part[1]
                texts.append(part[0])
                end = part[2]
                continue
            text = "".join(texts)
            texts = []
            if text:
                values.append(self.at(ast.Constant(text, kind), start, end))
            if part is not None:
                values.append(part)
        return values

    def prefix(self, token: int) -> str:
        """The letters before the quote, in lower case."""
        word = self.words[token]
        return word[: min(p for p in (word.find("'"), word.find('"')) if p >= 0)].lower()

    def string_value(self, token: int) -> Any:
        """What a string token means: str or bytes.

        Raises:
            ScriptError: for a broken escape, or letters beyond ASCII in bytes.
        """
        word = self.words[token]
        prefix = ""
        if word[0] not in "'\"":
            prefix = self.prefix(token)
            word = word[len(prefix) :]
        quote = 3 if len(word) > 5 and word[0] == word[1] == word[2] else 1
        body = word[quote:-quote]
        if "b" in prefix:
            if not body.isascii():
                message = "bytes can only contain ASCII literal characters"
                self.refuse(message, self.span(token, token))
            if "\\" in body and "r" not in prefix:
                body = self.unescape(body, token, len(prefix) + quote, BYTES_ESCAPE)
            return body.encode("latin-1")
        if "\\" in body and "r" not in prefix:
            body = self.unescape(body, token, len(prefix) + quote, ESCAPE)
        elif not body.isascii():
            body = self.tokens.source.text_of(body)
        return body

    def unescape(self, body: str, token: int, shift: int, pattern: re.Pattern[str]) -> str:
        """Replace the escapes; `shift` is where the body starts in its token."""

        def replace(found: re.Match[str]) -> str:
            octal, two, four, eight, name, simple = found.groups()
            if octal:
                code = int(octal, 8)
                return chr(code & 0xFF if pattern is BYTES_ESCAPE else code)
            digits = two or four or eight
            if digits:
                if int(digits, 16) <= LAST_CHARACTER:
                    return chr(int(digits, 16))
                self.bad_escape("illegal Unicode character", found, token, shift)
            if name is not None and pattern is ESCAPE:
                if not name:
                    self.bad_escape("malformed \\N character escape", found, token, shift)
                import unicodedata

                try:
                    return unicodedata.lookup(name)
                except KeyError:
                    self.bad_escape("unknown Unicode character name", found, token, shift)
            if simple in SIMPLE:
                return SIMPLE[simple]
            if simple == "x":
                if pattern is BYTES_ESCAPE:
                    self.bad_escape("invalid \\x escape", found, token, shift)
                self.bad_escape("truncated \\xXX escape", found, token, shift)
            if simple in ("u", "U") and pattern is ESCAPE:
                width = "\\uXXXX" if simple == "u" else "\\UXXXXXXXX"
                self.bad_escape(f"truncated {width} escape", found, token, shift)
            if simple == "N" and pattern is ESCAPE:
                self.bad_escape("malformed \\N character escape", found, token, shift)
            return found[0]

        if body.isascii():
            return pattern.sub(replace, body)
        pieces = []
        end = 0
        for found in pattern.finditer(body):
            pieces.append(self.tokens.source.text_of(body[end : found.start()]))
            whole = found[6] is None or found[6].isascii()
            pieces.append(replace(found) if whole else "\\")
            end = found.end() if whole else found.start() + 1
        return "".join([*pieces, self.tokens.source.text_of(body[end:])])

    def bad_escape(self, problem: str, found: re.Match[str], token: int, shift: int) -> None:
        """Raise that an escape is broken."""
        source = self.tokens.source
        offset = source.offset(self.lines[token], self.columns[token]) + shift + found.start()
        line, column = source.place(offset)
        label = Label(
            source.span(line, column, line, column + len(found[0].rstrip("\n"))), problem, True
        )
        help = "write a backslash as `\\\\`, or put `r` before the string"
        if problem.startswith("invalid"):
            raise syntax_error(
                f"(value error) {problem} at position {found.start()}", label, help=help
            )
        raise syntax_error(
            "(unicode error) 'unicodeescape' codec can't decode bytes in position "
            f"{found.start()}-{found.end() - 1}: {problem}",
            label,
            help=help,
        )

    # ---- f-strings

    def fstring(self, values: Values, first: int, last: int) -> Any:
        """The parts of an f-string: texts and fields."""
        raw = "r" in self.words[first].lower()
        return self.texts(values[1], raw, doubled=True)

    def texts(self, parts: Values, raw: bool, doubled: bool) -> list[Any]:
        """Parts with their texts decoded."""
        decoded: list[Any] = []
        for part in parts:
            if type(part) is not int:
                decoded += part
                continue
            word = self.words[part]
            if doubled:
                word = word.replace("{{", "{").replace("}}", "}")
            if "\\" in word and not raw:
                word = self.unescape(word, part, 0, ESCAPE)
            else:
                word = self.tokens.source.text_of(word)
            decoded.append((word, part, part))
        return decoded

    def field_node(self, values: Values, conversion: int, spec: Any, first: int, last: int) -> Any:
        """A field and, for `{x=}`, the text before its value."""
        node = self.at(ast.FormattedValue(values[1], conversion, spec), first, last)
        if type(values[2]) is int and self.words[values[2]] == "=":
            source = self.tokens.source
            equals = values[2]
            start = source.offset(self.last_lines[first], self.ends[first])
            end = source.offset(self.lines[equals + 1], self.columns[equals + 1])
            text = source.text_of(source.text[start:end])
            if conversion < 0 and spec is None:
                node.conversion = ord("r")
            return [(text, first, equals), node]
        return [node]

    def field(self, values: Values, first: int, last: int) -> Any:
        """`{value}` or `{value=}`."""
        return self.field_node(values, -1, None, first, last)

    def field_spec(self, values: Values, first: int, last: int) -> Any:
        """`{value:spec}`."""
        return self.field_node(values, -1, self.spec(values), first, last)

    def field_bang(self, values: Values, first: int, last: int) -> Any:
        """`{value!r}`."""
        return self.field_node(values, self.conversion(values[-2]), None, first, last)

    def field_bang_spec(self, values: Values, first: int, last: int) -> Any:
        """`{value!r:spec}`."""
        conversion = self.conversion(values[-4])
        return self.field_node(values, conversion, self.spec(values), first, last)

    def conversion(self, token: int) -> int:
        """The code of `r` in `!r`."""
        word = self.words[token]
        if word not in CONVERSIONS:
            self.refuse(
                f"f-string: invalid conversion character {word!r}: expected 's', 'r', or 'a'",
                self.span(token, token),
            )
        return ord(word)

    def spec(self, values: Values) -> Any:
        """The format spec of a field, itself an f-string."""
        colon, parts, closing = values[-3:]
        raw = self.words[colon].startswith("r")
        node = ast.JoinedStr(self.merged(self.texts(parts, raw, doubled=False)))
        if closing > colon + 1:
            return self.at(node, colon + 1, closing - 1)
        return self.at(node, closing, closing)

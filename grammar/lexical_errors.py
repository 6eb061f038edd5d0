"""Words for what is no token: stray characters, strings without end, brackets and indentation."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NoReturn

from .diagnostic import Diagnostic, Label, ScriptError, Span

if TYPE_CHECKING:
    from .lexer import Tokens
    from .source import Source

QUOTES = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "´": "'"}
LOOKALIKES = {
    "−": "-",
    "–": "-",
    "—": "-",
    "×": "*",
    "·": "*",
    "⋅": "*",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
}
LOOKALIKES |= {
    "≠": "!=",
    "（": "(",
    "）": ")",
    "，": ",",
    "：": ":",
    "；": ";",
    "＝": "=",
    "²": "**2",
}
LOOKALIKES |= {"³": "**3", "→": "->", "…": "..."}


def syntax_error(
    message: str,
    *labels: Label,
    notes: tuple[str, ...] = (),
    help: str | None = None,
    type: str = "SyntaxError",
) -> ScriptError:
    """The error of a script that cannot be read."""
    return ScriptError(Diagnostic(type, message, labels, notes, help), 3)


def _at(source: Source, offset: int, length: int = 1) -> Span:
    line, column = source.place(offset)
    return source.span(line, column, line, column + length)


def bad_text(source: Source) -> None:
    """Refuse NUL bytes and lone surrogates, wherever they stand.

    Raises:
        ScriptError: at the first one.
    """
    place = source.text.find("\0")
    if place >= 0:
        label = Label(_at(source, place), "a NUL byte", True)
        raise syntax_error(
            "source code cannot contain null bytes", label, help="is this a text file?"
        )
    found = None if source.plain else re.search("[\ud800-\udfff]", source.original)
    if found:
        offset = len(source.original[: found.start()].encode("utf-8", "surrogatepass"))
        label = Label(_at(source, offset, 3), "this is no character", True)
        raise syntax_error("the script is not valid UTF-8", label, help="save the file as UTF-8")


def _character_error(source: Source, offset: int) -> ScriptError:
    """The error for the character at an offset."""
    line, column = source.place(offset)
    place = source.character_column(line, column) - 1
    character = source.text_of(source.text[source.starts[line - 1] :].partition("\n")[0])[place]
    code = f"U+{ord(character):04X}"
    span = _at(source, offset, len(character.encode("utf-8", "surrogatepass")))
    if character in QUOTES:
        return syntax_error(
            f"invalid character '{character}' ({code})",
            Label(span, "a typographic quote", True),
            help=f"write strings with straight quotes: {QUOTES[character]}",
        )
    if character in LOOKALIKES:
        return syntax_error(
            f"invalid character '{character}' ({code})",
            Label(span, unicodedata.name(character, code).lower(), True),
            help=f"write `{LOOKALIKES[character]}`",
        )
    if not character.isprintable():
        name = unicodedata.name(character, "a control character").lower()
        return syntax_error(f"invalid non-printable character {code}", Label(span, name, True))
    name = unicodedata.name(character, code).lower()
    return syntax_error(f"invalid character '{character}' ({code})", Label(span, name, True))


def bad_character(tokens: Tokens, offset: int) -> NoReturn:
    """Raise what is wrong at an offset where no token starts."""
    source = tokens.source
    text = source.text
    character = text[offset]
    string = re.compile("(?:[A-Za-z]{0,2})(\"\"\"|'''|\"|')").match(text, offset)
    if string:
        raise _unterminated_string(source, offset, string.end(), string[1])
    if character.isdigit() or (character == "." and text[offset + 1].isdigit()):
        raise _number_error(source, offset)
    if character == "\\":
        if text[offset + 1 :].strip() == "":
            label = Label(_at(source, offset), "the script ends here", True)
            raise syntax_error("unexpected EOF while parsing", label)
        raise syntax_error(
            "unexpected character after line continuation character",
            Label(_at(source, offset + 1), "only a line break may follow `\\`", True),
        )
    help = {
        "?": "a conditional is written `a if condition else b`",
        "!": "negation is written `not x`",
        "$": "names are written without `$`",
    }.get(character)
    if character in "?!$`":
        label = Label(_at(source, offset), f"`{character}` means nothing here", True)
        raise syntax_error("invalid syntax", label, help=help)
    raise _character_error(source, offset)


def _unterminated_string(source: Source, offset: int, inner: int, quote: str) -> ScriptError:
    line, _ = source.place(offset)
    if len(quote) == 3:
        label = Label(_at(source, offset, inner - offset), "it starts here", True)
        return syntax_error(
            f"unterminated triple-quoted string literal (detected at line {source.line_count})",
            label,
        )
    end = source.text.index("\n", offset)
    label = Label(_at(source, offset, end - offset), f"no closing {quote} on this line", True)
    return syntax_error(
        f"unterminated string literal (detected at line {line})",
        label,
        help="a string over several lines is written between triple quotes",
    )


def _number_error(source: Source, offset: int) -> ScriptError:
    text = source.text
    found = re.compile(r"[\w.\x80-\xff]+", re.ASCII).match(text, offset)
    word = found[0] if found else text[offset]
    span = _at(source, offset, len(word))
    kinds = {"x": "hexadecimal", "o": "octal", "b": "binary"}
    kind = kinds.get(word[1:2].lower(), "decimal") if word[0] == "0" else "decimal"
    digits = {"hexadecimal": "0-9a-fA-F", "octal": "0-7", "binary": "01"}.get(kind)
    if digits and len(word) > 2:
        wrong = re.search(f"[^{digits}_]", word[2:])
        if wrong and wrong[0].isdigit():
            message = f"invalid digit '{wrong[0]}' in {kind} literal"
            return syntax_error(message, Label(_at(source, offset + 2 + wrong.start()), "", True))
    help = None
    if "__" in word or word.rstrip("jJ").endswith("_"):
        help = "one underscore may stand between two digits"
    elif kind == "decimal" and re.fullmatch(r"[\d_.]+[eE]", word):
        help = "digits must follow the `e` of an exponent"
    elif kind == "decimal" and re.fullmatch(r"[\d_.]*[A-Za-z_]\w*", word, re.ASCII):
        number = re.match(r"[\d_.]*", word)
        split = number.end() if number else 0
        product = f"{word[:split]} * {word[split:]}"
        help = f"a name cannot start with a digit; a product is written `{product}`"
    return syntax_error(f"invalid {kind} literal", Label(span, "", True), help=help)


def bad_names(tokens: Tokens, name: int) -> None:
    """Decode and normalise names with letters beyond ASCII, as Python does.

    Raises:
        ScriptError: at the first character that no name may have.
    """
    source = tokens.source
    for index, word in enumerate(tokens.words):
        if tokens.kinds[index] != name or word.isascii():
            continue
        text = source.text_of(word)
        normal = unicodedata.normalize("NFKC", text)
        if text.isidentifier() and normal.isidentifier():
            tokens.words[index] = normal
            continue
        good = 0
        while text[: good + 1].isidentifier():
            good += 1
        offset = source.offset(tokens.lines[index], tokens.columns[index])
        for values in (tokens.kinds, tokens.words, tokens.lines, tokens.columns):
            del values[index:]
        del tokens.last_lines[index:], tokens.ends[index:]
        raise _character_error(source, offset + len(text[:good].encode("utf-8")))


def indentation_error(
    tokens: Tokens, problem: str, line: int, column: int, end_line: int, end: int
) -> NoReturn:
    """Raise what is wrong with an indentation: `problem` is "dedent", "tabs" or "deep"."""
    span = tokens.source.span(line, 0, end_line, max(end, 1))
    if problem == "dedent":
        raise syntax_error(
            "unindent does not match any outer indentation level",
            Label(span, "no block around this line starts in this column", True),
            type="IndentationError",
        )
    if problem == "tabs":
        raise syntax_error(
            "inconsistent use of tabs and spaces in indentation",
            Label(span, "", True),
            help="indent with spaces only",
            type="TabError",
        )
    raise syntax_error(
        "too many levels of indentation",
        Label(span, "", True),
        help="move the inner blocks to functions",
        type="IndentationError",
    )


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
            Label(_at(source, end), "", True),
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
        f"'{word}' was never closed", Label(_token_span(tokens, index), "opened here", True)
    )


def mismatched(tokens: Tokens, word: str, offset: int, opened: int | None) -> NoReturn:
    """Raise that a closing bracket fits no opening one."""
    here = _at(tokens.source, offset)
    if opened is None:
        raise syntax_error(f"unmatched '{word}'", Label(here, "nothing was opened", True))
    opening = tokens.words[opened]
    where = "" if tokens.lines[opened] == here.line else f" on line {tokens.lines[opened]}"
    raise syntax_error(
        f"closing parenthesis '{word}' does not match opening parenthesis '{opening}'{where}",
        Label(here, f"closed by '{word}'", True),
        Label(_token_span(tokens, opened), "opened here", False),
    )

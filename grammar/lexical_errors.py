"""Words for what is no token: stray characters, strings without end, broken numbers."""

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
    **dict.fromkeys("−–—‐‑", "-"),
    **dict.fromkeys("×·⋅∙", "*"),
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "→": "->",
    "⇒": "lambda x: ...",
    "√": "sqrt(...)",
    "∞": "inf",
    "²": "**2",
    "³": "**3",
    "∈": "in",
    "¬": "not",
    "∧": "and",
    "∨": "or",
}
"""What was probably meant by a sign that only looks like, or means, one of the language."""
SUFFIX = re.compile(r"([\d_.]*\d\.?(?:[eE]\d+)?)[fFlLdDuU]{1,2}")


def syntax_error(
    message: str,
    *labels: Label,
    notes: tuple[str, ...] = (),
    help: str | None = None,
    type: str = "SyntaxError",
) -> ScriptError:
    """The error of a script that cannot be read."""
    return ScriptError(Diagnostic(type, message, labels, notes, help), 3)


def span_at(source: Source, offset: int, length: int = 1) -> Span:
    """The span of a piece of one line, given by its offset and its length in bytes."""
    line, column = source.place(offset)
    return source.span(line, column, line, column + length)


def bad_text(source: Source) -> None:
    """Refuse NUL bytes and lone surrogates, wherever they stand.

    Raises:
        ScriptError: at the first one.
    """
    place = source.text.find("\0")
    if place >= 0:
        label = Label(span_at(source, place), "a NUL byte", True)
        raise syntax_error(
            "source code cannot contain null bytes", label, help="is this a text file?"
        )
    found = None if source.plain else re.search("[\ud800-\udfff]", source.original)
    if found:
        offset = len(source.original[: found.start()].encode("utf-8", "surrogatepass"))
        label = Label(span_at(source, offset, 3), "this is no character", True)
        raise syntax_error("the script is not valid UTF-8", label, help="save the file as UTF-8")


def _character_error(source: Source, offset: int) -> ScriptError:
    """The error for the character at an offset."""
    line, column = source.place(offset)
    place = source.character_column(line, column) - 1
    character = source.text_of(source.text[source.starts[line - 1] :].partition("\n")[0])[place]
    code = f"U+{ord(character):04X}"
    span = span_at(source, offset, len(character.encode("utf-8", "surrogatepass")))
    if character in QUOTES:
        return syntax_error(
            f"invalid character '{character}' ({code})",
            Label(span, "a typographic quote", True),
            help=f"write strings with straight quotes: {QUOTES[character]}",
        )
    name = unicodedata.name(character, "a control character").lower()
    help: str | None = None
    if not character.isprintable():
        help = "write a space instead" if "space" in name and "zero" not in name else "delete it"
        label = Label(span, name, True)
        return syntax_error(f"invalid non-printable character {code}", label, help=help)
    plain = unicodedata.normalize("NFKC", character)
    if character in LOOKALIKES:
        help = f"write `{LOOKALIKES[character]}`"
    elif character in "′″":
        help = "names have no primes: choose another name, such as `x1`"
    elif plain.isascii():
        help = f"write `{plain}`"  # full-width and other forms of a sign
    label = Label(span, name, True)
    return syntax_error(f"invalid character '{character}' ({code})", label, help=help)


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
            label = Label(span_at(source, offset), "the script ends here", True)
            raise syntax_error("unexpected EOF while parsing", label)
        raise syntax_error(
            "unexpected character after line continuation character",
            Label(span_at(source, offset + 1), "only a line break may follow `\\`", True),
        )
    if character in "?!$`":
        what = "a backtick" if character == "`" else f"`{character}`"
        label = Label(span_at(source, offset), f"{what} means nothing here", True)
        raise syntax_error("invalid syntax", label, help=_sign_help(text, offset))
    raise _character_error(source, offset)


def _sign_help(text: str, offset: int) -> str:
    """What is written instead of `?`, `!`, `$` or a backtick."""
    line_start = text.rfind("\n", 0, offset) + 1
    first = not text[line_start:offset].strip()
    last = not text[offset : text.index("\n", offset)].strip(" ?")
    if text[offset] == "?":
        if last:
            return "docs.pytorch.org describes every function"
        return "a conditional is written `a if condition else b`"
    if text[offset] == "!":
        return (
            "commands of the shell are no part of a script"
            if first
            else ("negation is written `not x`")
        )
    if text[offset] == "$":
        return "names are written without `$`"
    return "the text of a value is written `repr(x)`"


def _unterminated_string(source: Source, offset: int, inner: int, quote: str) -> ScriptError:
    line, _ = source.place(offset)
    if len(quote) == 3:
        label = Label(span_at(source, offset, inner - offset), "it starts here", True)
        return syntax_error(
            f"unterminated triple-quoted string literal (detected at line {source.line_count})",
            label,
        )
    end = source.text.index("\n", offset)
    label = Label(span_at(source, offset, end - offset), f"no closing {quote} on this line", True)
    help = "a string over several lines is written between triple quotes"
    labels = [label]
    written = source.text_of(text := source.text[inner:end])
    found = next((c for c in written if QUOTES.get(c) == quote), None)
    if found is not None:
        place = inner + text.index(found.encode().decode("latin-1"))
        label = Label(span_at(source, place, len(found.encode())), "a typographic quote", False)
        labels.append(label)
        help = f"close the string with a straight quote: {quote}"
    return syntax_error(
        f"unterminated string literal (detected at line {line})", *labels, help=help
    )


_DIGITS = {
    "hexadecimal": "hexadecimal digits are 0 to 9 and a to f",
    "octal": "octal digits are 0 to 7",
    "binary": "binary digits are 0 and 1",
}


def _number_error(source: Source, offset: int) -> ScriptError:
    text = source.text
    found = re.compile(r"[\w.\x80-\xff]+", re.ASCII).match(text, offset)
    word = found[0] if found else text[offset]
    span = span_at(source, offset, len(word))
    kinds = {"x": "hexadecimal", "o": "octal", "b": "binary"}
    kind = kinds.get(word[1:2].lower(), "decimal") if word[0] == "0" else "decimal"
    digits = {"hexadecimal": "0-9a-fA-F", "octal": "0-7", "binary": "01"}.get(kind)
    if digits and len(word) > 2:
        wrong = re.search(f"[^{digits}_]", word[2:])
        if wrong and wrong[0].isdigit():
            message = f"invalid digit '{wrong[0]}' in {kind} literal"
            label = Label(span_at(source, offset + 2 + wrong.start()), "", True)
            return syntax_error(message, label, help=_DIGITS[kind])
    suffix = SUFFIX.fullmatch(word)
    help = None
    if kind != "decimal":
        help = _DIGITS[kind]
    elif suffix:
        help = f"numbers have no suffix: write `{suffix[1]}`"
    elif "__" in word or word.rstrip("jJ").endswith("_"):
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

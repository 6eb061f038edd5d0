"""`NAME=VALUE` and `NAME:=VALUE` on the command line: from text to arrays."""

from __future__ import annotations

import re
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.problems import Problem
from cli.report import Array
from cli.tensors import is_tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.environment import Environment

WHAT = "write a number, a list such as [1, 2.5], an expression such as pi/2, or @FILE"
_PLAIN_LIST = re.compile(r"[\[\],\s\d.eE+-]*\Z")
_PLAIN = re.compile(r"[\w.\s]*")
"""What has no sign and no bracket has no uncertainty."""
_NUMBER = re.compile(r"\s*[+-]?(\d|\.\d|inf|nan)", re.IGNORECASE)


class Binding(NamedTuple):
    """A name with its value; a constant does not require grad."""

    name: str
    constant: bool
    value: Array
    text: str
    uncertainty: Array | None = None
    """The standard uncertainty of each element, if one was given."""


def parse_bindings(
    texts: Sequence[str], environment: Environment, what: str, uncertain: bool = False
) -> list[Binding]:
    """Return the bindings in order.

    what: how the usage calls what stands before the bindings (EXPR, FILE).
    uncertain: whether values may have uncertainties (`x=3±0.1`).

    Raises:
        Problem: A text is no binding, or its value cannot be read.
    """
    found: dict[str, Binding] = {}
    for text in texts:
        name, constant, start = _split(text, what)
        if name in found:
            help = f"the first one is {found[name].text}: leave one of them out"
            raise _problem(text, 0, len(name), f"{name} is bound twice", "", help)
        found_uncertain = _uncertain(text, start, constant, uncertain)
        if found_uncertain is not None:
            found[name] = Binding(name, constant, found_uncertain[0], text, found_uncertain[1])
            continue
        value = _value(text, start, environment)
        if not constant and value.dtype.kind not in "biufc":
            raise _problem(text, start, len(text), f"not a number: {text[start:]}", "", WHAT)
        found[name] = Binding(name, constant, value, text)
    return list(found.values())


def value_of(option: str, value: str, environment: Environment) -> Array:
    """Return the value of an option that is written as a binding's is."""
    text = f"{option}={value}"
    if not value.strip():
        raise _problem(text, len(option), len(text), f"{option} has no value", "", WHAT)
    return _value(text, len(option) + 1, environment)


def _split(text: str, what: str) -> tuple[str, bool, int]:
    """Return the name, whether it is a constant, and where the value starts."""
    head, sign, _ = text.partition("=")
    if not sign:
        raise _problem(
            text,
            0,
            len(text),
            f"not a binding: {text}",
            "a name and = are missing",
            f"after {what} write NAME=VALUE; quote an expression that has spaces",
        )
    constant = head.endswith(":")
    end = len(head) - constant
    name = head[:end].strip()
    if not name.isascii():
        from unicodedata import normalize

        name = normalize("NFKC", name)  # as Python reads names: the micro sign is the letter μ
    start = len(head) + 1
    if not name.isidentifier():
        help = "a name is a letter, then letters, digits or _: x=3"
        raise _problem(text, 0, end, f"not a name: '{name}'", "", help)
    if iskeyword(name):
        raise _problem(text, 0, end, f"'{name}' is a word of the language", "", "take another name")
    if name.startswith("_"):
        raise _problem(text, 0, end, f"'{name}' begins with _", "", "take another name")
    if not text[start:].strip():
        raise _problem(text, start - 1, len(text), f"{name} has no value", "", WHAT)
    return name, constant, start


def _uncertain(text: str, start: int, constant: bool, allowed: bool) -> tuple[Array, Array] | None:
    """Return the value and uncertainty of a binding; None if it has no uncertainty."""
    if text[start:].lstrip().startswith("@") or _PLAIN.fullmatch(text, start):
        return None
    from cli.uncertainty.notation import parse

    found = parse(
        text,
        start,
        lambda piece, at: _array(_number(piece, text, at), text, at),
        lambda at, end, message, help: _problem(text, at, end, message, "", help),
    )
    if found is None:
        return None
    if constant:
        name = text.partition(":")[0].strip()
        message = f"{name} is a constant: it has no derivative that an uncertainty goes through"
        help = f"make it a leaf: {name}={text[start:].strip()}"
        raise _problem(text, start, len(text), message, "", help)
    if not allowed:
        message = "only eval and run work with uncertainties"
        raise _problem(text, start, len(text), message, "", "give the value alone: x=3")
    return found.value, found.uncertainty


def _value(text: str, start: int, environment: Environment) -> Array:
    value = text[start:].strip()
    if value.startswith("@"):
        from cli.datafile import read

        return read(value[1:], environment, text, start)
    return _array(_number(value, text, start), text, start)


def _number(value: str, text: str, start: int) -> Any:
    """Return a number or nested list: plain ones directly, others by the language."""
    if _NUMBER.match(value):
        for kind in (int, float, complex):
            try:
                return kind(value)
            except ValueError:
                pass
    elif value[0] == "[" and _PLAIN_LIST.match(value):
        from ast import literal_eval

        try:
            return literal_eval(value)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            pass  # the language says what is wrong, with its place
    return _computed(value, text, start)


def _computed(value: str, text: str, start: int) -> Any:
    """Return what an expression of the language gives."""
    from grammar.diagnostic import ScriptError
    from grammar.run import compile_script

    try:
        script = compile_script(value, text)
        outcome = script.run({}, warn=lambda diagnostic: None)
        if outcome.error is not None:
            raise outcome.error
    except ScriptError as error:
        raise _shifted(error, value, text, start) from None
    if outcome.namespace or outcome.result is None:
        raise _problem(text, start, len(text), f"not a value: {value}", "", WHAT)
    return outcome.result


def _array(value: Any, text: str, start: int) -> Array:
    """Return a number, nested list or tensor as an array."""
    import numpy

    if is_tensor(value):
        return value.detach().numpy()
    try:
        array = numpy.array(_plain(value))
    except (ValueError, OverflowError) as error:
        ragged = "inhomogeneous" in str(error)
        message = "rows have different lengths" if ragged else f"not a number: {text[start:]}"
        raise _problem(text, start, len(text), message, "", WHAT) from None
    if array.dtype.kind in "u" or array.dtype == object:
        big = isinstance(value, int)
        message = f"{value} does not fit into 64 bits" if big else f"not a number: {text[start:]}"
        help = f"write a float: {value}.0" if big else WHAT
        raise _problem(text, start, len(text), message, "", help)
    if array.dtype.kind not in "bifc":
        raise _problem(text, start, len(text), f"not a number: {text[start:].strip()}", "", WHAT)
    return array.astype(numpy.float64) if array.size == 0 else array


def _plain(value: Any) -> Any:
    """Return nested lists with tensors in them as lists of numbers."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.tolist() if hasattr(value, "tolist") else value


def _problem(text: str, start: int, end: int, message: str, label: str, help: str) -> Problem:
    """Return a Problem with a caret under text[start:end]."""
    from grammar.diagnostic import Diagnostic, Label, Span

    span = Span(1, start + 1, 1, max(end, start + 1) + 1)
    return Problem(
        Diagnostic("error", message, (Label(span, label, True),), (), help or None),
        source=text,
        filename="binding",
    )


def _shifted(error: Any, value: str, text: str, start: int) -> Problem:
    """Return the error of a value's expression with its places moved into the whole binding."""
    offset = text.find(value, start)
    labels = []
    for label in error.diagnostic.labels:
        span = label.span
        moved = span._replace(
            column=span.column + offset * (span.line == 1),
            end_column=span.end_column + offset * (span.end_line == 1),
        )
        labels.append(label._replace(span=moved))
    help = error.diagnostic.help
    if help is None or "=VALUE" in help:
        help = WHAT
    diagnostic = error.diagnostic._replace(labels=tuple(labels), help=help)
    return Problem(diagnostic, source=text, filename="binding")

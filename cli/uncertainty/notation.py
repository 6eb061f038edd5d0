"""Values with a standard uncertainty, from text to arrays.

x=3±0.1   x=3+-0.1   x=3+/-0.1     after a value, which may be an expression: pi/2±0.01
x=3±2%                             a part of the value
x=1.000(2)   x=6.67430(15)e-11     in units of the last digit; 10.2(1.3) is 10.2±1.3
x=(6.674±0.002)e-11                with a common exponent
x=[1±0.1, 2]   x=[1, 2]±0.1        element by element, or one for all
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from cli.report import Array

HELP = "write VALUE±UNCERTAINTY: 3±0.1, 3+-0.1, 3±2%, 1.000(2), [1±0.1, 2±0.2], [1, 2]±0.1"
_MAYBE = re.compile(r"±|\+/?-|\d\.?\(\s*[\d.]")
_MARK = re.compile(r"±|\+\s*/\s*-|\+-")
_SHORT = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\((\d+\.?\d*|\.\d+)\)([eE][+-]?\d+)?\Z")
_COMMON = re.compile(r"\((.*)\)\s*([eE][+-]?\d+)\Z", re.DOTALL)
_OPENING, _CLOSING = "([{", ")]}"


class Uncertain(NamedTuple):
    """Values and their standard uncertainties, of one shape."""

    value: Array
    uncertainty: Array


Evaluate = Callable[[str, int], Array]
"""Returns the array that a piece of the text gives, which starts at this place."""
Fail = Callable[[int, int, str, str], Exception]
"""Returns the error at text[start:end] with this message and help."""


def parse(text: str, start: int, evaluate: Evaluate, fail: Fail) -> Uncertain | None:
    """Return the uncertain value that text[start:] writes; None if it has no uncertainty.

    Raises:
        Exception: From `fail`, or from `evaluate`.
    """
    if not _MAYBE.search(text, start):
        return None
    return _Parser(text, evaluate, fail).whole(start)


class _Parser:
    def __init__(self, text: str, evaluate: Evaluate, fail: Fail) -> None:
        self.text = text
        self.evaluate = evaluate
        self.fail = fail
        self.found = False

    def whole(self, start: int) -> Uncertain | None:
        start, end = self._stripped(start, len(self.text))
        if not self._is_marked(start, end):
            return None
        return self.element(start, end)

    def element(self, start: int, end: int) -> Uncertain:
        """Return what text[start:end] writes: a value, a list, either with an uncertainty."""
        start, end = self._stripped(start, end)
        piece = self.text[start:end]
        marks = self._marks(start, end)
        if len(marks) > 1:
            raise self.fail(*marks[1], "a second uncertainty", HELP)
        if marks:
            return self._pair(start, end, *marks[0])
        short = _SHORT.match(piece)
        if short is not None:
            return self._short(short)
        common = _COMMON.match(piece)
        if common is not None and self._marks(start + 1, start + common.end(1)):
            scale = float("1" + common[2])
            inner = self.element(start + 1, start + common.end(1))
            return Uncertain(inner.value * scale, inner.uncertainty * scale)
        if piece[:1] == "[" and self._is_marked(start, end):
            return self._list(start, end)
        for mark in ("±", "+/-"):
            at = self.text.find(mark, start, end)
            if at >= 0:
                raise self.fail(
                    at,
                    at + len(mark),
                    "an uncertainty follows a whole value, not a part of it",
                    HELP,
                )
        return self._exact(self._number(start, end))

    def _pair(self, start: int, end: int, mark: int, after: int) -> Uncertain:
        for at, to, what in ((start, mark, "value before"), (after, end, "uncertainty after")):
            if not self.text[at:to].strip():
                raise self.fail(mark, after, f"no {what} {self.text[mark:after]}", HELP)
        # A mark inside the value is told of by its own element.
        value = self.element(start, mark)
        if value.uncertainty.any():
            raise self.fail(mark, after, "a second uncertainty", HELP)
        after, end = self._stripped(after, end)
        percent = self.text[end - 1] == "%"
        given = self._number(after, end - percent)
        import numpy

        try:
            found = numpy.broadcast_to(given, value.value.shape)
        except ValueError:
            message = f"{given.size} uncertainties for {value.value.size} values"
            help = "give one for all, or one for each"
            raise self.fail(after, end, message, help) from None
        self._check(given, after, end)
        if percent:
            found = numpy.abs(value.value) * found / 100
        return Uncertain(value.value, found.copy())

    def _check(self, given: Array, start: int, end: int) -> None:
        import numpy

        shown = self.text[start:end]
        if not numpy.isfinite(given).all():
            raise self.fail(start, end, f"an uncertainty is a finite number, not {shown}", HELP)
        if (given < 0).any():
            message = f"an uncertainty cannot be negative: {shown}"
            raise self.fail(start, end, message, "it is the standard deviation of the value")

    def _short(self, match: re.Match[str]) -> Uncertain:
        digits, inside, exponent = match.groups()
        power = Decimal("1" + (exponent or ""))
        # 1.000(2) counts units of the last digit; a point inside says the unit itself.
        places = 0 if "." in inside else len(digits.partition(".")[2])
        uncertainty = Decimal(inside).scaleb(-places) * power
        import numpy

        value = numpy.array(float(f"{digits}{exponent or ''}"))
        return Uncertain(value, numpy.array(float(uncertainty)))

    def _list(self, start: int, end: int) -> Uncertain:
        import numpy

        close = self._closing(start, end)
        if close != end - 1:
            raise self.fail(
                start, end, "the list is not closed" if close < 0 else "not a list", HELP
            )
        items = [self.element(*bounds) for bounds in self._items(start + 1, end - 1)]
        shapes = {item.value.shape for item in items}
        if len(shapes) != 1:
            raise self.fail(start, end, "rows have different lengths", HELP)
        return Uncertain(
            numpy.stack([item.value for item in items]),
            numpy.stack([item.uncertainty for item in items]),
        )

    def _number(self, start: int, end: int) -> Array:
        start, end = self._stripped(start, end)
        piece = self.text[start:end]
        if not piece:
            raise self.fail(start - 1, start + 1, "a value is missing", HELP)
        array = self.evaluate(piece, start)
        if array.dtype.kind not in "biuf":
            what = "complex" if array.dtype.kind == "c" else "not a number"
            raise self.fail(
                start,
                end,
                f"{piece} is {what}",
                "real numbers have uncertainties: give two bindings",
            )
        return array.astype("float64")

    def _exact(self, value: Array) -> Uncertain:
        import numpy

        return Uncertain(value, numpy.zeros(value.shape))

    # -- where things are ------------------------------------------------------------------------

    def _stripped(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def _depths(self, start: int, end: int) -> list[int]:
        """Return for each character how many brackets are open before it."""
        depth = 0
        found = []
        for c in self.text[start:end]:
            depth -= c in _CLOSING
            found.append(depth)
            depth += c in _OPENING
        return found

    def _closing(self, start: int, end: int) -> int:
        depths = self._depths(start, end)
        return next((start + i for i, d in enumerate(depths) if i and d == 0), -1)

    def _items(self, start: int, end: int) -> list[tuple[int, int]]:
        depths = self._depths(start, end)
        cuts = [start + i for i, d in enumerate(depths) if d == 0 and self.text[start + i] == ","]
        bounds = list(zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True))
        if cuts and not self.text[bounds[-1][0] : end].strip():
            bounds.pop()  # a comma may follow the last
        return bounds

    def _marks(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return where marks stand outside all brackets."""
        depths = self._depths(start, end)
        found = []
        for match in _MARK.finditer(self.text, start, end):
            before = self.text[start : match.start()].rstrip()
            # After an operator, as in 2*+-3, it is two signs.
            sign = match[0] == "+-" and not (
                before and (before[-1].isalnum() or before[-1] in ")]_.")
            )
            if depths[match.start() - start] == 0 and not sign:
                found.append(match.span())
        return found

    def _is_marked(self, start: int, end: int) -> bool:
        """Return whether an uncertainty is written anywhere in lists of this piece."""
        piece = self.text[start:end]
        if "±" in piece or self._marks(start, end) or _SHORT.match(piece):
            return True
        common = _COMMON.match(piece)
        if common is not None and self._marks(start + 1, start + common.end(1)):
            return True
        if piece[:1] != "[" or self._closing(start, end) != end - 1:
            return "+/-" in piece
        return any(
            self._is_marked(*self._stripped(*bounds)) for bounds in self._items(start + 1, end - 1)
        )

"""Uncertain results as text for people: `9.801 ± 0.044`, and the rows of a budget."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Decimal

from cli import cells
from cli.render.grid import Grid
from cli.uncertainty.model import Element, Share, Uncertainty

DIGITS = 2
"""Significant digits of an uncertainty (GUM, 7.2.6); the value ends at the same place."""
SMALLEST, LARGEST = -4, 7
"""Powers of ten between which numbers are written without an exponent."""
FINEST = 15
"""Decimal digits of a float: a value is not shown with more because its uncertainty is small."""


def rounded(value: float, uncertainty: float, precision: int = 6) -> str:
    """Return a value with its uncertainty, both to the place of the latter's second digit.

    >>> rounded(9.80114, 0.0437), rounded(12345.6, 678.0), rounded(6.67430e-11, 1.5e-15)
    ('9.801 ± 0.044', '12350 ± 680', '(6.67430 ± 0.00015)e-11')
    >>> rounded(1.0, 0.0996), rounded(2.5, 0.0)
    ('1.00 ± 0.10', '2.5 ± 0')
    """
    if not math.isfinite(value) or not math.isfinite(uncertainty) or uncertainty == 0:
        return f"{cells.number(value, precision)} ± {cells.number(uncertainty, precision)}"
    u = Decimal(f"{uncertainty:.{DIGITS - 1}e}")
    place = u.adjusted() - (DIGITS - 1)
    if value and math.log10(abs(value)) - place > FINEST:
        return f"{value!r} ± {cells.number(uncertainty, DIGITS)}"
    v = Decimal(value).quantize(Decimal(1).scaleb(place), rounding=ROUND_HALF_EVEN)
    power = max(v.adjusted() if v else u.adjusted(), u.adjusted())
    if SMALLEST <= power < LARGEST:
        return f"{_fixed(v, place)} ± {_fixed(u, place)}"
    scaled = [_fixed(number.scaleb(-power), place - power) for number in (v, u)]
    return f"({scaled[0]} ± {scaled[1]})e{power:+03d}"


def _fixed(number: Decimal, place: int) -> str:
    # A value below the last shown place is written as 0, not as -0.
    return f"{number + 0:.{max(-place, 0)}f}"


def lines(found: Uncertainty, precision: int) -> list[str]:
    """Return `g = 9.801 ± 0.044`, a line a tensor of the result."""
    rest = list(found.results)
    shown = []
    for root in found.roots:
        size = math.prod(root.shape)
        shown.append(f"{root.name} = {_nested(rest[:size], root.shape, precision)}")
        rest = rest[size:]
    return shown


def _nested(elements: list[Element], shape: tuple[int, ...], precision: int) -> str:
    if not shape:
        return rounded(elements[0].value, elements[0].uncertainty, precision)
    size = math.prod(shape[1:])
    items = [elements[i * size : (i + 1) * size] for i in range(shape[0])]
    edge = cells.EDGE if len(shape) == 1 else 1
    if len(elements) > cells.INLINE and len(items) > 2 * edge:
        first = [_nested(item, shape[1:], precision) for item in items[:edge]]
        last = [_nested(item, shape[1:], precision) for item in items[-edge:]]
        return f"[{', '.join([*first, '…', *last])}]"
    return f"[{', '.join(_nested(item, shape[1:], precision) for item in items)}]"


def grid(found: Uncertainty, precision: int, limit: int | None) -> Grid | None:
    """Return the budget: a row for each input, for each correlation, and the sum.

    Of a result with several elements, what adds something to each.
    """
    one = len(found.results) == 1 and found.roots[0].shape == ()
    rows: list[list[str]] = []
    total = 0
    for element in found.results:
        for share in element.budget:
            total += 1
            if limit is None or len(rows) < limit:
                rows.append([element.name, *_row(found, share, precision)])
    if not rows:
        return None
    if one:
        only = found.results[0]
        u = cells.number(only.uncertainty, precision)
        percent = "100 %" if only.budget and 0 < only.uncertainty < math.inf else ""
        value = cells.number(only.value, precision)
        rows.append([only.name, only.name, value, u, "", "", u, percent])
    header = ["result", "input", "value", "u", "r", "sensitivity", "contribution", "percent"]
    kept = list(range(len(header)))
    if one:
        kept.remove(0)
    if not any(len(share.inputs) > 1 for e in found.results for share in e.budget):
        kept.remove(4)
    notes = []
    if total > len(rows) - one:
        left = total - (len(rows) - one)
        notes.append(f"… {left} more {'row' if left == 1 else 'rows'} (--limit)")
    names = ", ".join(root.name for root in found.roots)
    return Grid(
        f"Uncertainty budget of {names}",
        [header[i] for i in kept],
        [[row[i] for i in kept] for row in rows],
        labels=1 if one else 2,
        notes=notes,
    )


def _row(found: Uncertainty, share: Share, precision: int) -> list[str]:
    """Return the cells of a share: input, value, u, r, sensitivity, contribution, percent."""
    percent = "" if share.percent is None else f"{share.percent:.1f} %"
    contribution = cells.number(share.contribution + 0, precision)  # of -0 it makes 0
    if len(share.inputs) > 1:
        names = ", ".join(found.names[n] for n in share.inputs)
        r = cells.number(share.correlation, precision)
        return [names, "", "", r, "", contribution, percent]
    (n,) = share.inputs
    return [
        found.names[n],
        cells.number(float(found.values[n]), precision),
        cells.number(float(found.uncertainties[n]), precision),
        "",
        cells.number((share.sensitivity or 0.0) + 0, precision),
        contribution,
        percent,
    ]


def is_result(found: Uncertainty, name: str | None) -> bool:
    """Return whether the lines of the uncertainty tell the value of the result of this name."""
    return [root.name for root in found.roots] == [name or "result"]

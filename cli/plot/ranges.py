"""The bindings of a plot: which name runs over a range, and which have several values."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from cli.bindings import Binding, parse_bindings, value_of
from cli.problems import usage_problem

if TYPE_CHECKING:
    from cli.environment import Environment
    from cli.report import Array

POINTS = 401
"""Points of a range that does not say how many: odd, so that the middle is one of them."""
MOST = 1_000_000
CURVES = 100


class Range(NamedTuple):
    """The name that runs, the points it takes, and whether it is a constant (`x:=0:1`)."""

    name: str
    points: Array
    constant: bool


def ranges(
    texts: list[str], environment: Environment
) -> tuple[Range, list[tuple[str, list[Binding]]]]:
    """Return the range, and the other bindings once for each curve, with what tells it apart.

    A name that is bound several times gives a curve for each value.

    Raises:
        Problem: There is not one range, or a binding cannot be read.
    """
    found: list[tuple[str, str, bool, list[str]]] = []
    groups: dict[str, list[str]] = {}
    for text in texts:
        head, _, value = text.partition("=")
        pieces = _pieces(value)
        if len(pieces) > 1 and not value.lstrip().startswith("@"):
            name = head.removesuffix(":").strip()
            found.append((name, text, head.endswith(":"), pieces))
        else:
            groups.setdefault(head.removesuffix(":").strip(), []).append(text)
    if len(found) != 1:
        message = "no name has a range" if not found else "more than one name has a range"
        raise usage_problem(message, "write one range: autograd plot 'sin(a*x)' x=-3:3 a=1 a=2")
    name, text, constant, pieces = found[0]
    if name in groups:
        raise usage_problem(f"{name} has a range and a value", "leave one of them out")
    # The name is read as every other: a bad one is refused with its place.
    name = parse_bindings([f"{name}=0"], environment, "EXPR")[0].name
    points = _points(name, text, pieces, environment)
    curves = 1
    for group in groups.values():
        curves *= len(group)
    if curves > CURVES:
        raise usage_problem(f"{curves} curves are too many to tell apart: {CURVES} at most")
    cases = []
    for chosen in product(*groups.values()):
        several = [t for t, group in zip(chosen, groups.values(), strict=True) if len(group) > 1]
        label = ", ".join(t.replace(":=", "=") for t in several)
        cases.append((label, parse_bindings(chosen, environment, "EXPR")))
    return Range(name, points, constant), cases


def _pieces(value: str) -> list[str]:
    """Split at the colons that stand in no bracket.

    >>> _pieces("-pi:2*pi:50"), _pieces("f(a[1:2])")
    (['-pi', '2*pi', '50'], ['f(a[1:2])'])
    """
    pieces, depth = [""], 0
    for c in value:
        depth += (c in "([{") - (c in ")]}")
        if c == ":" and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += c
    return pieces


def _points(name: str, text: str, pieces: list[str], environment: Environment) -> Array:
    import numpy

    if len(pieces) > 3:
        raise usage_problem(
            f"not a range: {text}", f"write {name}=FROM:TO or {name}=FROM:TO:POINTS"
        )
    values = [value_of(name, piece, environment) for piece in pieces]
    for piece, value in zip(pieces, values, strict=True):
        if value.ndim or value.dtype.kind not in "if" or not numpy.isfinite(value):
            raise usage_problem(f"not a range: {text}: {piece.strip()} is no finite real number")
    count = POINTS
    if len(pieces) == 3:
        if values[2] != int(values[2]) or not 2 <= values[2] <= MOST:
            raise usage_problem(f"not a range: {text}: from 2 to {MOST} points are possible")
        count = int(values[2])
    start, end = float(values[0]), float(values[1])
    if not start < end or not numpy.isfinite(end - start):
        raise usage_problem(f"not a range: {text}: it must run from a smaller to a greater number")
    return numpy.linspace(start, end, count)

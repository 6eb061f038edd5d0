"""`--correlation x,y=0.5`: coefficients between uncertain elements, checked to be possible."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from cli.matrices.elements import labels
from cli.problems import Problem
from cli.report import Array
from cli.uncertainty.model import Correlation

if TYPE_CHECKING:
    from cli.bindings import Binding

_ELEMENT = r"\s*([^\W\d]\w*)\s*(\[[-\d,\s]*\])?\s*"
_PAIR = re.compile(rf"{_ELEMENT},{_ELEMENT}=(.*)\Z", re.DOTALL)
HELP = "write two uncertain elements and a number from -1 to 1: x,y=0.5 or x[0],x[1]=-0.3"
_ROUNDING = 1e-9
"""Coefficients are written with a few digits: so much below zero an eigenvalue may be."""


def parse_correlations(texts: list[str], bindings: list[Binding]) -> list[Correlation]:
    """Return the coefficients in order, between numbers of the uncertain bindings' elements.

    Raises:
        Problem: One cannot be read, or together they are no correlation matrix.
    """
    uncertain = [b for b in bindings if b.uncertainty is not None]
    if texts and not uncertain:
        raise _problem(texts[0], 0, len(texts[0]), "no binding has an uncertainty", "write x=3±0.1")
    numbers: dict[str, int] = {}
    for binding in uncertain:
        for label in labels(binding.name, binding.value.shape):
            numbers[label] = len(numbers)
    known = {b.name: b for b in bindings}
    found: dict[tuple[int, int], Correlation] = {}
    for text in texts:
        match = _PAIR.match(text)
        if match is None:
            raise _problem(text, 0, len(text), f"not a correlation: {text}", HELP)
        first = _number(text, match, 1, known, numbers)
        second = _number(text, match, 3, known, numbers)
        start, end = match.span(5)
        coefficient = _coefficient(match[5])
        if coefficient is None:
            raise _problem(text, start, end, f"'{match[5].strip()}' is not a number", HELP)
        if not -1 <= coefficient <= 1:
            raise _problem(text, start, end, f"{match[5].strip()} is not from -1 to 1", HELP)
        if first == second:
            message = "an element is correlated with itself by 1"
            raise _problem(text, 0, match.end(4 if match[4] else 3), message, "name two elements")
        pair = (min(first, second), max(first, second))
        if pair in found:
            message = "this correlation is given twice"
            raise _problem(text, 0, len(text), message, "leave one of them out")
        found[pair] = Correlation(first, second, coefficient)
    correlations = list(found.values())
    _check_possible(correlations, list(numbers), texts)
    return correlations


def matrix(correlations: list[Correlation], size: int) -> Array:
    """Return the whole correlation matrix of so many elements."""
    import numpy

    whole = numpy.eye(size)
    for first, second, coefficient in correlations:
        whole[first, second] = whole[second, first] = coefficient
    return whole


def _number(
    text: str,
    match: re.Match[str],
    group: int,
    known: dict[str, Binding],
    numbers: dict[str, int],
) -> int:
    """Return the number of the element that two groups of the match name."""
    name, index = normalize("NFKC", match[group]), match[group + 1]
    start, end = match.start(group), match.end(group + 1 if index else group)
    if name not in known:
        from grammar.suggest import did_you_mean

        uncertain = sorted({label.partition("[")[0] for label in numbers})
        help = did_you_mean(name, uncertain) or f"uncertain are: {', '.join(uncertain)}"
        raise _problem(text, start, end, f"no binding is named '{name}'", help)
    binding = known[name]
    if binding.uncertainty is None:
        help = f"give it one: {name}=VALUE±UNCERTAINTY"
        raise _problem(text, start, end, f"{name} has no uncertainty", help)
    shape = binding.value.shape
    zeros = ",".join("0" * len(shape))
    if not index:
        if shape:
            help = f"name one of them: {name}[{zeros}]"
            raise _problem(text, start, end, f"{name} has {binding.value.size} elements", help)
        return numbers[name]
    if not shape:
        raise _problem(text, start, end, f"{name} is one number", f"leave {index} out")
    places = [piece.strip() for piece in index[1:-1].split(",")]
    if len(places) != len(shape) or not all(re.fullmatch(r"-?\d{1,18}", p) for p in places):
        help = f"its shape is {list(shape)}: {name}[{zeros}]"
        raise _problem(text, start, end, f"not an element of {name}", help)
    # As in the language, negative places count from the end.
    counted = [int(p) + n * (int(p) < 0) for p, n in zip(places, shape, strict=True)]
    if not all(0 <= p < n for p, n in zip(counted, shape, strict=True)):
        raise _problem(
            text, start, end, f"{name} has no such element", f"its shape is {list(shape)}"
        )
    return numbers[f"{name}[{','.join(map(str, counted))}]"]


def _coefficient(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _check_possible(correlations: list[Correlation], names: list[str], texts: list[str]) -> None:
    """Raise a Problem unless the matrix has no negative eigenvalue: no variance would be one."""
    import numpy

    involved = sorted({n for c in correlations for n in (c.first, c.second)})
    place = {n: i for i, n in enumerate(involved)}
    small = [Correlation(place[c.first], place[c.second], c.coefficient) for c in correlations]
    if not small:
        return
    values, vectors = numpy.linalg.eigh(matrix(small, len(involved)))
    if values[0] >= -_ROUNDING * len(involved):
        return
    from cli.problems import usage_problem

    combination = " ".join(
        f"{weight:+.2g}*{names[n]}"
        for n, weight in zip(involved, vectors[:, 0], strict=True)
        if abs(weight) > 0.005
    )
    raise usage_problem(
        f"--correlation: {', '.join(texts)} contradict each other",
        "no quantities are correlated so: make the coefficients smaller, or give all of the pairs",
        notes=(
            f"the matrix has the eigenvalue {values[0]:.3g}: with unit uncertainties the variance of "
            f"{combination.lstrip('+')} would be negative",
        ),
    )


def _problem(text: str, start: int, end: int, message: str, help: str) -> Problem:
    from grammar.diagnostic import Diagnostic, Label, Span

    span = Span(1, start + 1, 1, max(end, start + 1) + 1)
    return Problem(
        Diagnostic("error", message, (Label(span, "", True),), (), help),
        source=text,
        filename="correlation",
    )

"""Warnings where the first order does not say how uncertain a result is."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from cli.uncertainty.model import Element, Uncertainty

if TYPE_CHECKING:
    from grammar.diagnostic import Diagnostic

DOUBTFUL = 0.25
"""A second order of this part of the first is told: it changes the uncertainty by 3 %."""
SHOWN = 3
"""Elements of a result that a warning names."""


Kind: TypeAlias = tuple[Callable[[Element], bool], Callable[[list[Element]], "Diagnostic"]]
"""Which elements a warning concerns, and the warning."""


def remarks(found: Uncertainty) -> list[Diagnostic]:
    """Return the warnings, one for all elements that a kind concerns."""
    kinds: tuple[Kind, ...] = (
        (_not_finite, _infinite),
        (_flat, _no_slope),
        (_doubtful, _second_order),
    )
    any_input = bool((found.uncertainties > 0).any())
    diagnostics = []
    rest = list(found.results) if any_input else []
    if any(element.sloped for element in rest):
        kinds = (kinds[0], kinds[2])  # a vector may well have elements without uncertainty
    for concerns, diagnostic in kinds:
        concerned = [element for element in rest if concerns(element)]
        rest = [element for element in rest if not concerns(element)]
        if concerned:
            diagnostics.append(diagnostic(concerned))
    return diagnostics


def _not_finite(element: Element) -> bool:
    return not math.isfinite(element.uncertainty)


def _flat(element: Element) -> bool:
    second = element.second_order
    return not element.sloped and (second is None or second.uncertainty == 0)


def _doubtful(element: Element) -> bool:
    second = element.second_order
    if second is None:
        return False
    most = max(second.uncertainty, abs(second.shift))
    return most > DOUBTFUL * element.uncertainty


def _infinite(elements: list[Element]) -> Diagnostic:
    from grammar.diagnostic import Diagnostic

    return Diagnostic(
        "warning",
        f"{_names(elements)}: no uncertainty, the derivative is not finite at these values",
        help="the budget shows by which input; the first order says nothing there",
    )


def _no_slope(elements: list[Element]) -> Diagnostic:
    from grammar.diagnostic import Diagnostic

    return Diagnostic(
        "warning",
        f"{_names(elements)}: the uncertainty is 0, as the derivatives are 0 at these values",
        help="a kink (abs at 0), a step (floor, round, >) or no dependence: a spread of values "
        "within the uncertainties may still change the result",
    )


def _second_order(elements: list[Element]) -> Diagnostic:
    from grammar.diagnostic import Diagnostic

    notes = []
    for element in elements[:SHOWN]:
        second = element.second_order
        assert second is not None
        notes.append(
            f"{element.name}: first order {element.uncertainty:.2g}, second order "
            f"{second.uncertainty:.2g}, and the mean moves by {second.shift:.2g}"
        )
    return Diagnostic(
        "warning",
        f"{_names(elements)}: the uncertainty is doubtful, the second order is not small",
        notes=tuple(notes),
        help="first-order propagation takes the result as linear over the uncertainties",
    )


def _names(elements: list[Element]) -> str:
    names = [element.name for element in elements[:SHOWN]]
    more = len(elements) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")

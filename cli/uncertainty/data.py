"""Uncertain results as JSON data: exact, and complete."""

from __future__ import annotations

from typing import Any

from cli import cells
from cli.uncertainty.model import Element, Share, Uncertainty


def data(found: Uncertainty) -> dict[str, Any]:
    """Return the value of the key "uncertainty"."""
    return {
        "inputs": [
            {"name": name, "value": _number(value), "u": _number(u)}
            for name, value, u in zip(
                found.names, found.values.tolist(), found.uncertainties.tolist(), strict=True
            )
        ],
        "correlations": [
            {"inputs": [found.names[first], found.names[second]], "r": r}
            for first, second, r in found.correlations
        ],
        "results": [_element(found, element) for element in found.results],
        "covariance": cells.exact(found.covariance),
    }


def _element(found: Uncertainty, element: Element) -> dict[str, Any]:
    second = element.second_order
    return {
        "name": element.name,
        "value": _number(element.value),
        "u": _number(element.uncertainty),
        "budget": [_share(found, share) for share in element.budget],
        "second_order": None
        if second is None
        else {"u": _number(second.uncertainty), "shift": _number(second.shift)},
    }


def _share(found: Uncertainty, share: Share) -> dict[str, Any]:
    return {
        "inputs": [found.names[n] for n in share.inputs],
        "sensitivity": _number(share.sensitivity),
        "correlation": share.correlation,
        "contribution": _number(share.contribution),
        "variance": _number(share.variance),
        "percent": _number(share.percent),
    }


def _number(value: float | None) -> Any:
    if value is None:
        return None
    import numpy

    return cells.exact(numpy.array(value, dtype="float64"))

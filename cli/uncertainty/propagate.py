"""The standard uncertainty of a result from those of the inputs, to first order.

GUM (JCGM 100:2008), 5.1.2 and 5.2.2: with the Jacobian J of the result and the covariance matrix C
of the inputs, that of the result is J C Jᵀ. What the second order adds for normal inputs, with the
Hessian H of one element: a shift of the mean by tr(H C) / 2, and the variance tr(H C H C) / 2.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cli.matrices.compute import LARGEST, derivatives, second_derivatives
from cli.matrices.elements import Named
from cli.problems import usage_problem
from cli.report import Array
from cli.uncertainty.correlation import matrix
from cli.uncertainty.model import (
    COVARIANCES,
    Correlation,
    Element,
    Root,
    SecondOrder,
    Share,
    Uncertainty,
)

if TYPE_CHECKING:
    from engine.tensor import Tensor

FEW_INPUTS, FEW_RESULTS = 64, 16
"""So many elements at most: then the second order is looked at."""


def propagate(
    roots: list[Named],
    inputs: list[Named],
    values: Array,
    uncertainties: Array,
    correlations: list[Correlation],
) -> Uncertainty:
    """Return what the uncertainties of the inputs' elements make of the roots.

    values, uncertainties: of all elements of the inputs, in order.

    Raises:
        Problem: There are too many elements.
    """
    import numpy

    from cli.rows import as_array

    tensors = [named.tensor for named in inputs]
    height = sum(root.tensor.numel() for root in roots)
    if height * uncertainties.size > LARGEST:
        raise usage_problem(
            f"{uncertainties.size} uncertain numbers and a result of {height} are too many",
            "give uncertainties to fewer of them, or make the result smaller",
        )
    slopes = derivatives([root.tensor for root in roots], tensors).astype("float64")
    # A derivative of infinity says nothing of an input that is exact.
    spread = numpy.where(uncertainties == 0, 0.0, slopes) * uncertainties
    found = numpy.concatenate([as_array(root.tensor).reshape(-1) for root in roots])
    elements = []
    row = 0
    for root in roots:
        budget_of = _Budget(correlations, whole=root.tensor.ndim == 0)
        for i, label in enumerate(root.labels):
            second = None
            if height <= FEW_RESULTS and uncertainties.size <= FEW_INPUTS:
                whole = matrix(correlations, uncertainties.size)
                cov = whole * numpy.outer(uncertainties, uncertainties)
                second = _second_order(root.tensor, i, tensors, cov)
            variance, budget = budget_of(slopes[row], spread[row])
            sloped = bool(slopes[row].any())
            u = math.sqrt(variance)
            elements.append(Element(label, float(found[row]), u, sloped, budget, second))
            row += 1
    covariance = None
    if height <= COVARIANCES:
        covariance = spread @ spread.T
        for first, second_, r in correlations:
            cross = numpy.outer(spread[:, first], spread[:, second_]) * r
            covariance += cross + cross.T
    return Uncertainty(
        [label for named in inputs for label in named.labels],
        values,
        uncertainties,
        correlations,
        elements,
        [Root(root.name, tuple(root.tensor.shape)) for root in roots],
        covariance,
    )


def variances(spread: Array, correlations: list[Correlation]) -> Array:
    """Return the variance of each row, with a column an input: sensitivity times uncertainty."""
    import numpy

    found = (spread * spread).sum(axis=1)
    for first, second, r in correlations:
        found = found + 2 * r * spread[:, first] * spread[:, second]
    return numpy.maximum(found, 0.0)  # of full correlation rounding may leave less


class _Budget:
    """Makes the budget of one element; of a vector's element without what adds nothing."""

    def __init__(self, correlations: list[Correlation], whole: bool) -> None:
        self.correlations = correlations
        self.whole = whole

    def __call__(self, slopes: Array, spread: Array) -> tuple[float, list[Share]]:
        """Return the variance, and its shares.

        slopes: derivatives by the inputs; spread: times the inputs' uncertainties.
        """
        import numpy

        total = float(variances(spread[None], self.correlations)[0])
        shown = range(spread.size) if self.whole else numpy.flatnonzero(spread).tolist()
        shares = []
        for n in shown:
            u = float(spread[n])
            part = u * u
            shares.append(Share((n,), float(slopes[n]), None, abs(u), part, _percent(part, total)))
        for first, second, r in self.correlations:
            part = float(2 * r * spread[first] * spread[second])
            if part or self.whole:
                root = math.copysign(math.sqrt(abs(part)), part) if part == part else part
                shares.append(Share((first, second), None, r, root, part, _percent(part, total)))
        return total, shares


def _percent(part: float, total: float) -> float | None:
    return 100 * part / total if total > 0 and math.isfinite(total) else None


def _second_order(root: Tensor, i: int, inputs: list[Tensor], cov: Array) -> SecondOrder | None:
    """Return what the second order adds for element i; None if it cannot be found out."""
    import numpy

    if not root.requires_grad:
        return SecondOrder(0.0, 0.0)
    try:
        curvature = second_derivatives(root.reshape(-1)[i], inputs).astype("float64")
    except Exception:  # a Function of the script may have no second derivative
        return None
    exact = numpy.diag(cov) == 0
    curvature[exact] = 0
    curvature[:, exact] = 0
    product = curvature @ cov
    variance = float(numpy.trace(product @ product)) / 2
    shift = float(numpy.trace(product)) / 2
    if not math.isfinite(variance) or not math.isfinite(shift):
        return None
    return SecondOrder(math.sqrt(max(variance, 0.0)), shift)

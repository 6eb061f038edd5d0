"""What uncertain bindings make of a result, as plain data."""

from __future__ import annotations

from typing import NamedTuple

from cli.report import Array


class Correlation(NamedTuple):
    """How the elements number `first` and `second` of the inputs go together."""

    first: int
    second: int
    coefficient: float


class Share(NamedTuple):
    """A row of a budget: what one input, or the correlation of two, adds to the variance.

    inputs: numbers of the inputs, one or two.
    contribution: in the result's units; that of a correlation is the root of its part of the
        variance, with the sign of that part.
    percent: of the variance; None if the result has none.
    """

    inputs: tuple[int, ...]
    sensitivity: float | None
    correlation: float | None
    contribution: float
    variance: float
    percent: float | None


class SecondOrder(NamedTuple):
    """What the first order leaves out: a standard deviation, and a shift of the mean."""

    uncertainty: float
    shift: float


class Element(NamedTuple):
    """One element of the result.

    sloped: whether any derivative is not 0.
    second_order: None where that was not looked at.
    """

    name: str
    value: float
    uncertainty: float
    sloped: bool
    budget: list[Share]
    second_order: SecondOrder | None


class Root(NamedTuple):
    """A tensor in the result."""

    name: str
    shape: tuple[int, ...]


class Uncertainty(NamedTuple):
    """The inputs with their values and standard uncertainties, and what follows for the result.

    results: the elements of the roots, in order.
    covariance: of the elements of the result; None if they are more than COVARIANCES.
    """

    names: list[str]
    values: Array
    uncertainties: Array
    correlations: list[Correlation]
    results: list[Element]
    roots: list[Root]
    covariance: Array | None


COVARIANCES = 2000
"""Elements of a result whose covariance matrix is given."""

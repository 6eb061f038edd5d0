"""Modified Bessel functions of the first kind, I0 and I1, and the same scaled by exp(-|x|).

Below 24 by the power series, whose terms are all positive, so that none cancels; from there on by
the asymptotic series, whose smallest term there is below the precision of a double.
Source: DLMF 10.25.2 and 10.40.1, https://dlmf.nist.gov/10.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.comparison import _where
from engine.operators.rounding import abs, sgn
from engine.registry import in_rules, operator

_BORDER = 24.0


def _power_series(x: Array, order: int) -> Array:
    """(x / 2)^order sum of (x² / 4)^k / (k! (k + order)!)"""
    quarter = x * x / 4
    term = np.ones_like(x)
    total = np.ones_like(x)
    for k in range(1, 64):
        term = term * (quarter / (k * (k + order)))
        total = total + term
    return total * (x / 2) if order else total


def _asymptotic(x: Array, order: int) -> Array:
    """exp(-x) I(x) = 1 / sqrt(2πx) sum of (-1)^k a_k / x^k, a_k = a_(k-1) (4ν² - (2k-1)²) / (8k)"""
    term = np.ones_like(x)
    total = np.ones_like(x)
    for k in range(1, 31):
        term = term * (((2 * k - 1) ** 2 - 4 * order) / (8 * k * x))
        total = total + term
    return total / np.sqrt(2 * math.pi * x)


def _bessel(x: Array, order: int, scaled: bool) -> Array:
    """Return I0 or I1, in the dtype of `x`, computed in double precision."""
    wide = np.abs(np.asarray(x, np.float64))
    low, high = np.minimum(wide, _BORDER), np.maximum(wide, _BORDER)
    below, above = _power_series(low, order), _asymptotic(high, order)
    if scaled:
        found = np.where(wide < _BORDER, below * np.exp(-low), above)
    else:
        half = np.exp(high / 2)  # exp(high) alone may be infinite where the product is not
        found = np.where(wide < _BORDER, below, np.where(half < np.inf, above * half * half, half))
    found = np.where(np.isnan(wide), wide, found)
    if order:
        found = np.copysign(found, x)
    return found.astype(x.dtype)[()]


@operator(
    batch="elementwise",
    promote="float",
    namespaces=("torch", "special"),
    rules={"self": lambda grad, self: grad * i1(self)},
    samples=("i0(a(2, 3))", "i0(a(3) * 20)"),
)
def i0(self: Array) -> Array:
    """Return the modified Bessel function of the first kind of order 0.

    >>> import engine
    >>> engine.i0(engine.tensor([0.0, 1.0]))
    tensor([1.0000, 1.2661])
    """
    return _bessel(self, 0, False)


@operator(
    batch="elementwise",
    promote="float",
    namespaces=("special",),
    grad_fn="SpecialI0EBackward0",
    inplace=False,
    rules={"self": lambda grad, self, result: grad * (i1e(self) - sgn(self) * result)},
    samples=("i0e(a(2, 3))", "i0e(a(3) * 20)"),
)
def i0e(self: Array) -> Array:
    """Return exp(-|x|) I0(x).

    >>> import engine
    >>> engine.special.i0e(engine.tensor([0.0, 1.0]))
    tensor([1.0000, 0.4658])
    """
    return _bessel(self, 0, True)


@operator(
    batch="elementwise",
    promote="float",
    namespaces=("special",),
    grad_fn="SpecialI1Backward0",
    inplace=False,
    rules={"self": lambda grad, self, result: grad * _i1_slope(self, result)},
    samples=("i1(a(2, 3))", "i1(a(3) * 20)"),
)
def i1(self: Array) -> Array:
    """Return the modified Bessel function of the first kind of order 1.

    >>> import engine
    >>> engine.special.i1(engine.tensor([0.0, 1.0]))
    tensor([0.0000, 0.5652])
    """
    return _bessel(self, 1, False)


@operator(
    batch="elementwise",
    promote="float",
    namespaces=("special",),
    grad_fn="SpecialI1EBackward0",
    inplace=False,
    rules={"self": lambda grad, self, result: grad * _i1e_slope(self, result)},
    samples=("i1e(a(2, 3))", "i1e(a(3) * 20)"),
)
def i1e(self: Array) -> Array:
    """Return exp(-|x|) I1(x).

    >>> import engine
    >>> engine.special.i1e(engine.tensor([0.0, 1.0]))
    tensor([0.0000, 0.2079])
    """
    return _bessel(self, 1, True)


@in_rules
def _apart_from_zero(x: Any) -> Any:
    """Return x, or a tiny number in its place where it is tiny: something to divide by."""
    return _where(abs(x) > 2.220446049250313e-16, x, 2.220446049250313e-16)


@in_rules
def _i1_slope(x: Any, result: Any) -> Any:
    """I0(x) - I1(x) / x, which is 1/2 at 0."""
    safe = _apart_from_zero(x)
    return _where(abs(x) > 2.220446049250313e-16, i0(safe) - result / safe, 0.5)


@in_rules
def _i1e_slope(x: Any, result: Any) -> Any:
    """The same scaled by exp(-|x|), less sign(x) times the value."""
    safe = _apart_from_zero(x)
    slope = i0e(safe) - result * (sgn(safe) + 1 / safe)
    return _where(abs(x) > 2.220446049250313e-16, slope, 0.5)

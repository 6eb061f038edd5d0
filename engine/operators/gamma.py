"""The gamma function's logarithm and its derivatives."""

from __future__ import annotations

import math
from typing import Any

from engine.dtypes import Array
from engine.operators.special_functions import _elementwise
from engine.registry import in_rules, operator

# -- gamma functions -------------------------------------------------------------------------------


def _lgamma_of(x: float) -> float:
    try:
        return math.lgamma(x) if x != -math.inf else math.inf
    except (ValueError, OverflowError):  # a pole, or too large
        return math.inf


_lgamma = _elementwise(_lgamma_of)


@operator(
    shape="unary",
    promote="float",
    namespaces=("torch",),
    rules={"self": lambda grad, self: grad * digamma(self)},
    samples=("lgamma(p(4))",),
)
def lgamma(self: Array) -> Array:
    """Return log(|Γ(x)|); its derivative is the digamma function.

    >>> import engine
    >>> engine.lgamma(engine.tensor([3.0, 5.0]))
    tensor([0.6931, 3.1781])
    """
    return _lgamma(self)


def _digamma(x: float) -> float:
    """ψ(x): upwards by ψ(x) = ψ(x + 1) - 1 / x, then the asymptotic series (DLMF 5.11.2)."""
    if x == 0:
        return -math.copysign(math.inf, x)
    if x < 0:
        if x == math.floor(x):
            return math.nan
        return _digamma(1 - x) - math.pi / math.tan(math.pi * math.remainder(x, 1))
    total = 0.0
    while x < 10:
        total -= 1 / x
        x += 1
    if x == math.inf:
        return x
    z = 1 / (x * x)
    terms = (1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12)
    series = 0.0
    for term in reversed(terms):
        series = z * (term + series)
    return total + math.log(x) - 0.5 / x - series


_digamma_of = _elementwise(_digamma)


@operator(
    shape="unary",
    promote="float",
    namespaces=("torch", "special"),
    rules={"self": lambda grad, self: grad * polygamma(1, self)},
    samples=("digamma(p(4))",),
)
def digamma(self: Array) -> Array:
    """Return the derivative of log(Γ(x)).

    >>> import engine
    >>> engine.digamma(engine.tensor([1.0]))
    tensor([-0.5772])
    """
    return _digamma_of(self)


def _zeta(s: float, q: float) -> float:
    """Hurwitz's ζ(s, q) for s > 1: terms up to q + 10, then Euler and Maclaurin's (DLMF 25.11.5)."""
    if q <= 0 and q == math.floor(q):
        return math.inf
    total = 0.0
    while q < 10:
        total += math.pow(q, -s)
        q += 1
    tail = math.pow(q, 1 - s) / (s - 1) + 0.5 * math.pow(q, -s)
    factor = s * math.pow(q, -s - 1)
    # Bernoulli numbers B_2j over (2j)!
    for j, b in enumerate((1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160), 1):
        tail += b * factor
        factor *= (s + 2 * j - 1) * (s + 2 * j) / (q * q)
    return total + tail


@operator(
    batch="elementwise",
    name="_polygamma",
    grad_fn="PolygammaBackward0",
    promote="float",
    operands=("self",),
    rules={"self": lambda grad, n, self: grad * polygamma(n + 1, self)},
)
def _polygamma(n: int, self: Array) -> Array:
    """(-1)^(n + 1) n! ζ(n + 1, x)"""
    if n == 0:
        return _digamma_of(self)
    if n < 0:
        raise RuntimeError("polygamma(n, x) does not support negative n.")
    sign = 1.0 if n % 2 else -1.0
    return _elementwise(lambda x: sign * math.factorial(n) * _zeta(n + 1.0, x))(self)


@in_rules
def polygamma(n: int, input: Any) -> Any:
    """Return the n-th derivative of the digamma function.

    >>> import engine
    >>> engine.polygamma(1, engine.tensor([1.0]))
    tensor([1.6449])
    """
    return _polygamma(n, input)

"""Functions of the error function's family that neither overflow nor vanish, and gamma functions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.elementary import exp
from engine.operators.gamma import _lgamma, digamma
from engine.operators.special_functions import _elementwise
from engine.registry import in_rules, operator

# -- error functions -------------------------------------------------------------------------------


def _erfcx_of(x: float) -> float:
    """exp(x²) erfc(x): the product where both factors are finite, else the asymptotic series."""
    if x < 25:
        if x < -26.7:
            return math.inf
        # x² exactly, in two parts: the error of its rounding would be multiplied by x².
        head = float(np.float32(x))
        return math.exp(head * head) * math.exp((x - head) * (x + head)) * math.erfc(x)
    z = -0.5 / (x * x)  # DLMF 7.12.1
    return (1 + z * (1 + z * (3 + z * (15 + z * 105)))) / (x * math.sqrt(math.pi))


def _log_ndtr_of(x: float) -> float:
    if x < -1:
        return math.log(_erfcx_of(-x * math.sqrt(0.5)) / 2) - x * x / 2
    return math.log1p(-math.erfc(x * math.sqrt(0.5)) / 2)


_erfcx = _elementwise(_erfcx_of)
_log_ndtr = _elementwise(_log_ndtr_of)


@operator(
    batch="elementwise",
    promote="float",
    namespaces=("special",),
    grad_fn="SpecialErfcxBackward0",
    inplace=False,
    rules={"self": lambda grad, self, result: (2.0 * self * result - 1.1283791670955126) * grad},
    samples=("erfcx(a(2, 3))",),
)
def erfcx(self: Array) -> Array:
    """Return exp(x²) erfc(x), precise for large x.

    >>> import engine
    >>> engine.special.erfcx(engine.tensor([0.0, 10.0]))
    tensor([1.0000, 0.0561])
    """
    return _erfcx(self)


@operator(
    batch="elementwise",
    promote="float",
    namespaces=("special",),
    grad_fn="SpecialLogNdtrBackward0",
    inplace=False,
    rules={
        "self": lambda grad, self, result: (
            grad * 0.3989422804014327 * exp(-(result + self * self / 2))
        )
    },
    samples=("log_ndtr(a(2, 3))",),
)
def log_ndtr(self: Array) -> Array:
    """Return the logarithm of the probability that a normal variable is below x.

    >>> import engine
    >>> engine.special.log_ndtr(engine.tensor([0.0, -20.0]))
    tensor([  -0.6931, -203.9172])
    """
    return _log_ndtr(self)


# -- the gamma function of matrices ----------------------------------------------------------------


@operator(
    batch="elementwise",
    promote="float",
    operands=("self",),
    rules={"self": lambda grad, self, p: grad * _sum_of_digammas(self, p)},
    samples=("mvlgamma(p(2, 3) + 1, 2)", "mvlgamma(p(2) + 2, p=3)"),
)
def mvlgamma(self: Array, p: int) -> Array:
    """Return the logarithm of the multivariate gamma function of dimension p.

    >>> import engine
    >>> engine.mvlgamma(engine.tensor([2.0]), 2)
    tensor([0.4516])
    """
    if p < 1:
        raise RuntimeError("p has to be greater than or equal to 1")
    steps = (np.arange(1 - p, 1) * 0.5).astype(self.dtype)
    total = _lgamma(np.asarray(self)[..., None] + steps).sum(-1, dtype=self.dtype)
    return (total + p * (p - 1) * math.log(math.pi) / 4).astype(self.dtype)[()]


@in_rules
def _sum_of_digammas(x: Any, p: int) -> Any:
    """The sum of ψ(x - j / 2) for j below p."""
    total = digamma(x)
    for j in range(1, p):
        total = total + digamma(x - j * 0.5)
    return total

"""Special functions: the error function and its relatives, gamma functions, and safe logarithms."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.comparison import _where, logical_and, masked_fill
from engine.operators.elementary import cos, exp, exp2, log, sin
from engine.operators.scalars import add_number, mul_number
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor

# -- from the standard library, element by element -------------------------------------------------


def _elementwise(function: Callable[[float], float]) -> Callable[[Array], Array]:
    """Return `function` on arrays, in their dtype: exact to the last bits in double precision."""
    each: Any = np.frompyfunc(function, 1, 1)

    def on_array(x: Array) -> Array:
        if x.dtype.kind != "f":
            raise TypeError("only floating-point numbers, which integers are promoted to")
        if x.ndim:
            return each(x).astype(x.dtype)
        return x.dtype.type(function(float(x)))

    return on_array


def _probit(p: float) -> float:
    if 0 < p < 1:
        return NormalDist().inv_cdf(p)
    return -math.inf if p == 0 else math.inf if p == 1 else math.nan


_erf = _elementwise(math.erf)
_erfc = _elementwise(math.erfc)
_ndtri = _elementwise(_probit)


# -- error functions -------------------------------------------------------------------------------


@operator(
    shape="unary",
    promote="float",
    namespaces=("torch", "special"),
    rules={"self": lambda grad, self: exp(-(self * self)) * 1.1283791670955126 * grad},
)
def erf(self: Array) -> Array:
    """Return the error function; its derivative is 2 exp(-x²) / sqrt(π).

    >>> import engine
    >>> engine.erf(engine.tensor([0.0, 1.0]))
    tensor([0.0000, 0.8427])
    """
    return _erf(self)


@operator(
    shape="unary",
    promote="float",
    namespaces=("torch", "special"),
    rules={"self": lambda grad, self: exp(-(self * self)) * -1.1283791670955126 * grad},
)
def erfc(self: Array) -> Array:
    """Return 1 - erf(x), precise for large x.

    >>> import engine
    >>> engine.erfc(engine.tensor([0.0, 1.0]))
    tensor([1.0000, 0.1573])
    """
    return _erfc(self)


@operator(
    shape="unary",
    promote="float",
    namespaces=("torch", "special"),
    rules={"self": lambda grad, result: exp(result * result) * 0.8862269254527579 * grad},
    samples=("erfinv(tanh(a(2, 3)))",),
)
def erfinv(self: Array) -> Array:
    """Return the inverse of the error function, on (-1, 1); infinite at its ends.

    >>> import engine
    >>> engine.erfinv(engine.tensor([0.0, 0.5, 1.0]))
    tensor([0.0000, 0.4769,    inf])
    """
    y = np.asarray(self, dtype=np.float64)
    # A start that is right to three digits (Winitzki 2008), then Halley's steps on erf(x) = y,
    # each of which triples the digits.
    w = np.log1p(-y * y)
    c = 2 / (math.pi * 0.147) + w / 2
    x = np.copysign(np.sqrt(np.sqrt(c * c - w / 0.147) - c), y)
    for _ in range(3):
        step = (_erf(x) - y) / (2 / math.sqrt(math.pi) * np.exp(-x * x))
        x = x - step / (1 + x * step)
    x = np.where(np.abs(y) == 1, y * np.inf, x)
    return x.astype(self.dtype) if self.ndim else self.dtype.type(x)


@operator(
    shape="unary",
    promote="float",
    namespaces=("special",),
    grad_fn="SpecialNdtriBackward0",
    inplace=False,
    rules={"self": lambda grad, result: exp(result * result * 0.5) * 2.5066282746310002 * grad},
    samples=("ndtri(sigmoid(a(2, 3)))",),
)
def ndtri(self: Array) -> Array:
    """Return the number below which a normal variable is with the given probability.

    >>> import engine
    >>> engine.special.ndtri(engine.tensor([0.5, 0.975]))
    tensor([0.0000, 1.9600])
    """
    return _ndtri(self)


@exported("special", samples=("ndtr(a(2, 3))",))
def ndtr(input: Tensor) -> Tensor:
    """Return the probability that a normal variable is below x.

    >>> import engine
    >>> engine.special.ndtr(engine.tensor([0.0, 1.96]))
    tensor([0.5000, 0.9750])
    """
    return mul_number(add_number(erf(mul_number(input, math.sqrt(0.5))), 1), 0.5)  # type: ignore[no-any-return]


# -- logarithms that are 0 at 0 --------------------------------------------------------------------


@operator(
    batch="elementwise",
    promote="float",
    namespaces=("torch", "special"),
    grad_fn=lambda self, other: f"XlogyBackward{_which(self, other)}",
    rules={
        "self": lambda grad, self, other: masked_fill(
            xlogy(grad, other), logical_and(self == 0, _no_log(self, other)), 0
        ),
        "other": lambda grad, self, other: grad * self / other,
    },
    samples=(
        "xlogy(a(2, 3), p(2, 3))",
        "xlogy(a(2, 3), p(3))",
        "xlogy(a(2), 2.5)",
        "xlogy(2, p(2))",
    ),
)
def xlogy(self: Array, other: Array) -> Array:
    """Return x log(y), which is 0 where x is 0, unless y is NaN.

    >>> import engine
    >>> engine.xlogy(engine.tensor([0.0, 2.0]), engine.tensor([0.0, 1.0]))
    tensor([0., 0.])
    """
    zero = (np.asarray(self) == 0) & ~np.isnan(other)
    return np.where(zero, 0, self * np.log(other))


def _which(self: Any, other: Any) -> int:
    """Return how PyTorch numbers the variants with a number on the left (1) or right (2)."""
    return 1 if not isinstance(self, Tensor) else 2 if not isinstance(other, Tensor) else 0


@in_rules
def _no_log(x: Any, y: Any) -> Any:
    """Where y has no logarithm, in the shape of x for a number y."""
    return (x * 0 + y) <= 0


@operator(
    batch="elementwise",
    promote="float",
    namespaces=("special",),
    inplace=False,
    grad_fn=lambda self, other: f"SpecialXlog1PyBackward{_which(self, other)}",
    rules={
        "self": lambda grad, self, other: masked_fill(
            xlog1py(grad, other), logical_and(self == 0, _no_log(self, other + 1)), 0
        ),
        "other": lambda grad, self, other: grad * self / (other + 1),
    },
    samples=("xlog1py(a(2, 3), p(2, 3))", "xlog1py(a(2), 2.5)", "xlog1py(2, p(2))"),
)
def xlog1py(self: Array, other: Array) -> Array:
    """Return x log(1 + y), which is 0 where x is 0, unless y is NaN.

    >>> import engine
    >>> engine.special.xlog1py(engine.tensor([0.0, 2.0]), engine.tensor([-1.0, 0.0]))
    tensor([0., 0.])
    """
    zero = (np.asarray(self) == 0) & ~np.isnan(other)
    return np.where(zero, 0, self * np.log1p(other))


@operator(
    batch="elementwise",
    promote="float",
    namespaces=("special",),
    grad_fn="SpecialEntrBackward0",
    inplace=False,
    rules={"self": lambda grad, self: grad * (-log(self) - 1)},
    samples=("entr(p(2, 3))",),
)
def entr(self: Array) -> Array:
    """Return -x log(x), 0 at 0 and -inf below.

    >>> import engine
    >>> engine.special.entr(engine.tensor([0.0, 1.0]))
    tensor([0., -0.])
    """
    return np.where(self < 0, -np.inf, np.where(self == 0, 0, -self * np.log(self)))


@operator(
    batch="elementwise",
    promote="float",
    operands=("self",),
    namespaces=("torch", "special"),
    rules={"self": lambda grad, self, eps: _logit_backward(grad, self, eps)},
    samples=("logit(sigmoid(a(2, 3)))", "logit(p(2, 3) / 2, 0.3)", "logit(p(3), eps=1e-6)"),
)
def logit(self: Array, eps: Any = None) -> Array:
    """Return log(x / (1 - x)), with x kept in [eps, 1 - eps] if eps is given.

    >>> import engine
    >>> engine.logit(engine.tensor([0.5, 0.7311]))
    tensor([0.0000, 1.0002])
    """
    x = self if eps is None else np.clip(self, eps, 1 - eps)
    return np.log(x / (1 - x))


@in_rules
def _logit_backward(grad: Any, x: Any, eps: Any) -> Any:
    """grad / (x (1 - x)) where x is kept as it is; beyond, 0, or NaN without eps."""
    low, outside = (0, float("nan")) if eps is None else (eps, 0.0)
    inside = logical_and(x >= low, x <= 1 - low)
    return _where(inside, grad / (x * (1 - x)), outside)


def _both_tensors(name: str) -> Callable[..., None]:
    """Return a check that the second operand is a tensor, and both are floating-point."""

    def check(self: Any, other: Any) -> None:
        if not isinstance(other, (np.ndarray, np.generic)):
            raise not_a_tensor(name, "other", 2, other)
        if np.result_type(self, other).kind not in "fc":
            word = TYPE_NAMES[np.result_type(self, other).name]
            raise NotImplementedError(f"\"{name}_cpu\" not implemented for '{word}'")

    return check


@operator(
    batch="elementwise",
    promote="arithmetic",
    namespaces=("torch",),
    inplace=False,
    check=_both_tensors("logaddexp"),
    rules={
        "self": lambda grad, self, other: grad / (1 + exp(other - self)),
        "other": lambda grad, self, other: grad / (1 + exp(self - other)),
    },
    samples=("logaddexp(a(2, 3), a(3))", "logaddexp(a(), a(2))"),
)
def logaddexp(self: Array, other: Array) -> Array:
    """Return log(exp(x) + exp(y)) without overflow.

    >>> import engine
    >>> engine.logaddexp(engine.tensor([1000.0]), engine.tensor([1000.0]))
    tensor([1000.6932])
    """
    return np.logaddexp(self, other)


@operator(
    batch="elementwise",
    promote="arithmetic",
    namespaces=("torch",),
    inplace=False,
    check=_both_tensors("logaddexp2"),
    rules={
        "self": lambda grad, self, other: grad / (1 + exp2(other - self)),
        "other": lambda grad, self, other: grad / (1 + exp2(self - other)),
    },
    samples=("logaddexp2(a(2, 3), a(3))", "logaddexp2(a(), a(2))"),
)
def logaddexp2(self: Array, other: Array) -> Array:
    """Return log2(2^x + 2^y) without overflow.

    >>> import engine
    >>> engine.logaddexp2(engine.tensor([1.0]), engine.tensor([1.0]))
    tensor([2.])
    """
    return np.logaddexp2(self, other)


# -- angles ----------------------------------------------------------------------------------------


@operator(
    shape="unary",
    promote="float",
    namespaces=("torch", "special"),
    rules={"self": lambda grad, self: _sinc_backward(grad, self * 3.141592653589793, self)},
)
def sinc(self: Array) -> Array:
    """Return sin(πx) / (πx), and 1 at 0.

    >>> import engine
    >>> engine.sinc(engine.tensor([0.0, 0.5]))
    tensor([1.0000, 0.6366])
    """
    w = self * math.pi
    return np.where(self == 0, 1, np.sin(w) / w)[()]


@in_rules
def _sinc_backward(grad: Any, w: Any, x: Any) -> Any:
    """grad * (w cos(w) - sin(w)) / (π x²) for w = πx, and 0 at 0."""
    slope = (w * cos(w) - sin(w)) / (x * x * 3.141592653589793)
    return _where(x == 0, 0, grad * slope)


@operator(
    shape="unary",
    promote="float",
    grad_fn="Deg2RadBackward0",
    rules={"self": lambda grad: grad * 0.017453292519943295},
)
def deg2rad(self: Array) -> Array:
    """Return an angle given in degrees in radians.

    >>> import engine
    >>> engine.deg2rad(engine.tensor([180.0]))
    tensor([3.1416])
    """
    return self * 0.017453292519943295


@operator(
    shape="unary",
    promote="float",
    grad_fn="Rad2DegBackward0",
    rules={"self": lambda grad: grad * 57.29577951308232},
)
def rad2deg(self: Array) -> Array:
    """Return an angle given in radians in degrees.

    >>> import engine
    >>> engine.rad2deg(engine.tensor([3.141592653589793]))
    tensor([180.])
    """
    return self * 57.29577951308232

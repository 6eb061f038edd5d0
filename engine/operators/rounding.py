"""Absolute value, sign, rounding to integers, and what replaces the odd values of floats."""

from __future__ import annotations

from operator import abs as _absolute
from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import Array
from engine.operators.comparison import _where, isfinite
from engine.operators.masks import _masked, _not_derivable, _not_implemented
from engine.operators.views import _zeros_of
from engine.registry import KERNELS, OPERATORS, in_rules, operator
from engine.tensor import Tensor

# -- absolute value and sign -----------------------------------------------------------------------


@operator(
    kink=lambda self: self == 0,
    shape="unary",
    holomorphic=False,
    rules={"self": lambda grad, self: grad * sgn(self)},
    samples=("abs(a(2, 3) - 3)", "abs(a(3).to(torch.complex128) * (1 + 2j))"),
)
def abs(self: Array) -> Array:
    """Return the absolute value; the derivative at 0 is 0.

    >>> import engine
    >>> engine.abs(engine.tensor([-1.5, 2.0]))
    tensor([1.5000, 2.0000])
    """
    if self.dtype.kind == "b":
        raise _not_implemented("abs_cpu", self.dtype)
    return _absolute(self)


absolute = abs


def _signs(x: Array) -> Array:
    """The signs of real numbers; NaN has the sign 0."""
    kind = x.dtype.kind
    if kind == "b":
        return x
    if kind == "f":
        if x.ndim:
            return np.subtract(x > 0, x < 0, dtype=x.dtype)
        return np.sign(x) if x == x else x.dtype.type(0)
    return np.sign(x)


@operator(
    kink=lambda self: self == 0,
    shape="unary",
    rules={"self": lambda grad: _zeros_of(grad)},
    samples=("sign(a(3) - 2)",),
)
def sign(self: Array) -> Array:
    """Return -1, 0 or 1, the sign; the derivative is 0.

    >>> import engine
    >>> engine.sign(engine.tensor([-2.0, 0.0, 3.0]))
    tensor([-1.,  0.,  1.])
    """
    if self.dtype.kind == "c":
        raise NotImplementedError(
            "Unlike NumPy, torch.sign is not intended to support complex numbers. "
            "Please use torch.sgn instead."
        )
    return _signs(self)


@operator(
    shape="unary",
    holomorphic=False,
    rules={"self": lambda grad, self, result: _sgn_back(grad, self, result)},
    samples=("sgn(a(3) - 2)",),
)
def sgn(self: Array) -> Array:
    """Return x / |x|, 0 at 0: the sign of a real number, the direction of a complex one.

    >>> import engine
    >>> engine.sgn(engine.tensor([3 + 4j]))
    tensor([0.6000+0.8000j])
    """
    return np.sign(self) if self.dtype.kind == "c" else _signs(self)


@in_rules
def _sgn_back(grad: Any, self: Any, result: Any) -> Any:
    """0 for real numbers; (g - Re(g conj(s)) s) / |x| for complex ones, with s = x / |x|."""
    if not _is_complex(self):
        return _zeros_of(grad)
    along = (grad * _conj(result) + _conj(grad) * result) / 2
    size = abs(self)
    return _where(size == 0, 0, (grad - along * result) / size)


def _is_complex(x: Any) -> bool:
    return bool((x._data if isinstance(x, Tensor) else x).dtype.kind == "c")


def _conj(x: Any) -> Any:
    return OPERATORS["conj"].call(x)


KERNELS["_is_complex"] = _is_complex
KERNELS["_conj"] = np.conj


@operator(batch="elementwise", inplace=False, samples=("signbit(a(3) - 2)",))
def signbit(self: Array) -> Array:
    """Return where the sign bit is set: negative numbers and -0.0.

    >>> import engine
    >>> engine.signbit(engine.tensor([-0.0, 0.0]))
    tensor([ True, False])
    """
    if self.dtype.kind == "c":
        raise NotImplementedError("signbit is not implemented for complex tensors.")
    return np.signbit(self) if self.dtype.kind == "f" else np.less(self, 0)


# -- rounding: the derivative is 0 -----------------------------------------------------------------

_zero_rules: dict[str, Any] = {"self": lambda grad: _zeros_of(grad)}


def _rounded(name: str, ufunc: Any, x: Array) -> Array:
    kind = x.dtype.kind
    if kind == "f":
        return ufunc(x)
    if kind == "c":
        raise NotImplementedError(f"{name} is not supported for complex inputs")
    if kind == "b":
        raise _not_implemented(f"{name}_vml_cpu", x.dtype)
    return x.copy()


@operator(
    kink=lambda self: self == np.floor(self),
    shape="unary",
    rules=_zero_rules,
    samples=("floor(a(2, 3))",),
)
def floor(self: Array) -> Array:
    """Round down to an integer; the derivative is 0.

    >>> import engine
    >>> engine.floor(engine.tensor([-1.5, 2.5]))
    tensor([-2.,  2.])
    """
    return _rounded("floor", np.floor, self)


@operator(
    kink=lambda self: self == np.floor(self),
    shape="unary",
    rules=_zero_rules,
    samples=("ceil(a(2, 3))",),
)
def ceil(self: Array) -> Array:
    """Round up to an integer; the derivative is 0.

    >>> import engine
    >>> engine.ceil(engine.tensor([-1.5, 2.5]))
    tensor([-1.,  3.])
    """
    return _rounded("ceil", np.ceil, self)


@operator(
    kink=lambda self: (self == np.floor(self)) & (self != 0),
    shape="unary",
    rules=_zero_rules,
    samples=("trunc(a(2, 3))",),
)
def trunc(self: Array) -> Array:
    """Round towards 0 to an integer; the derivative is 0.

    >>> import engine
    >>> engine.trunc(engine.tensor([-1.5, 2.5]))
    tensor([-1.,  2.])
    """
    return _rounded("trunc", np.trunc, self)


fix = trunc


@operator(
    batch="elementwise",
    grad_fn=lambda self, decimals: f"RoundBackward{int(decimals is not None)}",
    rules=_zero_rules,
    samples=("round(a(2, 3))", "round(a(2, 3), decimals=1)", "round(a(2) * 100, decimals=-1)"),
)
def round(self: Array, *, decimals: Any = None) -> Array:
    """Round to the nearest number of `decimals` decimals (integers if None), half to even.

    >>> import engine
    >>> engine.round(engine.tensor([0.5, 1.5, 2.5]))
    tensor([0., 2., 2.])
    """
    if not decimals:
        return _rounded("round", np.rint, self)
    if self.dtype.kind != "f":
        raise _not_implemented("round_cpu", self.dtype)
    unit = self.dtype.type(10.0 ** _absolute(decimals))
    return np.rint(self * unit) / unit if decimals > 0 else np.rint(self / unit) * unit


@operator(shape="unary", rules={"self": lambda grad: grad}, samples=("frac(a(2, 3))",))
def frac(self: Array) -> Array:
    """Return the fractional part, x - trunc(x).

    >>> import engine
    >>> engine.frac(engine.tensor([-1.5, 2.25]))
    tensor([-0.5000,  0.2500])
    """
    if self.dtype.kind != "f":
        raise _not_implemented("frac_cpu", self.dtype)
    return self - np.trunc(self)


# -- not a number, steps and signs -----------------------------------------------------------------


@operator(
    batch="elementwise",
    rules={"self": lambda grad, self: grad * isfinite(self)},
    samples=("nan_to_num(a(2, 3))", "nan_to_num(a(2, 3), 1.0, 2.0, 3.0)"),
)
def nan_to_num(self: Array, nan: Any = 0.0, posinf: Any = None, neginf: Any = None) -> Array:
    """Replace NaN by `nan` and infinities by the largest finite numbers, or as said.

    >>> import engine
    >>> engine.nan_to_num(engine.tensor([float("nan"), 1.0]), nan=5.0)
    tensor([5., 1.])
    """
    if self.dtype.kind not in "fc":
        return self.copy()
    out = np.nan_to_num(self, nan=0.0 if nan is None else nan, posinf=posinf, neginf=neginf)
    return out.astype(self.dtype, copy=False)


@operator(
    batch="elementwise",
    grad_fn="NotImplemented",
    rules={
        "self": lambda grad: _not_derivable(grad, "heaviside"),
        "values": lambda grad: _not_derivable(grad, "heaviside"),
    },
)
def heaviside(self: Array, values: Array) -> Array:
    """Return 0 for negative elements, 1 for positive ones, and `values` at 0.

    >>> import engine
    >>> engine.heaviside(engine.tensor([-1.0, 0.0, 2.0]), engine.tensor(0.5))
    tensor([0.0000, 0.5000, 1.0000])
    """
    if not isinstance(values, (np.ndarray, np.generic)):
        raise not_a_tensor("heaviside", "values", 2, values)
    if self.dtype != values.dtype:
        raise RuntimeError("heaviside is not yet implemented for tensors with different dtypes.")
    return np.where(np.equal(self, 0), values, np.greater(self, 0).astype(self.dtype))


@operator(
    batch="elementwise",
    promote="float",
    grad_fn=lambda self, other: f"CopysignBackward{int(not isinstance(other, Tensor))}",
    rules={
        "self": lambda grad, self, result: grad * _masked(result / self, self != 0),
        "other": lambda grad: _zeros_of(grad),
    },
    samples=("copysign(a(2, 3), a(3))", "copysign(a(2, 3), -1.0)"),
)
def copysign(self: Array, other: Array) -> Array:
    """Return the size of `self` with the sign of `other`, a tensor or a number.

    >>> import engine
    >>> engine.copysign(engine.tensor([1.0, -2.0]), -1)
    tensor([-1., -2.])
    """
    return np.copysign(self, other)

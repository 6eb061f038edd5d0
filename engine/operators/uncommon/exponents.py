"""The parts of floating-point numbers: ldexp, frexp and nextafter."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import return_types
from engine.convert import not_a_tensor
from engine.dtypes import Array
from engine.operators.elementary import exp2
from engine.operators.masks import _masked, _not_implemented
from engine.operators.picking import _found
from engine.operators.views import _zeros_of
from engine.registry import exported, operator
from engine.tensor import Tensor, from_array


@operator(
    batch="elementwise",
    promote="float",
    rules={
        "self": lambda grad, other: grad * exp2(other),
        "other": lambda grad, result: grad * result * 0.6931471805599453,
    },
    samples=("ldexp(a(2, 3), a(3))", "ldexp(a(3), i(4, 3))"),
)
def ldexp(self: Array, other: Array) -> Array:
    """Return self * 2^other.

    >>> import engine
    >>> engine.ldexp(engine.tensor([1.0, 3.0]), engine.tensor([2, -1]))
    tensor([4.0000, 1.5000])
    """
    return self * np.exp2(other)


@operator(
    name="_mantissa",
    grad_fn="FrexpBackward0",
    rules={"self": lambda grad, exponent: _mantissa(grad, exponent)},
)
def _mantissa(self: Array, exponent: Array) -> Array:
    """self / 2^exponent"""
    return np.ldexp(self, -exponent)


def _exponent(x: Array) -> Array:
    """Return the exponents of numbers with mantissas from 1/2 to 1."""
    return np.where(np.isfinite(x), np.frexp(x)[1], 0).astype(np.int32)[()]


@exported(samples=("frexp(a(2, 3))", "frexp(a())"))
def frexp(input: Tensor) -> Any:
    """Return x as mantissa * 2^exponent, with a mantissa from 1/2 to 1 and an integer exponent.

    >>> import engine
    >>> engine.frexp(engine.tensor([8.0])).mantissa
    tensor([0.5000])
    """
    if not isinstance(input, Tensor):
        raise not_a_tensor("frexp", "input", 1, input)
    if input._data.dtype.kind != "f":
        raise RuntimeError("torch.frexp() only supports floating-point dtypes")
    exponent = _found(_exponent, input._data)
    kind: Any = return_types.frexp
    return kind((_mantissa(input, exponent), from_array(exponent)))


@operator(
    batch="elementwise",
    promote="arithmetic",
    rules={
        "self": lambda grad, self, other: _masked(grad, self != other),
        "other": lambda grad: _zeros_of(grad),
    },
    samples=("nextafter(a(2, 3), a(3))",),
)
def nextafter(self: Array, other: Array) -> Array:
    """Return the next floating-point number after x towards another.

    >>> import engine
    >>> engine.nextafter(engine.tensor([1.0]), engine.tensor([2.0])) > 1
    tensor([True])
    """
    if self.dtype.kind != "f" or self.dtype == np.float16:
        raise _not_implemented("nextafter_cpu", self.dtype)
    return np.nextafter(self, other)

"""Arithmetic: + - * / // %, negation, reciprocal, and what composes from them."""

from __future__ import annotations

import operator as py
from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.views import _zeros_of
from engine.registry import exported, operator, reads
from engine.tensor import Tensor


def _no_bool(a: Array, b: Array, alpha: Any = 1) -> None:
    """Refuse subtraction of booleans, as PyTorch does."""
    kinds = [np.asarray(v).dtype.kind == "b" for v in (a, b)]
    if all(kinds):
        raise RuntimeError(
            "Subtraction, the `-` operator, with two bool tensors is not supported. "
            "Use the `^` or `logical_xor()` operator instead."
        )
    if any(kinds):
        raise RuntimeError(
            "Subtraction, the `-` operator, with a bool tensor is not supported. If you are "
            "trying to invert a mask, use the `~` or `logical_not()` operator instead."
        )


def _no_zero(self: Array, other: Array) -> None:
    """Refuse the division of integers by zero, as PyTorch does."""
    if np.asarray(self).dtype.kind in "iub" and np.any(np.equal(other, 0)):
        raise RuntimeError("ZeroDivisionError")


_sum_rules: dict[str, Any] = {"self": lambda grad: grad, "other": lambda grad: grad}
_difference_rules: dict[str, Any] = {"self": lambda grad: grad, "other": lambda grad: -grad}

_add = operator(
    shape="binary", name="add", promote="arithmetic", rules=_sum_rules, wraps_numbers=True
)(py.add)

_sub = operator(
    shape="binary",
    name="sub",
    promote="arithmetic",
    rules=_difference_rules,
    wraps_numbers=True,
    check=_no_bool,
)(py.sub)


@operator(
    batch="elementwise",
    name="_add_scaled",
    grad_fn="AddBackward0",
    promote="arithmetic",
    wraps_numbers=True,
    rules={"self": lambda grad: grad, "other": lambda grad, alpha: grad * alpha},
)
def _add_scaled(self: Array, other: Array, alpha: Any) -> Array:
    """self + alpha * other"""
    return self + other * alpha


@operator(
    batch="elementwise",
    name="_sub_scaled",
    check=lambda self, other, alpha: _no_bool(self, other),
    grad_fn="SubBackward0",
    promote="arithmetic",
    wraps_numbers=True,
    rules={"self": lambda grad: grad, "other": lambda grad, alpha: grad * -alpha},
)
def _sub_scaled(self: Array, other: Array, alpha: Any) -> Array:
    """self - alpha * other"""
    return self - other * alpha


@exported(
    samples=(
        "add(a(3), a(2, 3))",
        "add(a(3), a(3), alpha=2)",
        "add(a(3), 2)",
    )
)
def add(input: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """Add `alpha * other` to a tensor, elementwise with broadcasting.

    >>> import engine
    >>> engine.add(engine.tensor([1.0, 2.0]), 10, alpha=2)
    tensor([21., 22.])
    """
    return _add(input, other) if alpha == 1 else _add_scaled(input, other, alpha)  # type: ignore[no-any-return]


@exported(
    samples=(
        "sub(a(3), a(2, 3))",
        "sub(a(3), a(3), alpha=2)",
        "sub(a(3), 2)",
    )
)
def sub(input: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """Subtract `alpha * other` from a tensor, elementwise with broadcasting.

    >>> import engine
    >>> engine.sub(engine.tensor([1.0, 2.0]), 1)
    tensor([0., 1.])
    """
    return _sub(input, other) if alpha == 1 else _sub_scaled(input, other, alpha)  # type: ignore[no-any-return]


subtract = sub


@operator(
    batch="elementwise",
    promote="arithmetic",
    grad_fn=lambda self, other, alpha: f"RsubBackward{int(not hasattr(other, '_fn'))}",
    check=_no_bool,
    inplace=False,
    rules={
        "self": lambda grad, alpha: -grad if alpha == 1 else grad * -alpha,
        "other": lambda grad: grad,
    },
    samples=(
        "1 - a(3)",
        "rsub(a(3), a(3))",
        "rsub(a(3), 2.0, alpha=3)",
    ),
)
def rsub(self: Array, other: Array, *, alpha: Any = 1) -> Array:
    """Return `other - alpha * self`.

    >>> import engine
    >>> 1 - engine.tensor([0.25])
    tensor([0.7500])
    """
    return other - self if alpha == 1 else other - alpha * self


mul = operator(
    shape="binary",
    name="mul",
    promote="arithmetic",
    wraps_numbers=True,
    rules={"self": lambda grad, other: grad * other, "other": lambda grad, self: grad * self},
)(py.mul)
multiply = mul


true_divide = operator(
    shape="binary",
    name="true_divide",
    grad_fn="DivBackward0",
    promote="float",
    wraps_numbers=True,
    rules={
        "self": lambda grad, other: grad / other,
        "other": lambda grad, self, other: -grad * ((self / other) / other),
    },
)(py.truediv)


@operator(
    batch="elementwise",
    name="_div_rounded",
    grad_fn="DivBackward2",
    promote="arithmetic",
    wraps_numbers=True,
    rules={"self": lambda grad: _zeros_of(grad), "other": lambda grad: _zeros_of(grad)},
)
def _div_rounded(self: Array, other: Array, rounding_mode: str) -> Array:
    """The quotient, rounded down ("floor") or towards zero ("trunc")."""
    if self.dtype.kind in "iub":
        if np.any(np.equal(other, 0)):
            raise RuntimeError("ZeroDivisionError")
        if rounding_mode == "floor":
            return np.floor_divide(self, other)
        return (np.sign(self) * np.sign(other) * (abs(self) // abs(other))).astype(self.dtype)
    quotient = self / other
    return np.floor(quotient) if rounding_mode == "floor" else np.trunc(quotient)


@exported(
    samples=(
        "div(a(3), a(2, 3))",
        "div(a(3), 2)",
        "div(a(3), p(3), rounding_mode='floor')",
        "div(a(3), p(3), rounding_mode='trunc')",
    )
)
def div(input: Tensor, other: Any, *, rounding_mode: str | None = None) -> Tensor:
    """Divide a tensor by `other`, elementwise with broadcasting; integers give floats.

    rounding_mode: None, "floor" (round down) or "trunc" (round towards zero).

    >>> import engine
    >>> engine.div(engine.tensor([7.0, -7.0]), 2, rounding_mode="floor")
    tensor([ 3., -4.])
    """
    if rounding_mode is None:
        return true_divide(input, other)  # type: ignore[no-any-return]
    if rounding_mode not in ("floor", "trunc"):
        raise RuntimeError(
            "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found "
            f"'{rounding_mode}'"
        )
    return _div_rounded(input, other, rounding_mode)  # type: ignore[no-any-return]


divide = div


@operator(
    batch="elementwise",
    name="floor_divide",
    grad_fn="NotImplemented",
    promote="arithmetic",
    rules={
        "self": lambda grad: _not_differentiable(grad),
        "other": lambda grad: _not_differentiable(grad),
    },
)
def floor_divide(self: Array, other: Array) -> Array:
    """Divide and round down, elementwise.

    >>> import engine
    >>> engine.tensor([7, -7]) // 2
    tensor([ 3, -4])
    """
    _no_zero(self, other)
    return np.floor_divide(self, other)


@operator(batch="elementwise", name="_not_differentiable")
def _not_differentiable(self: Array) -> Array:
    """Stands in the rule of an operator that has no derivative in PyTorch either."""
    raise RuntimeError("derivative for aten::floor_divide is not implemented")


@operator(
    batch="elementwise",
    promote="arithmetic",
    grad_fn=lambda self, other: f"RemainderBackward{int(isinstance(other, Tensor))}",
    rules={
        "self": lambda grad: grad,
        "other": lambda grad, self, other: -grad * _floor_quotient(self, other),
    },
)
def remainder(self: Array, other: Array) -> Array:
    """Return the remainder of a division, with the sign of the divisor (Python's `%`).

    >>> import engine
    >>> engine.tensor([-3.0, 3.0]) % 2
    tensor([1., 1.])
    """
    _no_zero(self, other)
    if self.dtype.kind != "f":
        return np.remainder(self, other)
    rest = np.fmod(self, other)  # its zeros keep their sign, unlike those of np.remainder
    return np.where((rest != 0) & ((rest < 0) != (np.asarray(other) < 0)), rest + other, rest)


@reads("floor(self / other)")
@operator(
    batch="elementwise",
    name="_floor_quotient",
    promote="arithmetic",
    rules={"self": lambda grad: _zeros_of(grad), "other": lambda grad: _zeros_of(grad)},
)
def _floor_quotient(self: Array, other: Array) -> Array:
    return np.floor_divide(self, other)


@operator(
    batch="elementwise",
    promote="arithmetic",
    grad_fn=lambda self, other: f"FmodBackward{int(isinstance(other, Tensor))}",
    rules={
        "self": lambda grad: grad,
        "other": lambda grad, self, other: -grad * _trunc_quotient(self, other),
    },
)
def fmod(self: Array, other: Array) -> Array:
    """Return the remainder of a division, with the sign of the dividend.

    >>> import engine
    >>> engine.fmod(engine.tensor([-3.0, 3.0]), 2)
    tensor([-1.,  1.])
    """
    _no_zero(self, other)
    return np.fmod(self, other)


@reads("trunc(self / other)")
@operator(
    batch="elementwise",
    name="_trunc_quotient",
    promote="arithmetic",
    rules={"self": lambda grad: _zeros_of(grad), "other": lambda grad: _zeros_of(grad)},
)
def _trunc_quotient(self: Array, other: Array) -> Array:
    return np.trunc(self / other)


@operator(shape="unary", rules={"self": lambda grad: -grad})
def neg(self: Array) -> Array:
    """Return -x.

    >>> import engine
    >>> -engine.tensor([1.0, -2.0])
    tensor([-1.,  2.])
    """
    if self.dtype.kind == "b":
        raise RuntimeError(
            "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to "
            "invert a mask, use the `~` or `logical_not()` operator instead."
        )
    return -self


negative = neg


@operator(
    shape="unary", promote="float", rules={"self": lambda grad, result: -grad * (result * result)}
)
def reciprocal(self: Array) -> Array:
    """Return 1 / x; the derivative is -1 / x².

    >>> import engine
    >>> engine.reciprocal(engine.tensor([2.0, 4.0]))
    tensor([0.5000, 0.2500])
    """
    return 1 / self


def positive(input: Tensor) -> Tensor:
    """Return the tensor itself; booleans have no sign."""
    if input._data.dtype.kind == "b":
        raise RuntimeError("The `+` operator, on a bool tensor is not supported.")
    return input

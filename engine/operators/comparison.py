"""Comparisons, logic, bit operators, and choosing elementwise (`where`, `masked_fill`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.batched import Batched
from engine.dtypes import TYPE_NAMES, Array
from engine.errors import explained
from engine.registry import exported, operator, reads
from engine.tensor import Tensor


def _compare(name: str, ufunc: Any, sign: str) -> Any:
    ordered = name not in ("eq", "ne")

    def kernel(self: Array, other: Array) -> Array:
        if ordered and self.dtype.kind == "c":
            raise RuntimeError(
                f"\"{name}_cpu\" not implemented for '{TYPE_NAMES[self.dtype.name]}'"
            )
        return ufunc(self, other)

    kernel.__name__ = name
    kernel.__doc__ = f"""Return where `self {sign} other`, elementwise with broadcasting, as booleans.

    >>> import engine
    >>> engine.{name}(engine.tensor([1, 2, 3]), 2)
    tensor([{", ".join(f"{bool(ufunc(v, 2))!s:>5}" for v in (1, 2, 3))}])
    """
    return operator(name=name, promote="arithmetic")(kernel)


eq = _compare("eq", np.equal, "==")
ne = _compare("ne", np.not_equal, "!=")
lt = _compare("lt", np.less, "<")
le = _compare("le", np.less_equal, "<=")
gt = _compare("gt", np.greater, ">")
ge = _compare("ge", np.greater_equal, ">=")
not_equal, less, less_equal, greater, greater_equal = ne, lt, le, gt, ge


def _logical(name: str, ufunc: Any) -> Any:
    def kernel(self: Array, other: Array) -> Array:
        return ufunc(self, other)

    kernel.__name__ = name
    kernel.__doc__ = f"Return {name.removeprefix('logical_')} of two tensors, 0 counting as False."
    return operator(name=name, batch="elementwise")(kernel)


logical_and = _logical("logical_and", np.logical_and)
logical_or = _logical("logical_or", np.logical_or)
logical_xor = _logical("logical_xor", np.logical_xor)


@operator(batch="elementwise")
def logical_not(self: Array) -> Array:
    """Return where the tensor is 0 or False."""
    return np.logical_not(self)


def _bitwise(name: str, ufunc: Any, sign: str) -> Any:
    def kernel(self: Array, other: Array) -> Array:
        if np.asarray(self).dtype.kind not in "iub":
            raise RuntimeError(f"\"{name}_cpu\" not implemented for 'Float'")
        return ufunc(self, other)

    kernel.__name__ = name
    kernel.__doc__ = f"Return `self {sign} other` of integers or booleans, bit by bit."
    return operator(name=name, promote="arithmetic")(kernel)


bitwise_and = _bitwise("bitwise_and", np.bitwise_and, "&")
bitwise_or = _bitwise("bitwise_or", np.bitwise_or, "|")
bitwise_xor = _bitwise("bitwise_xor", np.bitwise_xor, "^")
bitwise_left_shift = _bitwise("bitwise_left_shift", np.left_shift, "<<")
bitwise_right_shift = _bitwise("bitwise_right_shift", np.right_shift, ">>")


@operator(batch="elementwise")
def bitwise_not(self: Array) -> Array:
    """Return the complement of integers, or not of booleans."""
    if self.dtype.kind not in "iub":
        raise TypeError(
            "~ (operator.invert) is only implemented on integer and Boolean-type tensors"
        )
    return np.invert(self)


@operator(batch="elementwise", inplace=False)
def isnan(self: Array) -> Array:
    """Return where the tensor is NaN."""
    return np.isnan(self)


@operator(batch="elementwise", inplace=False)
def isinf(self: Array) -> Array:
    """Return where the tensor is infinite."""
    return np.isinf(self)


@operator(batch="elementwise", inplace=False)
def isfinite(self: Array) -> Array:
    """Return where the tensor is neither infinite nor NaN."""
    return np.isfinite(self)


@operator(batch="elementwise", name="_isclose")
def _isclose(self: Array, other: Array, rtol: float, atol: float, equal_nan: bool) -> Array:
    """Where |self - other| <= atol + rtol |other|."""
    return np.isclose(self, other, rtol, atol, equal_nan)


def isclose(
    input: Tensor, other: Tensor, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Tensor:
    """Return where |input - other| <= atol + rtol * |other|.

    >>> import engine
    >>> engine.isclose(engine.tensor([1.0, 2.0]), engine.tensor([1.0, 2.1]))
    tensor([ True, False])
    """
    if input.dtype is not other.dtype:
        raise RuntimeError(f"{_word(input)} did not match {_word(other)}")
    return _isclose(input, other, rtol, atol, equal_nan)  # type: ignore[no-any-return]


def _word(tensor: Tensor) -> str:
    from engine.dtypes import TYPE_NAMES

    return TYPE_NAMES[tensor.dtype.name]


def allclose(
    input: Tensor, other: Tensor, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> bool:
    """Return whether all elements are close: see `isclose`."""
    close = isclose(input, other, rtol, atol, equal_nan)._data
    if close.__class__ is Batched:
        raise RuntimeError(
            "vmap over torch.allclose isn't supported yet. Please file an issue at "
            "https://github.com/pytorch/pytorch/issues if you need this feature."
        )
    return bool(close.all())


def equal(input: Tensor, other: Tensor) -> bool:
    """Return whether two tensors have the same shape and elements."""
    if input._data.__class__ is Batched or other._data.__class__ is Batched:
        raise RuntimeError(
            "Batching rule not implemented for aten::equal. We could not generate a fallback."
        )
    return input._data.shape == other._data.shape and bool(np.all(input._data == other._data))


@reads("where(condition, self, other)")
@operator(
    batch="elementwise",
    name="_where",
    grad_fn="WhereBackward0",
    promote="arithmetic",
    operands=("self", "other"),
    wraps_numbers=True,
    rules={
        "self": lambda grad, condition: _where(condition, grad, 0),
        "other": lambda grad, condition: _where(condition, 0, grad),
    },
)
def _where(condition: Array, self: Array, other: Array) -> Array:
    """`self` where the condition holds, else `other`."""
    return np.where(condition, self, other)


@exported(
    samples=(
        "where(m(2, 3), a(2, 3), a(3))",
        "where(m(3), a(3), 0.0)",
        "where(m(3), 0.0, a(3))",
    )
)
def where(condition: Tensor, input: Any = None, other: Any = None) -> Any:
    """Return `input` where the condition holds and `other` elsewhere, with broadcasting.

    With the condition alone, return the positions where it holds, one tensor a dimension.

    >>> import engine
    >>> x = engine.tensor([-1.0, 2.0])
    >>> engine.where(x > 0, x, 0.0)
    tensor([0., 2.])
    """
    if input is None and other is None:
        from engine.operators.selection import _refuse_mapped, nonzero

        _refuse_mapped("where", condition)
        return nonzero(condition, as_tuple=True)
    if condition._data.dtype.kind != "b":
        raise explained(
            RuntimeError(
                "expected condition to be a boolean tensor, but got a tensor with dtype "
                f"{_word(condition)}"
            ),
            help="compare it, as in where(x > 0, ...)",
        )
    if not isinstance(input, Tensor) and not isinstance(other, Tensor):
        from engine.creation import tensor

        input = tensor(input)
    return _where(condition, input, other)


@operator(
    batch="elementwise",
    grad_fn=lambda self, mask, value: (
        "MaskedFillBackward1" if hasattr(value, "_fn") else "MaskedFillBackward0"
    ),
    rules={
        "self": lambda grad, mask: masked_fill(grad, mask, 0),
        "value": lambda grad, mask: grad * mask,
    },
    samples=(
        "masked_fill(a(2, 3), m(2, 3), 0.5)",
        "masked_fill(a(2, 3), m(3), p())",
    ),
)
def masked_fill(self: Array, mask: Array, value: Any) -> Array:
    """Return the tensor with `value` where the mask holds.

    >>> import engine
    >>> engine.tensor([1.0, 2.0]).masked_fill(engine.tensor([True, False]), 0)
    tensor([0., 2.])
    """
    if mask.dtype.kind != "b":
        raise RuntimeError(
            f"masked_fill_ only supports boolean masks, but got mask with dtype {mask.dtype.name}"
        )
    return np.where(mask, np.asarray(value, dtype=self.dtype), self)

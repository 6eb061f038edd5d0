"""Sums of products: points on a line, and scaled products and quotients added to a tensor."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import Array, cpp_name, of
from engine.operators.masks import _not_implemented
from engine.registry import operator
from engine.tensor import Tensor


@operator(
    batch="elementwise",
    grad_fn=lambda self, end, weight: f"LerpBackward{int(isinstance(weight, Tensor))}",
    rules={
        "self": lambda grad, weight: grad * (1 - weight),
        "end": lambda grad, weight: grad * weight,
        "weight": lambda grad, self, end: grad * (end - self),
    },
    samples=("lerp(a(2, 3), a(3), 0.3)", "lerp(a(2, 3), a(3), a(2, 1))", "lerp(a(), a(2), 0.75)"),
)
def lerp(self: Array, end: Array, weight: Any) -> Array:
    """Return self + weight * (end - self): a point on the line between two tensors.

    >>> import engine
    >>> engine.lerp(engine.tensor([0.0, 10.0]), engine.tensor([1.0, 20.0]), 0.5)
    tensor([ 0.5000, 15.0000])
    """
    if self.dtype != end.dtype:
        name, other = (cpp_name(of(v)) for v in (self, end))
        raise RuntimeError(f"expected dtype {name} for `end` but got dtype {other}")
    if self.dtype.kind not in "fc":
        raise _not_implemented("lerp_kernel_scalar", self.dtype)
    if hasattr(weight, "dtype"):
        weight = weight.astype(self.dtype)
    apart = end - self
    # From the nearer end: exact at both (lerp(a, b, 1) is b).
    return np.where(np.abs(weight) < 0.5, self + weight * apart, end - apart * (1 - weight))


@operator(
    batch="elementwise",
    promote="arithmetic",
    operands=("self", "tensor1", "tensor2"),
    rules={
        "self": lambda grad: grad,
        "tensor1": lambda grad, tensor2, value: grad * (tensor2 * value),
        "tensor2": lambda grad, tensor1, value: grad * (tensor1 * value),
    },
    samples=("addcmul(a(2, 3), a(3), a(2, 1))", "addcmul(a(2), a(2), a(), value=0.5)"),
)
def addcmul(self: Array, tensor1: Array, tensor2: Array, *, value: Any = 1) -> Array:
    """Return self + value * tensor1 * tensor2, elementwise with broadcasting.

    >>> import engine
    >>> engine.addcmul(engine.tensor([1.0]), engine.tensor([2.0]), engine.tensor([3.0]), value=10)
    tensor([61.])
    """
    return self + value * tensor1 * tensor2


def _no_integer_quotient(self: Array, tensor1: Array, tensor2: Array, value: Any) -> None:
    """Refuse a quotient of integers, as PyTorch does."""
    if all(np.asarray(v).dtype.kind in "iub" for v in (tensor1, tensor2)):
        raise RuntimeError(
            "Integer division with addcdiv is no longer supported, and in a future  release "
            "addcdiv will perform a true division of tensor1 and tensor2. The historic addcdiv "
            "behavior can be implemented as (input + value * torch.trunc(tensor1 / tensor2))"
            ".to(input.dtype) for integer inputs and as (input + value * tensor1 / tensor2) for "
            "float inputs. The future addcdiv behavior is just the latter implementation: "
            "(input + value * tensor1 / tensor2), for all dtypes."
        )


@operator(
    batch="elementwise",
    promote="arithmetic",
    check=_no_integer_quotient,
    operands=("self", "tensor1", "tensor2"),
    rules={
        "self": lambda grad: grad,
        "tensor1": lambda grad, tensor2, value: grad * (value / tensor2),
        "tensor2": lambda grad, tensor1, tensor2, value: (
            -grad * (value * tensor1 / (tensor2 * tensor2))
        ),
    },
    samples=("addcdiv(a(2, 3), a(3), p(2, 1))", "addcdiv(a(2), a(2), p(), value=0.5)"),
)
def addcdiv(self: Array, tensor1: Array, tensor2: Array, *, value: Any = 1) -> Array:
    """Return self + value * tensor1 / tensor2, elementwise with broadcasting.

    >>> import engine
    >>> engine.addcdiv(engine.tensor([1.0]), engine.tensor([3.0]), engine.tensor([2.0]), value=10)
    tensor([16.])
    """
    return self + value * tensor1 / tensor2

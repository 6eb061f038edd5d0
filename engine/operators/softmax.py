"""The softmax and its logarithm."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.activation import _only_floats
from engine.operators.casting import to
from engine.operators.elementary import exp
from engine.operators.reduction import sum
from engine.registry import exported, operator, reads
from engine.shapes import wrap_dim
from engine.tensor import Tensor

# -- softmax ---------------------------------------------------------------------------------------


@operator(
    batch="dims",
    name="_softmax",
    rules={"self": lambda grad, result, dim: _softmax_backward_data(grad, result, dim)},
)
def _softmax(self: Array, dim: int) -> Array:
    """exp(x) over its sum along a dimension."""
    _only_floats("softmax_lastdim_kernel_impl", self)
    dim = wrap_dim(dim, self.ndim)
    if not self.ndim:
        return self * 0 + 1
    if not self.size:
        return self.copy()
    e = np.exp(self - np.maximum.reduce(self, axis=dim, keepdims=True))
    e /= np.add.reduce(e, axis=dim, keepdims=True)
    return e


@reads("output * (grad_output - sum(grad_output * output, dim, True))")
@operator(
    batch="dims",
    name="_softmax_backward_data",
    rules={
        "grad_output": lambda grad, output, dim: _softmax_backward_data(grad, output, dim),
        "output": lambda grad, grad_output, output, dim: (
            grad * (grad_output - sum(grad_output * output, dim, True))
            - grad_output * sum(grad * output, dim, True)
        ),
    },
)
def _softmax_backward_data(grad_output: Array, output: Array, dim: int) -> Array:
    """y (g - sum(g y)): the softmax's Jacobian is diag(y) - y yᵀ, which is symmetric."""
    if not output.ndim:
        return output * (grad_output - grad_output * output)
    total = np.add.reduce(grad_output * output, axis=dim, keepdims=True)
    return (grad_output - total) * output


@operator(
    batch="dims",
    name="_log_softmax",
    rules={"self": lambda grad, result, dim: _log_softmax_backward_data(grad, result, dim)},
)
def _log_softmax(self: Array, dim: int) -> Array:
    """x - log(sum(exp(x))) along a dimension, without overflow."""
    _only_floats("log_softmax_lastdim_kernel_impl", self)
    dim = wrap_dim(dim, self.ndim)
    if not self.ndim:
        return self - self
    if not self.size:
        return self.copy()
    shifted = self - np.maximum.reduce(self, axis=dim, keepdims=True)
    shifted -= np.log(np.add.reduce(np.exp(shifted), axis=dim, keepdims=True))
    return shifted


@reads("grad_output - exp(output) * sum(grad_output, dim, True)")
@operator(
    batch="dims",
    name="_log_softmax_backward_data",
    rules={
        "grad_output": lambda grad, output, dim: grad - sum(grad * exp(output), dim, True),
        "output": lambda grad, grad_output, output, dim: (
            -(grad * exp(output) * sum(grad_output, dim, True))
        ),
    },
)
def _log_softmax_backward_data(grad_output: Array, output: Array, dim: int) -> Array:
    """g - softmax(x) sum(g)"""
    if not output.ndim:
        return grad_output - np.exp(output) * grad_output
    total = np.add.reduce(grad_output, axis=dim, keepdims=True)
    return grad_output - np.exp(output) * total


def _in_dtype(input: Tensor, dtype: Any) -> Tensor:
    return input if dtype is None else to(input, dtype)


@exported(
    "torch",
    "special",
    samples=(
        "softmax(a(2, 3), 1)",
        "softmax(a(2, 3), dim=0)",
        "softmax(a(), 0)",
        "softmax(a(3), -1, dtype=torch.float32)",
        "softmax(a(2, 0), 1)",
    ),
)
def softmax(input: Tensor, dim: Any = None, dtype: Any = None) -> Tensor:
    """Return exp(x) divided by its sum along a dimension, computed without overflow.

    dtype: what the input is cast to first.

    >>> import engine
    >>> engine.softmax(engine.tensor([0.0, 0.0]), dim=0)
    tensor([0.5000, 0.5000])
    """
    if dim is None:
        raise TypeError('softmax() missing 1 required positional arguments: "dim"')
    return _softmax(_in_dtype(input, dtype), dim)  # type: ignore[no-any-return]


@exported(
    "torch",
    "special",
    samples=("log_softmax(a(2, 3), 1)", "log_softmax(a(2, 3), dim=0)", "log_softmax(a(), 0)"),
)
def log_softmax(input: Tensor, dim: Any = None, dtype: Any = None) -> Tensor:
    """Return the logarithm of the softmax along a dimension, precise where it is close to 0.

    >>> import engine
    >>> engine.log_softmax(engine.tensor([0.0, 0.0]), dim=0)
    tensor([-0.6931, -0.6931])
    """
    if dim is None:
        raise TypeError('log_softmax() missing 1 required positional arguments: "dim"')
    return _log_softmax(_in_dtype(input, dtype), dim)  # type: ignore[no-any-return]

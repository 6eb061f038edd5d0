"""Activation functions that are smooth, and relu."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.operators.casting import to
from engine.operators.elementary import exp
from engine.operators.reduction import sum
from engine.operators.views import _zeros_of
from engine.registry import exported, operator
from engine.shapes import wrap_dim
from engine.tensor import Tensor


def only_floats(kernel: str, data: Array) -> None:
    """Raise PyTorch's error if `data` is not of a floating-point dtype."""
    if data.dtype.kind not in "fc":
        raise NotImplementedError(
            f"\"{kernel}\" not implemented for '{TYPE_NAMES[data.dtype.name]}'"
        )


# -- sigmoid and relu ------------------------------------------------------------------------------


@operator(
    shape="unary",
    promote="float",
    namespaces=("torch", "nn.functional"),
    rules={"self": lambda grad, result: _sigmoid_backward(grad, result)},
)
def sigmoid(self: Array) -> Array:
    """Return 1 / (1 + exp(-x)); the derivative is y (1 - y).

    >>> import engine
    >>> engine.sigmoid(engine.tensor([0.0, 100.0, -100.0]))
    tensor([5.0000e-01, 1.0000e+00, 3.7835e-44])
    """
    return 1 / (1 + np.exp(-self))


@operator(
    name="_sigmoid_backward",
    rules={
        "grad_output": lambda grad, output: _sigmoid_backward(grad, output),
        "output": lambda grad, grad_output, output: grad * grad_output * (1 - 2 * output),
    },
)
def _sigmoid_backward(grad_output: Array, output: Array) -> Array:
    return grad_output * (1 - output) * output


@operator(
    shape="unary",
    rules={"self": lambda grad, result: _threshold_backward(grad, result, 0)},
)
def relu(self: Array) -> Array:
    """Return x where it is positive, else 0; the derivative at 0 is 0.

    >>> import engine
    >>> engine.relu(engine.tensor([-1.0, 2.0]))
    tensor([0., 2.])
    """
    if self.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return np.maximum(self, 0)


@operator(
    name="_threshold_backward",
    rules={
        "grad_output": lambda grad, self, threshold: _threshold_backward(grad, self, threshold),
        "self": lambda grad: _zeros_of(grad),
    },
)
def _threshold_backward(grad_output: Array, self: Array, threshold: Any) -> Array:
    """The gradient where `self` is above the threshold (or NaN), else 0."""
    if self.ndim:
        return np.where(self <= threshold, 0, grad_output)
    return grad_output if not self <= threshold else grad_output.dtype.type(0)


# -- softmax ---------------------------------------------------------------------------------------


@operator(
    name="_softmax",
    rules={"self": lambda grad, result, dim: _softmax_backward_data(grad, result, dim)},
)
def _softmax(self: Array, dim: int) -> Array:
    """exp(x) over its sum along a dimension."""
    only_floats("softmax_lastdim_kernel_impl", self)
    dim = wrap_dim(dim, self.ndim)
    if not self.ndim:
        return self * 0 + 1
    if not self.size:
        return self.copy()
    e = np.exp(self - np.maximum.reduce(self, axis=dim, keepdims=True))
    e /= np.add.reduce(e, axis=dim, keepdims=True)
    return e


@operator(
    name="_softmax_backward_data",
    rules={
        "grad_output": lambda grad, output, dim: _softmax_backward_data(grad, output, dim),
        "output": lambda grad, grad_output, output, dim: grad
        * (grad_output - sum(grad_output * output, dim, True))
        - grad_output * sum(grad * output, dim, True),
    },
)
def _softmax_backward_data(grad_output: Array, output: Array, dim: int) -> Array:
    """y (g - sum(g y)): the softmax's Jacobian is diag(y) - y yᵀ, which is symmetric."""
    if not output.ndim:
        return output * (grad_output - grad_output * output)
    total = np.add.reduce(grad_output * output, axis=dim, keepdims=True)
    return (grad_output - total) * output


@operator(
    name="_log_softmax",
    rules={"self": lambda grad, result, dim: _log_softmax_backward_data(grad, result, dim)},
)
def _log_softmax(self: Array, dim: int) -> Array:
    """x - log(sum(exp(x))) along a dimension, without overflow."""
    only_floats("log_softmax_lastdim_kernel_impl", self)
    dim = wrap_dim(dim, self.ndim)
    if not self.ndim:
        return self - self
    if not self.size:
        return self.copy()
    shifted = self - np.maximum.reduce(self, axis=dim, keepdims=True)
    shifted -= np.log(np.add.reduce(np.exp(shifted), axis=dim, keepdims=True))
    return shifted


@operator(
    name="_log_softmax_backward_data",
    rules={
        "grad_output": lambda grad, output, dim: grad - sum(grad * exp(output), dim, True),
        "output": lambda grad, grad_output, output, dim: -(
            grad * exp(output) * sum(grad_output, dim, True)
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
def softmax(input: Tensor, dim: int, dtype: Any = None) -> Tensor:
    """Return exp(x) divided by its sum along a dimension, computed without overflow.

    dtype: what the input is cast to first.

    >>> import engine
    >>> engine.softmax(engine.tensor([0.0, 0.0]), dim=0)
    tensor([0.5000, 0.5000])
    """
    return _softmax(_in_dtype(input, dtype), dim)  # type: ignore[no-any-return]


@exported(
    "torch",
    "special",
    samples=("log_softmax(a(2, 3), 1)", "log_softmax(a(2, 3), dim=0)", "log_softmax(a(), 0)"),
)
def log_softmax(input: Tensor, dim: int, dtype: Any = None) -> Tensor:
    """Return the logarithm of the softmax along a dimension, precise where it is close to 0.

    >>> import engine
    >>> engine.log_softmax(engine.tensor([0.0, 0.0]), dim=0)
    tensor([-0.6931, -0.6931])
    """
    return _log_softmax(_in_dtype(input, dtype), dim)  # type: ignore[no-any-return]

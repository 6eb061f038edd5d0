"""Activation functions that are smooth, and relu."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.operators.arithmetic import true_divide
from engine.operators.comparison import _where
from engine.operators.elementary import exp, tanh
from engine.operators.join import _cat
from engine.operators.rounding import abs
from engine.operators.shape import reshape
from engine.operators.special_functions import _erf, erf
from engine.operators.views import _zeros_of, slice_
from engine.registry import exported, in_rules, operator, reads
from engine.shapes import wrap_dim
from engine.tensor import Tensor


def _only_floats(kernel: str, data: Array) -> None:
    """Raise PyTorch's error if `data` is not of a floating-point dtype."""
    if not hasattr(data, "dtype"):
        raise TypeError(f"{type(data).__name__} is no tensor")
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
    tensor([0.5000, 1.0000, 0.0000])
    """
    if not self.ndim:
        return 1 / (1 + np.exp(-self))
    out = np.negative(self)
    np.exp(out, out)
    out += 1
    return np.reciprocal(out, out)


@reads("grad_output * output * (1 - output)")
@operator(
    batch="elementwise",
    name="_sigmoid_backward",
    rules={
        "grad_output": lambda grad, output: _sigmoid_backward(grad, output),
        "output": lambda grad, grad_output, output: grad * grad_output * (1 - 2 * output),
    },
)
def _sigmoid_backward(grad_output: Array, output: Array) -> Array:
    return grad_output * (1 - output) * output


@operator(
    kink=lambda self: self == 0,
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
    if not self.ndim:
        return self.dtype.type(0) if self <= 0 else self[()]
    return np.maximum(0, self)  # in this order a negative zero stays one, as in PyTorch


@reads("where(self > threshold, grad_output, 0)")
@operator(
    batch="elementwise",
    name="_threshold_backward",
    rules={
        "grad_output": lambda grad, self, threshold: _threshold_backward(grad, self, threshold),
        "self": lambda grad: _zeros_of(grad),
    },
)
def _threshold_backward(grad_output: Array, self: Array, threshold: Any) -> Array:
    """The gradient where `self` is above the threshold (or NaN), else 0."""
    below = self <= threshold
    if not self.ndim and not grad_output.ndim:
        return grad_output.dtype.type(0) if below else grad_output
    bits = _BITS.get(grad_output.dtype)
    if bits is None or self.shape != grad_output.shape:  # a batch of gradients of one tensor
        return np.where(below, 0, grad_output)
    # All bits or none of each number, in half the time of `where`.
    mask = below.astype(bits)
    mask -= 1
    mask &= grad_output.view(bits)
    return mask.view(grad_output.dtype)


_BITS = {np.dtype(np.float32): np.int32, np.dtype(np.float64): np.int64}


# -- smooth relatives of relu ----------------------------------------------------------------------


@operator(
    batch="elementwise",
    namespaces=("nn.functional",),
    rules={
        "self": lambda grad, self, beta, threshold: _softplus_backward(grad, self, beta, threshold)
    },
    samples=("softplus(a(2, 3))", "softplus(a(3), beta=2, threshold=1)", "softplus(a())"),
)
def softplus(self: Array, beta: float = 1.0, threshold: float = 20.0) -> Array:
    """Return log(1 + exp(beta x)) / beta, and x itself where beta x is above the threshold.

    >>> import engine
    >>> engine.nn.functional.softplus(engine.tensor([0.0, 30.0]))
    tensor([ 0.6931, 30.0000])
    """
    _only_floats("softplus_cpu", self)
    scaled = self * beta
    return np.where(scaled > threshold, self, np.log1p(np.exp(scaled)) / beta)


@reads("where(self * beta > threshold, grad_output, grad_output * sigmoid(self * beta))")
@operator(
    batch="elementwise",
    name="_softplus_backward",
    rules={
        "grad_output": lambda grad, self, beta, threshold: _softplus_backward(
            grad, self, beta, threshold
        ),
        "self": lambda grad, grad_output, self, beta, threshold: (
            _sigmoid_backward(grad * grad_output, sigmoid(self * beta))
            * (self * beta < threshold)
            * beta
        ),
    },
)
def _softplus_backward(grad_output: Array, self: Array, beta: float, threshold: float) -> Array:
    scaled = self * beta
    return np.where(scaled > threshold, grad_output, grad_output / (1 + np.exp(-scaled)))


@operator(
    batch="elementwise",
    name="_silu",
    grad_fn="SiluBackward0",
    rules={"self": lambda grad, self: _silu_backward(grad, self, sigmoid(self))},
)
def _silu(self: Array) -> Array:
    """x times sigmoid(x)"""
    _only_floats("silu_cpu", self)
    return self / (1 + np.exp(-self))


@reads("grad * y * (1 + x * (1 - y))")
@in_rules
def _silu_backward(grad: Any, x: Any, y: Any) -> Any:
    """(x y)' for y = sigmoid(x), whose derivative is y (1 - y)."""
    return grad * y * (1 + x * (1 - y))


@operator(
    batch="elementwise",
    name="_mish",
    grad_fn="MishBackward0",
    rules={
        "self": lambda grad, self: _mish_backward(
            grad, self, sigmoid(self), tanh(softplus(self, 1, 20))
        )
    },
)
def _mish(self: Array) -> Array:
    """x times tanh(softplus(x))"""
    _only_floats("mish_cpu", self)
    return self * np.tanh(np.log1p(np.exp(self)))


@in_rules
def _mish_backward(grad: Any, x: Any, y: Any, w: Any) -> Any:
    """(x w)' for w = tanh(softplus(x)), whose derivative is (1 - w²) y with y = sigmoid(x)."""
    return grad * (w + x * y * (1 - w * w))


@operator(
    batch="elementwise",
    namespaces=("nn.functional",),
    rules={
        "self": lambda grad, self, approximate: (
            _gelu_backward(grad, self) if approximate == "none" else _gelu_tanh_backward(grad, self)
        )
    },
    samples=("gelu(a(2, 3))", "gelu(a(3), approximate='tanh')", "gelu(a())"),
)
def gelu(self: Array, *, approximate: str = "none") -> Array:
    """Return x Φ(x), with Φ the normal distribution function, or its approximation by "tanh".

    https://arxiv.org/abs/1606.08415

    >>> import engine
    >>> engine.nn.functional.gelu(engine.tensor([0.0, 1.0]))
    tensor([0.0000, 0.8413])
    """
    _only_floats("GeluKernelImpl", self)
    if approximate not in ("none", "tanh"):
        raise RuntimeError("approximate argument must be either none or tanh.")
    if approximate == "none":
        return 0.5 * self * (1 + _erf(self * 0.7071067811865476))
    return 0.5 * self * (1 + np.tanh(0.7978845608028654 * (self + 0.044715 * self * self * self)))


@in_rules
def _gelu_backward(grad: Any, x: Any) -> Any:
    """(x Φ(x))' = Φ(x) + x φ(x), with φ the normal density."""
    below = (erf(x * 0.7071067811865476) + 1) * 0.5
    return grad * (below + x * (exp(x * x * -0.5) * 0.3989422804014327))


@in_rules
def _gelu_tanh_backward(grad: Any, x: Any) -> Any:
    """The derivative of x (1 + tanh(w)) / 2 with w = sqrt(2/π) (x + 0.044715 x³)."""
    w = tanh((x + x * x * x * 0.044715) * 0.7978845608028654)
    slope = (x * x * 0.134145 + 1) * 0.7978845608028654
    return grad * ((w + 1) * 0.5 + x * (1 - w * w) * slope * 0.5)


@operator(
    batch="elementwise",
    namespaces=("nn.functional",),
    grad_fn="LogSigmoidBackward0",
    inplace=False,
    rules={"self": lambda grad, self: grad * sigmoid(-self)},
    samples=("logsigmoid(a(2, 3))", "logsigmoid(a())"),
)
def logsigmoid(self: Array) -> Array:
    """Return log(sigmoid(x)) without overflow.

    >>> import engine
    >>> engine.nn.functional.logsigmoid(engine.tensor([0.0, -1000.0]))
    tensor([-6.9315e-01, -1.0000e+03])
    """
    _only_floats("log_sigmoid_cpu", self)
    return np.minimum(self, 0) - np.log1p(np.exp(-np.abs(self)))


@exported("nn.functional", samples=("softsign(a(2, 3))", "softsign(a())"))
def softsign(input: Tensor) -> Tensor:
    """Return x / (1 + |x|).

    >>> import engine
    >>> engine.nn.functional.softsign(engine.tensor([1.0, -3.0]))
    tensor([ 0.5000, -0.7500])
    """
    return true_divide(input, abs(input) + 1)  # type: ignore[no-any-return]


@exported("nn.functional", samples=("tanhshrink(a(2, 3))", "tanhshrink(a())"))
def tanhshrink(input: Tensor) -> Tensor:
    """Return x - tanh(x).

    >>> import engine
    >>> engine.nn.functional.tanhshrink(engine.tensor([0.0, 1.0]))
    tensor([0.0000, 0.2384])
    """
    return input - tanh(input)  # type: ignore[no-any-return]


@operator(
    batch="dims",
    namespaces=("nn.functional",),
    inplace=False,
    rules={"self": lambda grad, self, self_shape, dim: _glu_backward(grad, self, self_shape, dim)},
    samples=("glu(a(4))", "glu(a(2, 4))", "glu(a(4, 2), 0)"),
)
def glu(self: Array, dim: int = -1) -> Array:
    """Return the first half along a dimension times the sigmoid of the second half.

    >>> import engine
    >>> engine.nn.functional.glu(engine.tensor([3.0, 0.0]))
    tensor([1.5000])
    """
    if not self.ndim:
        raise RuntimeError("glu does not support scalars because halving size must be even")
    dim = wrap_dim(dim, self.ndim)
    if self.shape[dim] % 2:
        raise RuntimeError(
            f"Halving dimension must be even, but dimension {dim} is size {self.shape[dim]}"
        )
    _only_floats("glu_cpu", self)
    first, second = np.split(self, 2, axis=dim)
    return first / (1 + np.exp(-second))


@in_rules
def _glu_backward(grad: Any, x: Any, shape: tuple[int, ...], dim: int) -> Any:
    """(a y)' for the halves a and b of x and y = sigmoid(b)."""
    half = shape[dim] // 2
    y = sigmoid(slice_(x, dim, half, 2 * half, 1))
    first = grad * y
    second = first * (1 - y) * slice_(x, dim, 0, half, 1)
    shapes = ((1,) * len(shape),) * 2  # neither is the empty vector that cat passes over
    return _cat([first, second], dim % len(shape), (half, half), shapes)


@operator(
    kink=lambda self: self == 0,
    name="_prelu_kernel",
    rules={
        "self": lambda grad, self, weight: _where(self > 0, grad, weight * grad),
        "weight": lambda grad, self: _where(self >= 0, 0, self * grad),
    },
)
def _prelu_kernel(self: Array, weight: Array) -> Array:
    """x where it is positive, else x times the weight."""
    return np.where(self > 0, self, weight * self)


@exported(
    "torch",
    "nn.functional",
    samples=(
        "prelu(a(2, 3), a(3))",
        "prelu(a(2, 3), a(1))",
        "prelu(a(2, 3, 2), a(3))",
        "prelu(a(2, 3), a())",
        "prelu(a(3), a(1))",
    ),
)
def prelu(input: Tensor, weight: Tensor) -> Tensor:
    """Return x where it is positive, else x times a weight: one for all, or one a channel.

    >>> import engine
    >>> engine.prelu(engine.tensor([-2.0, 2.0]), engine.tensor([0.5]))
    tensor([-1.,  2.])
    """
    shape = input._data.shape
    count = weight._data.size
    if count != 1:
        if not shape:
            raise RuntimeError("Not allow zero-dim input tensor.")
        channels = shape[1] if len(shape) > 1 else 1
        if channels != count:
            raise RuntimeError(
                "Mismatch of parameter numbers and input channel size. Found parameter numbers = "
                f"{count} and channel size = {channels}."
            )
    if weight._data.ndim > 1:
        raise RuntimeError(
            "prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = "
            f"{weight._data.ndim}"
        )
    if len(shape) != weight._data.ndim:
        sizes = [1] * len(shape)
        if len(shape) > 1:
            sizes[1] = count
        weight = reshape(weight, sizes)
    return _prelu_kernel(input, weight)  # type: ignore[no-any-return]

"""Activation functions made of pieces, with PyTorch's derivatives where these meet."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.activation import _only_floats, _threshold_backward
from engine.operators.elementary import exp
from engine.operators.views import _zeros_of
from engine.registry import OPERATORS, exported, in_rules, operator, reads
from engine.tensor import Tensor
from engine.views.inplace import apply as change
from engine.views.inplace import form_of


@operator(
    kink=lambda self: self == 0,
    batch="elementwise",
    name="_leaky_relu",
    rules={
        "self": lambda grad, self, negative_slope: _leaky_relu_backward(grad, self, negative_slope)
    },
)
def _leaky_relu(self: Array, negative_slope: float) -> Array:
    """x where it is positive, else x times the slope."""
    _only_floats("leaky_relu_cpu", self)
    return np.where(self > 0, self, self * negative_slope)


@reads("where(self > 0, grad_output, grad_output * negative_slope)")
@operator(
    batch="elementwise",
    name="_leaky_relu_backward",
    rules={
        "grad_output": lambda grad, self, negative_slope: _leaky_relu_backward(
            grad, self, negative_slope
        ),
        "self": lambda grad: _zeros_of(grad),
    },
)
def _leaky_relu_backward(grad_output: Array, self: Array, negative_slope: float) -> Array:
    return np.where(self > 0, grad_output, grad_output * negative_slope)


@operator(
    batch="elementwise",
    name="_elu",
    rules={
        "self": lambda grad, self, alpha, scale, input_scale: _elu_backward(
            grad, self, alpha, scale, input_scale
        )
    },
)
def _elu(self: Array, alpha: float, scale: float, input_scale: float) -> Array:
    """scale x above 0, scale alpha (exp(input_scale x) - 1) below."""
    _only_floats("elu_cpu", self)
    below = np.expm1(np.minimum(self, 0) * input_scale) * (alpha * scale)
    return np.where(self <= 0, below, self * scale)


@reads(
    "where(self > 0, grad_output * scale, "
    "grad_output * alpha * scale * input_scale * exp(self * input_scale))"
)
@operator(
    batch="elementwise",
    name="_elu_backward",
    rules={
        "grad_output": lambda grad, self, alpha, scale, input_scale: _elu_backward(
            grad, self, alpha, scale, input_scale
        ),
        "self": lambda grad, grad_output, self, alpha, scale, input_scale: (
            grad
            * grad_output
            * ((self < 0) * exp(self * input_scale))
            * (alpha * scale * input_scale * input_scale)
        ),
    },
)
def _elu_backward(
    grad_output: Array, self: Array, alpha: float, scale: float, input_scale: float
) -> Array:
    below = np.exp(np.minimum(self, 0) * input_scale) * (alpha * scale * input_scale)
    return grad_output * np.where(self <= 0, below, scale)


@operator(
    batch="elementwise",
    name="_celu",
    rules={"self": lambda grad, self, alpha: _elu_backward(grad, self, alpha, 1.0, 1 / alpha)},
)
def _celu(self: Array, alpha: float) -> Array:
    """x above 0, alpha (exp(x / alpha) - 1) below."""
    _only_floats("elu_cpu", self)
    return np.where(self <= 0, np.expm1(np.minimum(self, 0) / alpha) * alpha, self)


@operator(
    kink=lambda self, min_val, max_val: (self == min_val) | (self == max_val),
    batch="elementwise",
    name="_hardtanh",
    rules={
        "self": lambda grad, self, min_val, max_val: _hardtanh_backward(
            grad, self, min_val, max_val
        )
    },
)
def _hardtanh(self: Array, min_val: Any, max_val: Any) -> Array:
    """x, no less than the minimum and no more than the maximum."""
    if self.dtype.kind in "iu":
        min_val, max_val = int(min_val), int(max_val)
    return np.clip(self, min_val, max_val)


@reads("where((self > min_val) & (self < max_val), grad_output, 0)")
@operator(
    batch="elementwise",
    name="_hardtanh_backward",
    rules={
        "grad_output": lambda grad, self, min_val, max_val: _hardtanh_backward(
            grad, self, min_val, max_val
        ),
        "self": lambda grad: _zeros_of(grad),
    },
)
def _hardtanh_backward(grad_output: Array, self: Array, min_val: Any, max_val: Any) -> Array:
    return np.where((self <= min_val) | (self >= max_val), 0, grad_output)


@operator(
    kink=lambda self: np.abs(self) == 3,
    batch="elementwise",
    name="_hardsigmoid",
    rules={"self": lambda grad, self: _hardsigmoid_backward(grad, self)},
)
def _hardsigmoid(self: Array) -> Array:
    """x / 6 + 1/2 between 0 and 1"""
    _only_floats("hardsigmoid_cpu", self)
    return np.clip(self + 3, 0, 6) / 6


@reads("where((self > -3) & (self < 3), grad_output / 6, 0)")
@operator(
    batch="elementwise",
    name="_hardsigmoid_backward",
    rules={
        "grad_output": lambda grad, self: _hardsigmoid_backward(grad, self),
        "self": lambda grad: _zeros_of(grad),
    },
)
def _hardsigmoid_backward(grad_output: Array, self: Array) -> Array:
    # PyTorch has 1/6 in single precision here, whatever the dtype.
    return np.where((self > -3) & (self < 3), grad_output * 0.1666666716337204, 0)


@operator(
    kink=lambda self: np.abs(self) == 3,
    batch="elementwise",
    name="_hardswish",
    rules={"self": lambda grad, self: _hardswish_backward(grad, self)},
)
def _hardswish(self: Array) -> Array:
    """x times hardsigmoid(x)"""
    _only_floats("hardswish_cpu", self)
    return self * np.clip(self + 3, 0, 6) / 6


@operator(
    batch="elementwise",
    name="_hardswish_backward",
    rules={
        "grad_output": lambda grad, self: _hardswish_backward(grad, self),
        "self": lambda grad, grad_output, self: grad * grad_output * _parabolic(self) / 3,
    },
)
def _hardswish_backward(grad_output: Array, self: Array) -> Array:
    inner = grad_output * (self / 3 + 0.5)
    return np.where(self <= -3, 0, np.where(self < 3, inner, grad_output))


@in_rules
def _parabolic(x: Any) -> Any:
    """Where hardswish is a parabola."""
    return (x > -3) * (x < 3)


@operator(
    kink=lambda self, lambd: np.abs(self) == lambd,
    batch="elementwise",
    inplace=False,
    namespaces=("torch", "nn.functional"),
    rules={"self": lambda grad, self, lambd: _shrink_backward(grad, self, lambd)},
    samples=("hardshrink(a(2, 3))", "hardshrink(a(3), 1.0)"),
)
def hardshrink(self: Array, lambd: float = 0.5) -> Array:
    """Return x where |x| > lambd, else 0.

    >>> import engine
    >>> engine.hardshrink(engine.tensor([-1.0, 0.3, 0.8]))
    tensor([-1.0000,  0.0000,  0.8000])
    """
    _only_floats("hardshrink_cpu", self)
    return np.where((self >= -lambd) & (self <= lambd), 0, self)


@operator(
    batch="elementwise",
    name="_shrink_backward",
    rules={
        "grad_output": lambda grad, self, lambd: _shrink_backward(grad, self, lambd),
        "self": lambda grad: _zeros_of(grad),
    },
)
def _shrink_backward(grad_output: Array, self: Array, lambd: float) -> Array:
    return np.where((self >= -lambd) & (self <= lambd), 0, grad_output)


@operator(
    kink=lambda self, lambd: np.abs(self) == lambd,
    batch="elementwise",
    inplace=False,
    namespaces=("nn.functional",),
    rules={"self": lambda grad, self, lambd: _shrink_backward(grad, self, lambd)},
    samples=("softshrink(a(2, 3))", "softshrink(a(3), 1.0)"),
)
def softshrink(self: Array, lambd: float = 0.5) -> Array:
    """Return x brought nearer to 0 by lambd, or 0 where |x| <= lambd.

    >>> import engine
    >>> engine.nn.functional.softshrink(engine.tensor([-1.0, 0.25, 0.75]))
    tensor([-0.5000,  0.0000,  0.2500])
    """
    _only_floats("softshrink_check", self)
    if lambd < 0:
        limit = f"{float(np.finfo(self.dtype).max):g}"
        raise RuntimeError(
            f"lambda must be in range [0, {limit}] for input dtype "
            f"{TYPE_NAMES[self.dtype.name]}, but found {lambd:g}"
        )
    return np.where(self > lambd, self - lambd, np.where(self < -lambd, self + lambd, self * 0))


@operator(
    kink=lambda self, threshold: self == threshold,
    batch="elementwise",
    name="_threshold",
    rules={"self": lambda grad, self, threshold: _threshold_backward(grad, self, threshold)},
)
def _threshold(self: Array, threshold: Any, value: Any) -> Array:
    """x where it is above the threshold, else the value."""
    return np.where(self <= threshold, np.asarray(value, self.dtype), self)


# -- what users call -------------------------------------------------------------------------------


def _applied(name: str, operator: str, inplace: bool, input: Any, *args: Any) -> Tensor:
    """Call an operator; if asked to, put its result in the place of the input."""
    if not isinstance(input, Tensor):
        raise not_a_tensor(name, "input", 1, input)
    op = OPERATORS[operator]
    if inplace:
        return change(form_of(op), input, *args)
    return op.call(input, *args)  # type: ignore[no-any-return]


@exported("nn.functional", samples=("leaky_relu(a(2, 3))", "leaky_relu(a(3), 0.2)"))
def leaky_relu(input: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Tensor:
    """Return x where it is positive, else x times the slope.

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.leaky_relu(engine.tensor([-1.0, 2.0]))
    tensor([-0.0100,  2.0000])
    """
    return _applied("leaky_relu", "_leaky_relu", inplace, input, negative_slope)


@exported("nn.functional", samples=("elu(a(2, 3))", "elu(a(3), 0.5)"))
def elu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """Return x where it is positive, else alpha (exp(x) - 1).

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.elu(engine.tensor([-1.0, 2.0]))
    tensor([-0.6321,  2.0000])
    """
    return _applied("elu", "_elu", inplace, input, alpha, 1.0, 1.0)


@exported("torch", "nn.functional", samples=("selu(a(2, 3))",))
def selu(input: Tensor, inplace: bool = False) -> Tensor:
    """Return x where it is positive, else α (exp(x) - 1), all times a scale.

    The constants keep mean 0 and variance 1 from layer to layer: https://arxiv.org/abs/1706.02515

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.selu(engine.tensor([-1.0, 2.0]))
    tensor([-1.1113,  2.1014])
    """
    return _applied("selu", "_elu", inplace, input, 1.6732632423543772, 1.0507009873554805, 1.0)


@exported("torch", "nn.functional", samples=("celu(a(2, 3))", "celu(a(3), 2.0)"))
def celu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """Return x where it is positive, else alpha (exp(x / alpha) - 1).

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.celu(engine.tensor([-1.0, 2.0]))
    tensor([-0.6321,  2.0000])
    """
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    return _applied("celu", "_celu", inplace, input, alpha)


@exported("nn.functional", samples=("relu6(a(2, 3))",))
def relu6(input: Tensor, inplace: bool = False) -> Tensor:
    """Return x, no less than 0 and no more than 6; the derivative at 0 and 6 is 0.

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.relu6(engine.tensor([-1.0, 2.0, 8.0]))
    tensor([0., 2., 6.])
    """
    return _applied("relu6", "_hardtanh", inplace, input, 0, 6)


@exported("nn.functional", samples=("hardtanh(a(2, 3))", "hardtanh(a(3), -0.5, 1.5)"))
def hardtanh(
    input: Tensor, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False
) -> Tensor:
    """Return x, no less than min_val and no more than max_val; the derivative at both is 0.

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.hardtanh(engine.tensor([-2.0, 0.5]))
    tensor([-1.0000,  0.5000])
    """
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    return _applied("hardtanh", "_hardtanh", inplace, input, min_val, max_val)


@exported("nn.functional", samples=("hardsigmoid(a(2, 3) * 3)",))
def hardsigmoid(input: Tensor, inplace: bool = False) -> Tensor:
    """Return x / 6 + 1/2, no less than 0 and no more than 1.

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.hardsigmoid(engine.tensor([-4.0, 0.0, 3.0]))
    tensor([0.0000, 0.5000, 1.0000])
    """
    return _applied("hardsigmoid", "_hardsigmoid", inplace, input)


@exported("nn.functional", samples=("hardswish(a(2, 3) * 3)",))
def hardswish(input: Tensor, inplace: bool = False) -> Tensor:
    """Return x times hardsigmoid(x).

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.hardswish(engine.tensor([-4.0, 0.0, 3.0]))
    tensor([-0., 0., 3.])
    """
    return _applied("hardswish", "_hardswish", inplace, input)


@exported("torch", "nn.functional", samples=("threshold(a(2, 3), 0.1, 20.0)",))
def threshold(input: Tensor, threshold: float, value: float, inplace: bool = False) -> Tensor:
    """Return x where it is above the threshold, else the value.

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.threshold(engine.tensor([-1.0, 2.0]), 0.1, 20.0)
    tensor([20.,  2.])
    """
    return _applied("threshold", "_threshold", inplace, input, threshold, value)


@exported("nn.functional", samples=("silu(a(2, 3))", "silu(a())"))
def silu(input: Tensor, inplace: bool = False) -> Tensor:
    """Return x times sigmoid(x).

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.silu(engine.tensor([0.0, 1.0]))
    tensor([0.0000, 0.7311])
    """
    return _applied("silu", "_silu", inplace, input)


@exported("nn.functional", samples=("mish(a(2, 3))", "mish(a())"))
def mish(input: Tensor, inplace: bool = False) -> Tensor:
    """Return x times tanh(softplus(x)): https://arxiv.org/abs/1908.08681

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.mish(engine.tensor([0.0, 1.0]))
    tensor([0.0000, 0.8651])
    """
    return _applied("mish", "_mish", inplace, input)

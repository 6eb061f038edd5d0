"""Activations that draw random numbers: a leaky ReLU and a softmax with noise."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import Array
from engine.operators.activation import _only_floats
from engine.operators.arithmetic import add, true_divide
from engine.operators.piecewise import _leaky_relu_backward
from engine.operators.softmax import softmax
from engine.operators.views import detach
from engine.registry import OPERATORS, exported, operator
from engine.tensor import Tensor, from_array
from engine.views.inplace import apply as change
from engine.views.inplace import form_of
from engine.warn import warn


@operator(
    name="_rrelu",
    grad_fn="RreluWithNoiseBackward0",
    rules={
        "self": lambda grad, self, noise, slope: (
            _leaky_relu_backward(grad, self, slope) if noise is None else grad * noise
        )
    },
)
def _rrelu(self: Array, noise: Any, slope: float) -> Array:
    """x times the noise; without noise, x where it is positive, else x times the slope."""
    return np.where(self > 0, self, self * slope) if noise is None else self * noise


_rrelu_in_place = operator(
    name="_rrelu_",
    grad_fn="RreluWithNoiseBackward1",
    rules={
        "self": lambda grad, result, noise, slope: (
            _leaky_relu_backward(grad, result, slope) if noise is None else grad * noise
        )
    },
)(OPERATORS["_rrelu"].kernel)


def _slopes(x: Array, lower: float, upper: float) -> Array:
    """Return a slope from [lower, upper) for each element up to 0, and 1 for the others."""
    from engine.random.mersenne import default_generator

    noise = np.ones(x.shape)
    chosen = np.asarray(x <= 0)
    drawn = default_generator.doubles(int(chosen.sum()))
    noise[chosen] = drawn * (upper - lower) + lower
    return noise.astype(x.dtype)


@exported(
    "nn.functional",
    "torch",
    samples=("rrelu(a(2, 3))", "rrelu(a(3), 0.2, 0.4)", "rrelu(a(3) * 1, inplace=True)"),
)
def rrelu(
    input: Tensor,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
    inplace: bool = False,
) -> Tensor:
    """Return x where it is positive, else x times a slope drawn from [lower, upper).

    Not in training, the slope is the middle: https://arxiv.org/abs/1505.00853

    >>> import engine
    >>> engine.nn.functional.rrelu(engine.tensor([-1.0, 2.0]), 0.25, 0.75)
    tensor([-0.5000,  2.0000])
    """
    if not isinstance(input, Tensor):
        raise not_a_tensor("rrelu", "input", 1, input)
    if lower > upper:
        raise RuntimeError("Lower bound should be less than or equal to the upper bound")
    _only_floats("rrelu_with_noise_out_cpu" if training else "leaky_relu_cpu", input._data)
    noise = _slopes(input._data, lower, upper) if training else None
    rest = (noise, (lower + upper) / 2)
    op = OPERATORS["_rrelu"]
    return change(form_of(op), input, *rest) if inplace else op.call(input, *rest)


@exported("nn.functional")
def gumbel_softmax(
    logits: Tensor, tau: float = 1, hard: bool = False, eps: float = 1e-10, dim: int = -1
) -> Tensor:
    """Return a softmax of logits with noise: a sample of a class, smooth by the temperature tau.

    hard: return a row of the unit matrix, with the gradient of the smooth sample:
    https://arxiv.org/abs/1611.01144

    >>> import engine
    >>> engine.nn.functional.gumbel_softmax(engine.tensor([0.0, 200.0]), hard=True)
    tensor([0., 1.])
    """
    from engine.random.generator import exponential

    if eps != 1e-10:
        warn("`eps` parameter is deprecated and has no effect.")
    if not isinstance(logits, Tensor):
        raise not_a_tensor("empty_like", "input", 1, logits)
    data = logits._data
    noise = from_array(-np.log(exponential(data.shape, data.dtype)))
    soft = softmax(true_divide(add(logits, noise), tau), dim)
    if not hard:
        return soft
    found = soft._data
    best = np.argmax(found, dim)
    place = np.arange(found.shape[dim]).reshape(
        (-1,) + (1,) * ((found.ndim - 1 - dim) % found.ndim)
    )
    row = (np.expand_dims(best, dim) == place).astype(found.dtype)
    return from_array(row) - detach(soft) + soft

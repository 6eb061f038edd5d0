"""Losses of yes or no: binary cross entropy of probabilities and of logits."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.operators.activation import logsigmoid, sigmoid
from engine.operators.elementary import log
from engine.operators.layers.loss import _check_reduction, _norm, _reduced
from engine.registry import exported, in_rules, operator
from engine.tensor import Size, Tensor

SMALLEST = float(np.float32(1e-12))
"""PyTorch's lower bound of a denominator: in single precision, whatever the dtype."""

# -- of probabilities ------------------------------------------------------------------------------


@operator(
    batch="loss",
    name="_binary_cross_entropy",
    nondifferentiable=("weight",),
    rules={
        "self": lambda grad, self, target, weight, reduction: _binary_cross_entropy_backward(
            grad, self, target, weight, reduction
        ),
        "target": lambda grad, self, weight, reduction: (
            _weighted(grad, self, weight, reduction) * (log(1 - self) - log(self))
        ),
    },
)
def _binary_cross_entropy(self: Array, target: Array, weight: Any, reduction: str) -> Array:
    """-(t log(x) + (1 - t) log(1 - x)), the logarithms no less than -100."""
    if np.any((self < 0) | (self > 1)):
        raise RuntimeError("all elements of input should be between 0 and 1")
    if np.any((target < 0) | (target > 1)):
        raise RuntimeError("all elements of target should be between 0 and 1")
    losses = (target - 1) * np.maximum(np.log1p(-self), -100)
    losses = losses - target * np.maximum(np.log(self), -100)
    return _reduced(losses if weight is None else losses * weight, reduction)


@operator(
    name="_weighted",
    nondifferentiable=("like", "weight"),
    rules={"self": lambda grad, like, weight, reduction: _weighted(grad, like, weight, reduction)},
)
def _weighted(self: Array, like: Array, weight: Any, reduction: str) -> Array:
    """What the mean over the elements of `like`, and their weights, make of a gradient."""
    scaled = self * _norm(reduction, like)
    return scaled if weight is None else scaled * weight


@operator(
    name="_binary_cross_entropy_backward",
    nondifferentiable=("weight",),
    rules={
        "grad_output": lambda grad, self, target, weight, reduction: _binary_cross_entropy_backward(
            grad, self, target, weight, reduction
        ),
        "self": lambda grad, grad_output, self, target, weight, reduction: (
            _weighted(grad * grad_output, self, weight, reduction) * _bce_curvature(self, target)
        ),
        "target": lambda grad, grad_output, self, weight, reduction: (
            -_weighted(grad * grad_output, self, weight, reduction) / (self * (1 - self))
        ),
    },
)
def _binary_cross_entropy_backward(
    grad_output: Array, self: Array, target: Array, weight: Any, reduction: str
) -> Array:
    """(x - t) / (x (1 - x)), the denominator no less than 1e-12."""
    slope = (self - target) / np.maximum((1 - self) * self, SMALLEST)
    scaled = grad_output * slope
    if weight is not None:
        scaled = scaled * weight
    return scaled * _norm(reduction, self)


@in_rules
def _bce_curvature(x: Any, t: Any) -> Any:
    """The second derivative, t / x² + (1 - t) / (1 - x)²; finite where the first is bounded."""
    width = (x + 1e-12) * (1 - x + 1e-12)
    return (x * x - 2 * x * t + t) / (width * width)


@exported(
    "nn.functional",
    samples=(
        "binary_cross_entropy(a(3).sigmoid(), a(3).sigmoid())",
        "binary_cross_entropy(a(3).sigmoid(), a(3).sigmoid(), p(3).detach(), reduction='sum')",
        "binary_cross_entropy(a(2, 3).sigmoid(), a(2, 3).sigmoid().detach(), reduction='none')",
    ),
)
def binary_cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return the cross entropy of probabilities with targets from 0 to 1.

    -(t log(x) + (1 - t) log(1 - x)), where logarithms are no less than -100.

    >>> import engine
    >>> engine.nn.functional.binary_cross_entropy(engine.tensor([0.5]), engine.tensor([1.0]))
    tensor(0.6931)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    a, b = input._data, target._data
    if a.shape != b.shape:
        raise ValueError(
            f"Using a target size ({Size(b.shape)}) that is different to the input size "
            f"({Size(a.shape)}) is deprecated. Please ensure they have the same size."
        )
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"Found dtype {TYPE_NAMES[b.dtype.name]} but expected {TYPE_NAMES[a.dtype.name]}"
        )
    return _binary_cross_entropy(input, target, weight, reduction)  # type: ignore[no-any-return]


# -- of logits -------------------------------------------------------------------------------------


@operator(
    batch="loss",
    name="_binary_cross_entropy_with_logits",
    nondifferentiable=("weight", "pos_weight"),
    rules={
        "self": lambda grad, self, target, weight, pos_weight, reduction: (
            _weighted(grad, self, weight, reduction) * _logit_slope(self, target, pos_weight)
        ),
        "target": lambda grad, self, weight, pos_weight, reduction: (
            _weighted(grad, self, weight, reduction) * _target_slope(self, pos_weight)
        ),
    },
)
def _binary_cross_entropy_with_logits(
    self: Array, target: Array, weight: Any, pos_weight: Any, reduction: str
) -> Array:
    """(1 - t) x + (1 + (p - 1) t) log(1 + exp(-x)), p the weight of positive targets."""
    below = np.maximum(-self, 0) + np.log1p(np.exp(-np.abs(self)))
    if pos_weight is not None:
        below = below * (1 + (pos_weight - 1) * target)
    losses = (1 - target) * self + below
    return _reduced(losses if weight is None else losses * weight, reduction)


@in_rules
def _logit_slope(x: Any, t: Any, pos_weight: Any) -> Any:
    """The derivative by the logit: y - t, or with a weight p of positives (1 - t + p t) y - p t."""
    y = sigmoid(x)
    if pos_weight is None:
        return y - t
    positive = pos_weight * t
    return (positive + 1 - t) * y - positive


@in_rules
def _target_slope(x: Any, pos_weight: Any) -> Any:
    """The derivative by the target: -x, or with a weight p of positives log(1 - y) - p log(y)."""
    if pos_weight is None:
        return -x
    return logsigmoid(-x) - pos_weight * logsigmoid(x)


@exported(
    "nn.functional",
    samples=(
        "binary_cross_entropy_with_logits(a(3), a(3))",
        "binary_cross_entropy_with_logits(a(2, 3), a(2, 3).detach(), reduction='none')",
        "binary_cross_entropy_with_logits(a(2, 3), a(2, 3), p(3).detach(), reduction='sum', "
        "pos_weight=p(3).detach())",
    ),
)
def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """Return the binary cross entropy of sigmoid(input), computed without overflow.

    pos_weight: the weight of the targets' share of 1.

    >>> import engine
    >>> zero, one = engine.tensor([0.0]), engine.tensor([1.0])
    >>> engine.nn.functional.binary_cross_entropy_with_logits(zero, one)
    tensor(0.6931)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    a, b = input._data, target._data
    if a.shape != b.shape:
        raise ValueError(
            f"Target size ({Size(b.shape)}) must be the same as input size ({Size(a.shape)})"
        )
    return _binary_cross_entropy_with_logits(input, target, weight, pos_weight, reduction)  # type: ignore[no-any-return]

"""Losses that measure a distance: absolute, smooth and Huber errors, divergences, margins."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.activation import _only_floats
from engine.operators.arithmetic import mul, sub, true_divide
from engine.operators.elementary import exp
from engine.operators.layers.loss import _check_reduction, _matched, _norm, _reduced
from engine.operators.reduction import mean, sum
from engine.operators.rounding import abs
from engine.operators.special_functions import xlogy
from engine.registry import exported, operator
from engine.tensor import Size, Tensor
from engine.warn import warn


def _applied(losses: Any, reduction: str) -> Any:
    return losses if reduction == "none" else mean(losses) if reduction == "mean" else sum(losses)


@exported(
    "nn.functional",
    samples=(
        "l1_loss(a(2, 3), a(2, 3))",
        "l1_loss(a(2), a(2), reduction='sum')",
        "l1_loss(a(2), a(2), reduction='none')",
    ),
)
def l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return the mean absolute error, or the "sum" or all ("none") of the absolute errors.

    >>> import engine
    >>> engine.nn.functional.l1_loss(engine.tensor([1.0, 2.0]), engine.tensor([1.0, 4.0]))
    tensor(1.)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    input, target = _matched(input, target)
    return _applied(abs(sub(input, target)), reduction)  # type: ignore[no-any-return]


# -- smooth and Huber ------------------------------------------------------------------------------


@operator(
    batch="loss",
    name="_smooth_l1_loss",
    grad_fn="SmoothL1LossBackward0",
    promote="arithmetic",
    rules={
        "self": lambda grad, self, target, reduction, beta: _smooth_l1_loss_backward(
            grad, self, target, reduction, beta
        ),
        "target": lambda grad, self, target, reduction, beta: _smooth_l1_loss_backward(
            grad, target, self, reduction, beta
        ),
    },
)
def _smooth_l1_loss(self: Array, target: Array, reduction: str, beta: float) -> Array:
    """d² / (2 beta) where the error d is below beta, else d - beta / 2."""
    _only_floats("smooth_l1_cpu", self)
    d = np.abs(self - target)
    return _reduced(np.where(d < beta, 0.5 * d * d / beta, d - 0.5 * beta), reduction)


@operator(
    name="_smooth_l1_loss_backward",
    grad_fn="SmoothL1LossBackwardBackward0",
    rules={
        "grad_output": lambda grad, self, target, reduction, beta: _smooth_l1_loss_backward(
            grad, self, target, reduction, beta
        ),
        "self": lambda grad, grad_output, self, target, reduction, beta: (
            _inside(grad * grad_output, self, target, reduction, beta) / beta
        ),
        "target": lambda grad, grad_output, self, target, reduction, beta: (
            -_inside(grad * grad_output, self, target, reduction, beta) / beta
        ),
    },
)
def _smooth_l1_loss_backward(
    grad_output: Array, self: Array, target: Array, reduction: str, beta: float
) -> Array:
    d = self - target
    slope = np.where(d <= -beta, -1.0, np.where(d >= beta, 1.0, d / beta))
    return (slope * _norm(reduction, self)).astype(self.dtype) * grad_output


@operator(
    name="_inside",
    nondifferentiable=("x", "y"),
    rules={"self": lambda grad, x, y, reduction, limit: _inside(grad, x, y, reduction, limit)},
)
def _inside(self: Array, x: Array, y: Array, reduction: str, limit: float) -> Array:
    """What the mean makes of `self` where x and y are less than a limit apart, else 0."""
    return np.where(np.abs(x - y) < limit, self * _norm(reduction, x), 0)


@exported(
    "nn.functional",
    samples=(
        "smooth_l1_loss(a(2, 3), a(2, 3))",
        "smooth_l1_loss(a(4), a(4), reduction='sum', beta=2.0)",
        "smooth_l1_loss(a(4), a(4), reduction='none', beta=0.5)",
        "smooth_l1_loss(a(2), a(2), beta=0.0)",
    ),
)
def smooth_l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Tensor:
    """Return a loss that is a parabola up to an error of beta and the absolute error beyond.

    d² / (2 beta) for |d| < beta, else |d| - beta / 2: https://arxiv.org/abs/1504.08083

    >>> import engine
    >>> engine.nn.functional.smooth_l1_loss(engine.tensor([1.0, 2.0]), engine.tensor([1.0, 4.0]))
    tensor(0.7500)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta.")
    input, target = _matched(input, target)
    if beta == 0:
        return _applied(abs(sub(input, target)), reduction)  # type: ignore[no-any-return]
    return _smooth_l1_loss(input, target, reduction, beta)  # type: ignore[no-any-return]


@operator(
    batch="loss",
    name="_huber_loss",
    promote="arithmetic",
    rules={
        "self": lambda grad, self, target, reduction, delta: _huber_loss_backward(
            grad, self, target, reduction, delta
        ),
        "target": lambda grad, self, target, reduction, delta: _huber_loss_backward(
            grad, target, self, reduction, delta
        ),
    },
)
def _huber_loss(self: Array, target: Array, reduction: str, delta: float) -> Array:
    """d² / 2 where the error d is at most delta, else delta (d - delta / 2)."""
    _only_floats("huber_cpu", self)
    d = np.abs(self - target)
    return _reduced(np.where(d <= delta, 0.5 * d * d, delta * (d - 0.5 * delta)), reduction)


@operator(
    name="_huber_loss_backward",
    rules={
        "grad_output": lambda grad, self, target, reduction, delta: _huber_loss_backward(
            grad, self, target, reduction, delta
        ),
        "self": lambda grad, grad_output, self, target, reduction, delta: _inside(
            grad * grad_output, self, target, reduction, delta
        ),
        "target": lambda grad, grad_output, self, target, reduction, delta: (
            -_inside(grad * grad_output, self, target, reduction, delta)
        ),
    },
)
def _huber_loss_backward(
    grad_output: Array, self: Array, target: Array, reduction: str, delta: float
) -> Array:
    return np.clip(self - target, -delta, delta) * _norm(reduction, self) * grad_output


@exported(
    "nn.functional",
    samples=(
        "huber_loss(a(2, 3), a(2, 3))",
        "huber_loss(a(4), a(4), reduction='sum', delta=2.0)",
        "huber_loss(a(4), a(4), reduction='none', delta=0.5)",
    ),
)
def huber_loss(
    input: Tensor,
    target: Tensor,
    reduction: str = "mean",
    delta: float = 1.0,
    weight: Tensor | None = None,
) -> Tensor:
    """Return a loss that is a parabola up to an error of delta and a straight line beyond.

    d² / 2 for |d| <= delta, else delta (|d| - delta / 2).

    >>> import engine
    >>> engine.nn.functional.huber_loss(engine.tensor([1.0, 2.0]), engine.tensor([1.0, 4.0]))
    tensor(0.7500)
    """
    reduction = _check_reduction(reduction)
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    input, target = _matched(input, target)
    if weight is None:
        return _huber_loss(input, target, reduction, delta)  # type: ignore[no-any-return]
    losses = mul(_huber_loss(input, target, "none", delta), weight)
    if reduction == "mean":
        return true_divide(sum(losses), sum(weight))  # type: ignore[no-any-return]
    return _applied(losses, reduction)  # type: ignore[no-any-return]


# -- divergence and margins ------------------------------------------------------------------------


@exported(
    "nn.functional",
    samples=(
        "kl_div(a(2, 3), p(2, 3))",
        "kl_div(a(2, 3), p(2, 3).detach(), reduction='batchmean')",
        "kl_div(a(2, 3), a(2, 3), reduction='sum', log_target=True)",
        "kl_div(a(2, 3), p(2, 3), reduction='none')",
    ),
)
def kl_div(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Tensor:
    """Return the Kullback-Leibler divergence of log-probabilities from probabilities.

    target * (log(target) - input), 0 where the target is 0. reduction: "batchmean" divides the sum
    by the first size. log_target: the target is given as logarithms, too.

    >>> import engine
    >>> logs = engine.tensor([[-0.6931, -0.6931]])
    >>> engine.nn.functional.kl_div(logs, engine.tensor([[0.0, 1.0]]), reduction="batchmean")
    tensor(0.6931)
    """
    batchmean = reduction == "batchmean"
    if reduction == "mean":
        warn(
            "reduction: 'mean' divides the total loss by both the batch size and the support size."
            "'batchmean' divides only by the batch size, and aligns with the KL div math "
            "definition.'mean' will be changed to behave the same as 'batchmean' in the next major "
            "release."
        )
    reduction = "sum" if batchmean else _check_reduction(reduction, size_average, reduce)
    if log_target:
        losses = mul(exp(target), sub(target, input))
    else:
        losses = sub(xlogy(target, target), mul(target, input))
    out = _applied(losses, reduction)
    if batchmean and input.dim():
        out = true_divide(out, input.size(0))
    return out  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    samples=(
        "margin_ranking_loss(a(3), a(3), a(3).sign().detach())",
        "margin_ranking_loss(a(3), a(3), a(3).sign().detach(), margin=0.5, reduction='sum')",
    ),
)
def margin_ranking_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return how far the first inputs miss being above (target 1) or below (-1) the second ones.

    max(0, -target (input1 - input2) + margin)

    >>> import engine
    >>> one, two = engine.tensor([1.0]), engine.tensor([2.0])
    >>> engine.nn.functional.margin_ranking_loss(one, two, engine.tensor([1.0]))
    tensor(1.)
    """
    from engine.operators.scalars import add_number

    reduction = _check_reduction(reduction, size_average, reduce)
    if not input1.dim() == input2.dim() == target.dim():
        raise RuntimeError(
            "margin_ranking_loss : All input tensors should have same dimension but got sizes: "
            f"input1: {Size(input1._data.shape)}, input2: {Size(input2._data.shape)}, target: "
            f"{Size(target._data.shape)} "
        )
    missed = add_number(mul(-target, sub(input1, input2)), margin)
    return _applied(missed.clamp_min(0), reduction)  # type: ignore[no-any-return]

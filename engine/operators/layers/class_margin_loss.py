"""Losses with a margin for the scores of classes: one right class, or several."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.operators.activation import logsigmoid
from engine.operators.elementary import exp
from engine.operators.layers.distance_loss import _applied
from engine.operators.layers.loss import _check_reduction, _reduced
from engine.operators.layers.margin_loss import _check_tensors
from engine.operators.masks import _masked, _not_implemented
from engine.operators.reduction import sum
from engine.operators.shape import reshape, unsqueeze
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor


@operator(
    name="_soft_margin_loss",
    nondifferentiable=("target",),
    rules={
        "self": lambda grad, self, self_shape, target, reduction: (
            _soft_margin_slope(self, target) * (grad / _divisor(self_shape, reduction))
        )
    },
)
def _soft_margin_loss(self: Array, target: Array, reduction: str) -> Array:
    """log(1 + exp(-y x))"""
    if self.dtype.kind != "f":
        raise RuntimeError(
            f"result type {TYPE_NAMES[np.result_type(self, target).name]} can't be cast to the "
            f"desired output type {TYPE_NAMES[self.dtype.name]}"
        )
    losses = np.log1p(np.exp(-(self * target)))
    return _reduced(losses.astype(self.dtype), reduction)


@in_rules
def _soft_margin_slope(x: Any, target: Any) -> Any:
    z = exp(-(target * x))
    return -(target * z) / (z + 1)


@in_rules
def _divisor(shape: tuple[int, ...], reduction: str) -> int:
    """Return what a mean divides by: the number of elements; else 1."""
    count = 1
    for n in shape if reduction == "mean" else ():
        count *= n
    return count


@exported(
    "nn.functional",
    samples=(
        "soft_margin_loss(a(2, 3), a(2, 3).sign().detach())",
        "soft_margin_loss(a(2, 3), a(3).sign().detach(), reduction='sum')",
        "soft_margin_loss(a(3), a(3).sign().detach(), reduction='none')",
    ),
)
def soft_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return the logistic loss of scores and targets 1 and -1: log(1 + exp(-y x)).

    >>> import engine
    >>> engine.nn.functional.soft_margin_loss(engine.tensor([0.0]), engine.tensor([1.0]))
    tensor(0.6931)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    _check_tensors("soft_margin_loss", input=input, target=target)
    _check_constant("soft_margin_loss", "target", target)
    return _soft_margin_loss(input, target, reduction)  # type: ignore[no-any-return]


def _check_constant(function: str, name: str, value: Tensor) -> None:
    if value._fn is not None:
        raise RuntimeError(
            f"The function '{function}' is not differentiable with respect to argument '{name}'. "
            "This input cannot have requires_grad True."
        )


@operator(
    name="_multi_margin_loss",
    rules={
        "self": lambda grad, self, self_shape, chosen, factors, p, margin, reduction: reshape(
            _multi_margin_slope(reshape(self, chosen.shape), chosen, factors, p, margin)
            * (
                reshape(grad, (-1, 1))
                if reduction == "none"
                else grad / (len(chosen) if reduction == "mean" else 1)
            ),
            self_shape,
        )
    },
)
def _multi_margin_loss(
    self: Array,
    chosen: Array,
    factors: Array,
    p: int,
    margin: float,
    reduction: str,
    shape: tuple[int, ...],
) -> Array:
    """The sum over all other classes of max(0, margin - x[target] + x)^p, times a factor.

    chosen: 1 at the target's class, else 0, for each of the samples. shape: that of the losses.
    """
    if self.dtype.kind != "f":
        raise _not_implemented("multi_margin_loss_cpu_kernel", self.dtype)
    x = self.reshape(chosen.shape)
    missed = (margin - (x * chosen).sum(1, keepdims=True) + x) * (1 - chosen)
    losses = np.add.reduce(np.maximum(missed, 0) ** p * factors, 1)
    return losses.reshape(shape) if reduction == "none" else _reduced(losses, reduction)


@in_rules
def _multi_margin_slope(x: Any, chosen: Any, factors: Any, p: int, margin: float) -> Any:
    missed = (margin - sum(x * chosen, 1, True) + x) * (1 - chosen)
    slope = _masked(missed * 2 if p == 2 else missed * 0 + 1, missed > 0) * factors
    return slope - sum(slope, 1, True) * chosen


@exported(
    "nn.functional",
    samples=(
        "multi_margin_loss(a(2, 3), i(3, 2))",
        "multi_margin_loss(a(3), i(3))",
        "multi_margin_loss(a(2, 3), i(3, 2), p=2)",
        "multi_margin_loss(a(2, 3), i(3, 2), 2, 0.5, p(3).detach(), reduction='none')",
        "multi_margin_loss(a(2, 3), i(3, 2), margin=2.0, reduction='sum')",
    ),
)
def multi_margin_loss(
    input: Tensor,
    target: Tensor,
    p: int = 1,
    margin: float = 1.0,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return how far scores (N, C) of classes miss that the target's is larger by a margin.

    The mean over all C classes of max(0, margin - x[target] + x)^p, the target's own left out, times
    the weight of the target's class.

    >>> import engine
    >>> scores = engine.tensor([[0.0, 0.5, 2.0]])
    >>> engine.nn.functional.multi_margin_loss(scores, engine.tensor([2]))
    tensor(0.)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    if p not in (1, 2):
        raise ValueError("only p == 1 and p == 2 supported")
    if weight is not None and weight._data.ndim != 1:
        raise ValueError("weight must be one-dimensional")
    _check_tensors("multi_margin_loss", input=input, target=target)
    if weight is not None:
        _check_constant("multi_margin_loss", "weight", weight)
    x, y = input._data, target._data
    if x.ndim > 2 or (x.ndim == 2 and not x.shape[1]) or (x.ndim < 2 and not x.size):
        raise RuntimeError(
            "Expected non-empty vector or matrix with optional 0-dim batch size, but got: "
            f"{list(x.shape)}"
        )
    samples, classes = x.shape if x.ndim == 2 else (1, x.size)
    if y.size != samples or y.ndim > 1:
        raise RuntimeError(
            "multi_margin_loss: target tensor should be 1-D with size equal to the number of input "
            f"samples (batch size). Expected target size [{samples}], but got {list(y.shape)}. "
            f"Input has shape {list(x.shape)}."
        )
    if weight is not None and weight._data.size != classes:
        raise RuntimeError(
            f"inconsistent weight size, expected {classes} but got {list(weight._data.shape)}"
        )
    if y.dtype != np.int64:
        raise RuntimeError(f"expected scalar type Long but found {TYPE_NAMES[y.dtype.name]}")
    if np.any((y < 0) | (y >= classes)):
        raise RuntimeError("target out of range")
    flat = np.asarray(y).reshape(-1)
    chosen = (flat[:, None] == np.arange(classes)).astype(x.dtype)
    factors = np.full((samples, 1), 1 / classes, x.dtype)
    if weight is not None:
        factors = factors * weight._data[flat][:, None]
    shape = y.shape if x.ndim < 2 else (samples,)
    return _multi_margin_loss(input, chosen, factors, p, margin, reduction, shape)  # type: ignore[no-any-return]


# -- of several labels -----------------------------------------------------------------------------


@operator(
    name="_multilabel_margin_loss",
    rules={
        "self": lambda grad, self, self_shape, pairs, reduction: reshape(
            _multilabel_slope(reshape(self, pairs.shape[:2]), pairs)
            * (
                reshape(grad, (-1, 1))
                if reduction == "none"
                else grad / (len(pairs) if reduction == "mean" else 1)
            ),
            self_shape,
        )
    },
)
def _multilabel_margin_loss(
    self: Array, pairs: Array, reduction: str, shape: tuple[int, ...]
) -> Array:
    """The sum over pairs of a target t and another class c of max(0, 1 - x[t] + x[c]).

    pairs: for each sample, t and c, how often the pair counts. shape: that of the losses.
    """
    if self.dtype.kind != "f":
        raise _not_implemented("multilabel_margin_loss_forward_out_frame", self.dtype)
    x = self.reshape(pairs.shape[:2])
    missed = np.maximum(1 - x[:, :, None] + x[:, None, :], 0) * pairs
    losses = missed.reshape(len(x), -1).sum(1) if x.size else np.zeros(len(x), x.dtype)
    return losses.reshape(shape) if reduction == "none" else _reduced(losses, reduction)


@in_rules
def _multilabel_slope(x: Any, pairs: Any) -> Any:
    missed = 1 - unsqueeze(x, 2) + unsqueeze(x, 1)
    slope = (missed > 0) * pairs
    return sum(slope, 1) - sum(slope, 2)


@exported(
    "nn.functional",
    samples=(
        "multilabel_margin_loss(a(2, 3), torch.tensor([[0, -1, 1], [2, 0, -1]]))",
        "multilabel_margin_loss(a(3), torch.tensor([1, -1, 1]), reduction='sum')",
        "multilabel_margin_loss(a(1, 4), torch.tensor([[3, 0, -1, 1]]), reduction='none')",
    ),
)
def multilabel_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return how far the scores of the right classes miss being larger by 1 than the others.

    target: the right classes of each sample first, then -1. For each right class t and each wrong
    class c, max(0, 1 - x[t] + x[c]) / C is added up.

    >>> import engine
    >>> scores = engine.tensor([[2.0, 0.5, 0.0]])
    >>> engine.nn.functional.multilabel_margin_loss(scores, engine.tensor([[0, -1, -1]]))
    tensor(0.)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    _check_tensors("multilabel_margin_loss", input=input, target=target)
    x, y = input._data, target._data
    if x.ndim > 2 or (x.ndim == 2 and not x.shape[1]) or (x.ndim < 2 and not x.size):
        raise RuntimeError(
            "Expected non-empty vector or matrix with optional 0-dim batch size, but got: "
            f"{list(x.shape)}"
        )
    if y.shape != x.shape:
        raise RuntimeError(
            f"inconsistent target size: {list(y.shape)} for input of size: {list(x.shape)}"
        )
    if y.dtype != np.int64:
        raise RuntimeError(f"expected scalar type Long but found {TYPE_NAMES[y.dtype.name]}")
    classes = x.shape[-1] if x.ndim else 1
    if np.any((y < -1) | (y >= classes)):
        raise RuntimeError("argument #2 'target' is out of range")
    listed = np.asarray(y).reshape(-1, classes)
    counted = np.logical_and.accumulate(listed >= 0, 1)
    right = (listed[:, :, None] == np.arange(classes)) & counted[:, :, None]
    times = right.sum(1)
    pairs = times[:, :, None] * (times == 0)[:, None, :] / x.dtype.type(classes)
    shape = x.shape[:-1]
    return _multilabel_margin_loss(input, pairs.astype(x.dtype), reduction, shape)  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    samples=(
        "multilabel_soft_margin_loss(a(2, 3), p(2, 3))",
        "multilabel_soft_margin_loss(a(2, 3), p(2, 3).detach(), p(3), reduction='sum')",
        "multilabel_soft_margin_loss(a(2, 3), p(3), reduction='none')",
    ),
)
def multilabel_soft_margin_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return the mean over classes of the binary cross entropies of scores with targets 0 and 1.

    >>> import engine
    >>> scores, y = engine.tensor([[0.0, 0.0]]), engine.tensor([[1.0, 0.0]])
    >>> engine.nn.functional.multilabel_soft_margin_loss(scores, y)
    tensor(0.6931)
    """
    if size_average is not None or reduce is not None:
        reduction = _check_reduction(reduction, size_average, reduce)
    losses = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input))
    if weight is not None:
        losses = losses * weight
    dim = input._data.ndim - 1
    means = sum(losses, dim) / input.size(dim)
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not valid")
    return _applied(means, reduction)  # type: ignore[no-any-return]

"""Losses of a choice among classes: negative log likelihood and cross entropy."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.operators.activation import _only_floats
from engine.operators.comparison import eq, logical_not, masked_fill
from engine.operators.layers.loss import _check_reduction
from engine.operators.reduction import sum
from engine.operators.scalars import add_number, div_number, mul_number
from engine.operators.shape import reshape, view
from engine.operators.softmax import log_softmax
from engine.registry import exported, operator
from engine.tensor import Tensor

_INT64 = np.dtype(np.int64)


def _class_weights(
    target: Array, weight: Any, ignore_index: int, dtype: Any
) -> tuple[Array, Array]:
    """Return the targets with those to ignore set to 0, and the weight of each, 0 if ignored."""
    ignored = target == ignore_index
    chosen = np.where(ignored, 0, target).astype(np.int64)
    weights = np.ones(target.shape, dtype) if weight is None else weight[chosen]
    return chosen, np.where(ignored, 0, weights)


def _place(chosen: Array, ndim: int) -> tuple[Any, ...]:
    """Return the index of the chosen classes in an input of `ndim` dimensions."""
    if ndim == 1:
        return (chosen if chosen.ndim == 0 else chosen[0],)
    grid: list[Any] = list(np.indices(chosen.shape, sparse=True))
    grid.insert(1, chosen)
    return tuple(grid)


def _places(target: Array, shape: tuple[int, ...], weight: Any, ignore_index: int) -> Array | None:
    """Return the places of the target classes in a flattened matrix of that shape.

    None if it is no matrix, or if not all of its rows might count alike: then each takes a look.
    """
    if weight is not None or len(shape) != 2 or target.dtype is not _INT64 or not target.size:
        return None
    rows, classes = shape
    if 0 <= ignore_index < classes or np.maximum.reduce(target.view(np.uint64)) >= classes:
        return None  # as unsigned numbers, negative ones are the largest
    return np.arange(0, rows * classes, classes) + target


@operator(
    batch="nll",
    name="_nll_loss",
    grad_fn=lambda self, *_: f"NllLoss{'2D' if self._data.ndim > 2 else ''}Backward0",
    nondifferentiable=("target", "weight"),
    rules={
        "self": lambda grad, self_shape, target, weight, ignore_index, reduction: (
            _nll_loss_backward(grad, target, weight, ignore_index, reduction, self_shape)
        )
    },
)
def _nll_loss(self: Array, target: Array, weight: Any, ignore_index: int, reduction: str) -> Array:
    """Minus the input at the target class, times the class's weight."""
    _only_floats("nll_loss_out_frame", self)
    classes = self.shape[0 if self.ndim == 1 else 1]
    places = _places(target, self.shape, weight, ignore_index)
    if places is not None:
        losses = -self.take(places)
        if reduction == "none":
            return losses
        total = np.add.reduce(losses)
        return total if reduction == "sum" else total / self.dtype.type(len(losses))
    wrong = (target != ignore_index) & ((target < 0) | (target >= classes))
    if np.any(wrong):
        raise IndexError(f"Target {np.asarray(target)[np.asarray(wrong)][0]} is out of bounds.")
    chosen, weights = _class_weights(target, weight, ignore_index, self.dtype)
    losses = np.where(weights == 0, 0, -self[_place(chosen, self.ndim)] * weights)
    if reduction == "none":
        return losses
    total = losses.sum()
    return total if reduction == "sum" else total / weights.sum()


@operator(
    name="_nll_loss_backward",
    grad_fn=lambda grad_output, target, weight, ignore_index, reduction, shape: (
        f"NllLoss{'2D' if len(shape) > 2 else ''}BackwardBackward0"
    ),
    nondifferentiable=("target", "weight"),
    rules={
        "grad_output": lambda grad, target, weight, ignore_index, reduction: _nll_loss(
            grad, target, weight, ignore_index, reduction
        )
    },
)
def _nll_loss_backward(
    grad_output: Array,
    target: Array,
    weight: Any,
    ignore_index: int,
    reduction: str,
    shape: tuple[int, ...],
) -> Array:
    """Zeros of `shape` with minus the weights, times the gradient, at the target classes."""
    out = np.zeros(shape, grad_output.dtype)
    places = _places(target, shape, weight, ignore_index)
    if places is not None:
        share = grad_output.dtype.type(len(places)) if reduction == "mean" else 1
        out.reshape(-1)[places] = -grad_output / share
        return out
    chosen, weights = _class_weights(target, weight, ignore_index, grad_output.dtype)
    if reduction == "mean":
        grad_output = grad_output / weights.sum()
    out[_place(chosen, len(shape))] = np.where(weights == 0, 0, -weights * grad_output)
    return out


def _check_classes(input: Tensor, target: Tensor, weight: Tensor | None) -> None:
    """Raise PyTorch's error if input, target and weight of a class loss do not fit together."""
    shape, own = input._data.shape, target._data.shape
    if not shape:
        raise ValueError("Expected 1 or more dimensions (got 0)")
    if len(shape) != 1 and (not own or shape[0] != own[0]):
        raise ValueError(
            f"Expected input batch_size ({shape[0]}) to match target batch_size "
            f"({own[0] if own else 0})."
        )
    if len(shape) <= 2 and len(own) > 1:
        raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
    if len(shape) == 4 and len(own) != 3:
        raise RuntimeError(
            "only batches of spatial targets supported (3D tensors) but got targets of "
            f"dimension: {len(own)}"
        )
    if len(shape) == 4 and shape[2:] != own[1:]:
        raise RuntimeError(f"size mismatch (got input: {list(shape)} , target: {list(own)}")
    if len(shape) > 2 and shape[2:] != own[1:]:
        expected = [shape[0], *shape[2:]]
        raise RuntimeError(f"Expected target size {expected}, got {list(own)}")
    if target._data.dtype not in (np.int64, np.uint8):
        raise RuntimeError(
            "expected target dtype to be Long or Byte, but got "
            f"{TYPE_NAMES[target._data.dtype.name]}"
        )
    if weight is None:
        return
    classes = shape[0] if len(shape) == 1 else shape[1]
    if weight._data.shape != (classes,):
        raise RuntimeError(
            f"weight tensor should be defined either for all {classes} classes or no classes but "
            f"got weight tensor of shape: {list(weight._data.shape)}"
        )
    if weight._data.dtype != input._data.dtype:
        raise RuntimeError(
            f"expected scalar type {TYPE_NAMES[input._data.dtype.name]} but found "
            f"{TYPE_NAMES[weight._data.dtype.name]}"
        )


@exported(
    "nn.functional",
    samples=(
        "nll_loss(a(2, 3), i(3, 2))",
        "nll_loss(a(2, 3), i(3, 2), p(3).detach(), reduction='sum')",
        "nll_loss(a(2, 3), i(3, 2), p(3).detach(), reduction='none')",
        "nll_loss(a(4, 3), i(3, 4), ignore_index=1)",
        "nll_loss(a(3), i(3))",
        "nll_loss(a(2, 3, 4), i(3, 2, 4))",
        "nll_loss(a(2, 3, 4, 2), i(3, 2, 4, 2), p(3).detach())",
        "nll_loss(a(2, 3, 4), i(3, 2, 4), reduction='none')",
    ),
)
def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return the negative log likelihood, for log-probabilities (N, C, ...) and classes (N, ...).

    weight: one a class; the mean is weighted, too. ignore_index: a target that counts as nothing.

    >>> import engine
    >>> logs = engine.tensor([[-1.0, -2.0], [-3.0, -4.0]])
    >>> engine.nn.functional.nll_loss(logs, engine.tensor([0, 1]))
    tensor(2.5000)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    _check_classes(input, target, weight)
    shape = input._data.shape
    if len(shape) in (1, 2, 4):
        return _nll_loss(input, target, weight, ignore_index, reduction)  # type: ignore[no-any-return]
    flat = reshape(input, (shape[0], shape[1], 1, -1) if input._data.size else (*shape[:2], 0, 0))
    target = reshape(target, (shape[0], *flat._data.shape[2:]))
    losses = _nll_loss(flat, target, weight, ignore_index, reduction)
    return view(losses, (shape[0], *shape[2:])) if reduction == "none" else losses  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    samples=(
        "cross_entropy(a(2, 3), i(3, 2))",
        "cross_entropy(a(3), i(3))",
        "cross_entropy(a(2, 3), i(3, 2), reduction='none')",
        "cross_entropy(a(2, 3), i(3, 2), p(3).detach(), reduction='sum')",
        "cross_entropy(a(4, 3), i(3, 4), ignore_index=2)",
        "cross_entropy(a(2, 3, 4), i(3, 2, 4))",
        "cross_entropy(a(2, 3), i(3, 2), label_smoothing=0.1)",
        "cross_entropy(a(2, 3), i(3, 2), label_smoothing=0.1, reduction='none')",
        "cross_entropy(a(2, 3), i(3, 2), p(3).detach(), label_smoothing=0.1)",
        "cross_entropy(a(4, 3), i(3, 4), label_smoothing=0.1, ignore_index=1, reduction='sum')",
        "cross_entropy(a(2, 3), p(2, 3))",
        "cross_entropy(a(2, 3), p(2, 3).detach(), reduction='sum')",
        "cross_entropy(a(2, 3, 4), p(2, 3, 4), p(3).detach(), reduction='none')",
        "cross_entropy(a(2, 3), p(2, 3), p(3).detach(), label_smoothing=0.2)",
    ),
)
def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """Return the cross entropy of logits (N, C, ...) with classes (N, ...) or probabilities.

    The negative log likelihood of log_softmax(input) over the class dimension.
    weight, ignore_index: as in `nll_loss`. label_smoothing: the share, from 0 to 1, of the target
    that is spread over all classes (https://arxiv.org/abs/1512.00567).

    >>> import engine
    >>> engine.nn.functional.cross_entropy(engine.tensor([[0.0, 0.0]]), engine.tensor([1]))
    tensor(0.6931)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    if not 0 <= label_smoothing <= 1:
        raise RuntimeError(f"label_smoothing must be between 0.0 and 1.0. Got: {label_smoothing:g}")
    options = (weight, reduction, label_smoothing)
    if input._data.shape == target._data.shape:
        if target._data.dtype.kind != "f":
            raise RuntimeError(
                "Expected floating point type for target with class probabilities, got "
                f"{TYPE_NAMES[target._data.dtype.name]}"
            )
        if ignore_index >= 0:
            raise RuntimeError("ignore_index is not supported for floating point target")
        return _against_probabilities(input, target, *options)
    dim = 0 if input._data.ndim == 1 else 1
    logs = log_softmax(input, dim)
    loss = nll_loss(logs, target, weight, None, ignore_index, None, reduction)
    if label_smoothing == 0:
        return loss
    smooth = _smoothing(logs, target, weight, ignore_index, reduction)
    share = label_smoothing / logs._data.shape[dim]
    return mul_number(loss, 1 - label_smoothing) + mul_number(smooth, share)  # type: ignore[no-any-return]


def _per_class(weight: Tensor, ndim: int) -> Tensor:
    """Return class weights in a shape that broadcasts to an input of `ndim` dimensions."""
    return reshape(weight, (1, -1) + (1,) * (ndim - 2)) if ndim > 1 else weight


def _against_probabilities(
    input: Tensor, target: Tensor, weight: Tensor | None, reduction: str, label_smoothing: float
) -> Tensor:
    """Return the cross entropy of logits with class probabilities."""
    ndim = input._data.ndim
    dim = 0 if ndim == 1 else 1
    classes = input._data.shape[dim]
    logs = log_softmax(input, dim)
    if label_smoothing > 0:
        target = mul_number(target, 1 - label_smoothing)
        target = add_number(target, label_smoothing / classes)
    losses = logs * target
    if weight is not None:
        losses = losses * _per_class(weight, ndim)
    if reduction == "none":
        return -sum(losses, dim)  # type: ignore[no-any-return]
    total = -sum(losses)
    if reduction == "sum":
        return total  # type: ignore[no-any-return]
    return div_number(total, input._data.size / classes)  # type: ignore[no-any-return]


def _smoothing(
    logs: Tensor, target: Tensor, weight: Tensor | None, ignore_index: int, reduction: str
) -> Tensor:
    """Return the loss against equal probabilities, the part that label smoothing adds."""
    ndim = logs._data.ndim
    dim = 0 if ndim == 1 else 1
    losses = -sum(logs if weight is None else logs * _per_class(weight, ndim), dim)
    ignored = eq(target, ignore_index)
    losses = masked_fill(losses, ignored, 0)
    if reduction == "none":
        return losses  # type: ignore[no-any-return]
    total = sum(losses)
    if reduction == "sum":
        return total  # type: ignore[no-any-return]
    return total / _counted(target, ignored, weight)  # type: ignore[no-any-return]


def _counted(target: Tensor, ignored: Tensor, weight: Tensor | None) -> Tensor:
    """Return how many targets are not ignored, or the sum of their weights."""
    if weight is None:
        return sum(logical_not(ignored))  # type: ignore[no-any-return]
    weights = weight.detach()[masked_fill(target, ignored, 0)]
    return sum(masked_fill(weights, ignored, 0))  # type: ignore[no-any-return]

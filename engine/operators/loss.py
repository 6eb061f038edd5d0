"""Loss functions."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.convert import broadcast_error
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.activation import _only_floats
from engine.operators.arithmetic import true_divide
from engine.operators.comparison import eq, masked_fill
from engine.operators.reduction import sum
from engine.operators.scalars import add_number, div_number, mul_number
from engine.operators.shape import expand, reshape, view
from engine.operators.softmax import log_softmax
from engine.registry import exported, operator
from engine.tensor import Size, Tensor
from engine.warn import warn

# -- what losses share -----------------------------------------------------------------------------


def _check_reduction(
    reduction: str, size_average: bool | None = None, reduce: bool | None = None
) -> str:
    """Return "none", "mean" or "sum", also where it is said in the old way."""
    if size_average is not None or reduce is not None:
        average = True if size_average is None else size_average
        keep = reduce is False
        reduction = "none" if keep else "mean" if average else "sum"
        warn(
            "size_average and reduce args will be deprecated, please use "
            f"reduction='{reduction}' instead."
        )
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return reduction


def _reduced(losses: Array, reduction: str) -> Array:
    """The losses themselves, their mean or their sum."""
    if reduction == "none" or not losses.ndim:
        return losses
    total = np.add.reduce(losses, axis=None)
    return total if reduction == "sum" else losses.dtype.type(total / losses.size)


def _matched(input: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Return both in one shape; different shapes are rarely meant and warned about."""
    a, b = input._data, target._data
    if a.shape != b.shape:
        warn(
            f"Using a target size ({Size(b.shape)}) that is different to the input size "
            f"({Size(a.shape)}). This will likely lead to incorrect results due to broadcasting. "
            "Please ensure they have the same size."
        )
        wrong = broadcast_error(a.shape, b.shape)
        if wrong is not None:
            raise wrong
        shape = np.broadcast_shapes(a.shape, b.shape)
        input, target = expand(input, shape), expand(target, shape)
    return input, target


# -- squares and absolute values -------------------------------------------------------------------


def _norm(reduction: str, data: Array) -> float:
    """What one element's derivative is divided by: the number of elements if their mean is taken."""
    return 1 / data.size if reduction == "mean" and data.size else 1.0


@operator(
    name="_mse_loss",
    promote="arithmetic",
    rules={
        "self": lambda grad, self, target, reduction: _mse_loss_backward(
            grad, self, target, reduction
        ),
        "target": lambda grad, self, target, reduction: _mse_loss_backward(
            grad, target, self, reduction
        ),
    },
)
def _mse_loss(self: Array, target: Array, reduction: str) -> Array:
    _only_floats("mse_cpu", self)
    difference = self - target
    return _reduced(difference * difference, reduction)


@operator(
    name="_mse_loss_backward",
    rules={
        "grad_output": lambda grad, self, target, reduction: _mse_loss_backward(
            grad, self, target, reduction
        ),
        "self": lambda grad, grad_output, self, reduction: _twice(
            grad * grad_output, self, reduction
        ),
        "target": lambda grad, grad_output, self, reduction: (
            -_twice(grad * grad_output, self, reduction)
        ),
    },
)
def _mse_loss_backward(grad_output: Array, self: Array, target: Array, reduction: str) -> Array:
    return (self - target) * (2 * _norm(reduction, self)) * grad_output


@operator(
    name="_twice",
    nondifferentiable=("like",),
    rules={"self": lambda grad, like, reduction: _twice(grad, like, reduction)},
)
def _twice(self: Array, like: Array, reduction: str) -> Array:
    """The second derivative of a squared error, times `self`."""
    return self * (2 * _norm(reduction, like))


@exported(
    "nn.functional",
    samples=(
        "mse_loss(a(2, 3), a(2, 3))",
        "mse_loss(a(2, 3), a(2, 3).detach(), reduction='sum')",
        "mse_loss(a(2), a(2), reduction='none')",
        "mse_loss(a(), a())",
        "mse_loss(a(0), a(0))",
        "mse_loss(a(2), a(2), weight=p(2))",
    ),
)
def mse_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """Return the mean squared error, or the "sum" or all ("none") of the squared errors.

    >>> import engine
    >>> engine.nn.functional.mse_loss(engine.tensor([1.0, 2.0]), engine.tensor([1.0, 4.0]))
    tensor(2.)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    input, target = _matched(input, target)
    if weight is None:
        return _mse_loss(input, target, reduction)  # type: ignore[no-any-return]
    if weight._data.shape != input._data.shape:
        raise ValueError("Weights and input must have the same size.")
    losses = (input - target) ** 2 * weight
    if reduction == "none":
        return losses
    total = sum(losses)
    return total if reduction == "sum" else true_divide(total, sum(weight))  # type: ignore[no-any-return]


# -- classes ---------------------------------------------------------------------------------------


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


@operator(
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
    kept = target._data[~ignored._data]
    return total / _counted(kept, weight, logs)  # type: ignore[no-any-return]


def _counted(kept: Array, weight: Tensor | None, logs: Tensor) -> Tensor:
    """Return how many targets are kept, or the sum of their weights, as a tensor."""
    from engine.tensor import from_array

    if weight is None:
        return from_array(np.int64(kept.size))
    return from_array(np.asarray(weight._data)[kept].sum())

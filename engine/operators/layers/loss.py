"""Loss functions."""

from __future__ import annotations

import numpy as np

from engine.convert import broadcast_error
from engine.dtypes import Array
from engine.operators.activation import _only_floats
from engine.operators.arithmetic import true_divide
from engine.operators.reduction import sum
from engine.operators.shape import expand
from engine.registry import exported, operator, reads
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
    batch="loss",
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


@reads(
    "grad_output * 2 * (self - target) / n if reduction == 'mean' else "
    "grad_output * 2 * (self - target)"
)
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

"""Losses with a margin: what is far enough on the right side costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.convert import broadcast_error, not_a_tensor
from engine.operators.arithmetic import add, mul, sub, true_divide
from engine.operators.clamping import minimum
from engine.operators.comparison import _where
from engine.operators.elementary import sqrt
from engine.operators.layers.distance_loss import _applied
from engine.operators.layers.distances import pairwise_distance
from engine.operators.layers.loss import _check_reduction
from engine.operators.picking import _found
from engine.operators.reduction import sum
from engine.operators.scalars import add_number, sub_number
from engine.registry import exported
from engine.tensor import Tensor, from_array


def _check_tensors(function: str, **values: Any) -> None:
    for position, (name, value) in enumerate(values.items(), 1):
        if not isinstance(value, Tensor):
            raise not_a_tensor(function, name, position, value)


def _constant(value: float, like: Tensor) -> Tensor:
    """Return a number as a tensor that has no part in promotion."""
    return from_array(like._data.dtype.type(value))


@exported(
    "nn.functional",
    samples=(
        "hinge_embedding_loss(a(2, 3), a(2, 3).sign().detach())",
        "hinge_embedding_loss(a(4), a(4).sign().detach(), 0.5, reduction='sum')",
        "hinge_embedding_loss(a(4), a(4).sign().detach(), reduction='none')",
    ),
)
def hinge_embedding_loss(
    input: Tensor,
    target: Tensor,
    margin: float = 1.0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return the distances of what is alike (target 1), and how far the others are within a margin.

    x where the target is 1, max(0, margin - x) where it is -1.

    >>> import engine
    >>> x, y = engine.tensor([0.5, 0.25]), engine.tensor([1, -1])
    >>> engine.nn.functional.hinge_embedding_loss(x, y, reduction="none")
    tensor([0.5000, 0.7500])
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    _check_tensors("hinge_embedding_loss", input=input, target=target)
    wrong = broadcast_error(target._data.shape, input._data.shape)
    if wrong is not None:
        raise wrong
    zeros = from_array(np.zeros(input._data.shape, input._data.dtype))
    missed = sub(_constant(margin, input), input).clamp_min(0)
    different = _where(from_array(_found(lambda a: a != 1, target._data)), missed, zeros)
    alike = _where(from_array(_found(lambda a: a != -1, target._data)), input, zeros)
    return _applied(add(different, alike), reduction)  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    samples=(
        "cosine_embedding_loss(a(2, 3), a(2, 3), torch.tensor([1, -1]))",
        "cosine_embedding_loss(a(3), a(3), torch.tensor(-1), -0.9)",
        "cosine_embedding_loss(a(2, 3), a(2, 3), torch.tensor([1, -1]), -0.9, reduction='none')",
    ),
)
def cosine_embedding_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return how far vectors are from one direction (target 1), or from being apart (-1).

    1 - cos where the target is 1, max(0, cos - margin) where it is -1.

    >>> import engine
    >>> x, y = engine.tensor([[1.0, 0.0]]), engine.tensor([[0.0, 1.0]])
    >>> engine.nn.functional.cosine_embedding_loss(x, y, engine.tensor([1]))
    tensor(1.)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    _check_tensors("cosine_embedding_loss", input1=input1, input2=input2, target=target)
    dim = target._data.ndim
    if dim > 1:
        raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
    if input1._data.ndim != dim + 1:
        raise RuntimeError(
            f"{dim}D target tensor expects {dim + 1}D input tensors, but found inputs with sizes "
            f"{list(input1._data.shape)} and {list(input2._data.shape)}."
        )
    products = sum(mul(input1, input2), dim)
    squares = [add_number(sum(mul(x, x), dim), 1e-12) for x in (input1, input2)]
    cosine = true_divide(products, sqrt(mul(*squares)))
    data = cosine._data
    zeros = from_array(_found(lambda a: a * 0, data))
    ones = from_array(_found(lambda a: np.ones_like(a)[()], data))
    alike = _where(from_array(_found(lambda a: a == 1, target._data)), sub(ones, cosine), zeros)
    within = sub_number(cosine, margin).clamp_min(0)
    different = _where(from_array(_found(lambda a: a == -1, target._data)), within, zeros)
    return _applied(add(alike, different), reduction)  # type: ignore[no-any-return]


# -- of three --------------------------------------------------------------------------------------


def _check_three(anchor: Tensor, positive: Tensor, negative: Tensor) -> None:
    a, p, n = (x.ndim for x in (anchor, positive, negative))
    if not a == p == n:
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have the same number of "
            f"dimensions, but got: anchor {a}D, positive {p}D, and negative {n}D inputs"
        )


@exported(
    "nn.functional",
    samples=(
        "triplet_margin_loss(a(2, 3), a(2, 3), a(2, 3))",
        "triplet_margin_loss(a(3), a(3), a(3), 2.0, 1)",
        "triplet_margin_loss(a(2, 3), a(2, 3), a(2, 3), swap=True, reduction='none')",
    ),
)
def triplet_margin_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return how far the anchor misses being nearer, by a margin, to the positive example.

    max(0, margin + d(anchor, positive) - d(anchor, negative)), d the distance of the p-norm.
    swap: where the positive example is nearer to the negative one than the anchor is, that distance
    counts: http://www.bmva.org/bmvc/2016/papers/paper119/index.html

    >>> import engine
    >>> a, p, n = (engine.tensor([[x]]) for x in (0.0, 1.0, 3.0))
    >>> engine.nn.functional.triplet_margin_loss(a, p, n)
    tensor(0.)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    _check_tensors("triplet_margin_loss", anchor=anchor, positive=positive, negative=negative)
    _check_three(anchor, positive, negative)
    near = pairwise_distance(anchor, positive, p, eps)
    far = pairwise_distance(anchor, negative, p, eps)
    if swap:
        far = minimum(far, pairwise_distance(positive, negative, p, eps))
    return _applied(sub(add_number(near, margin), far).clamp_min(0), reduction)  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    samples=(
        "triplet_margin_with_distance_loss(a(2, 3), a(2, 3), a(2, 3))",
        "triplet_margin_with_distance_loss(a(2, 3), a(2, 3), a(2, 3), margin=2.0, swap=True)",
    ),
)
def triplet_margin_with_distance_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    *,
    distance_function: Callable[[Tensor, Tensor], Tensor] | None = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Tensor:
    """Return the loss of `triplet_margin_loss` with a distance function of the user's own.

    >>> import engine
    >>> a, p, n = (engine.tensor([x]) for x in (0.0, 1.0, 3.0))
    >>> engine.nn.functional.triplet_margin_with_distance_loss(
    ...     a, p, n, distance_function=lambda x, y: (x - y).abs(), margin=3.0
    ... )
    tensor(1.)
    """
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    _check_three(anchor, positive, negative)
    distance = pairwise_distance if distance_function is None else distance_function
    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = minimum(far, distance(positive, negative))
    return _applied((margin + near - far).clamp_min(0), reduction)  # type: ignore[no-any-return]

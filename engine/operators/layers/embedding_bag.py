"""Rows of a matrix looked up in bags: the sum, the mean or the largest elements of each."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import Array, int64
from engine.operators.layers.embedding import _check_dense, _renormalize, _rows
from engine.operators.masks import _not_implemented
from engine.operators.reduction import sum
from engine.operators.shape import reshape
from engine.registry import exported, operator
from engine.tensor import Tensor
from engine.warn import warn


@operator(
    name="_embedding_bag",
    operands=("per_sample_weights",),
    wraps_numbers=True,
    saves=("indices",),
    rules={
        "weight": lambda grad, weight_shape, indices, per_sample_weights, bags, shares, most, rare: (
            _embedding_bag_backward(
                grad, indices, per_sample_weights, bags, shares, most, rare, weight_shape
            )
        ),
        "per_sample_weights": lambda grad, weight, indices, bags, shares: (
            sum(_rows(grad, bags) * _rows(weight, indices), 1) * shares
        ),
    },
)
def _embedding_bag(
    weight: Array,
    indices: Array,
    per_sample_weights: Any,
    bags: Array,
    shares: Array,
    most: Any,
    rare: Any,
    count: int,
) -> Array:
    """The sum of each bag's rows, each times its share and its weight; or the largest elements.

    bags: the bag of each index. most: for the largest elements, which row they are from; -1: none.
    rare: factors of the rows' gradients.
    """
    if most is not None:
        found = np.take_along_axis(weight, np.maximum(most, 0), 0)
        return np.where(most < 0, weight.dtype.type(0), found)
    factors = shares if per_sample_weights is None else shares * per_sample_weights
    out = np.zeros((count, weight.shape[1]), weight.dtype)
    np.add.at(out, bags, weight[indices] * factors[:, None])
    return out


@operator(
    name="_embedding_bag_backward",
    saves=("indices",),
    rules={
        "self": lambda grad, self_shape, indices, per_sample_weights, bags, shares, most, rare: (
            _embedding_bag(
                grad,
                indices,
                per_sample_weights,
                bags,
                shares if rare is None else shares * rare,
                most,
                None,
                self_shape[0],
            )
        ),
        "per_sample_weights": lambda grad, self, indices, bags, shares: (
            sum(_rows(self, bags) * _rows(grad, indices), 1) * shares
        ),
    },
)
def _embedding_bag_backward(
    self: Array,
    indices: Array,
    per_sample_weights: Any,
    bags: Array,
    shares: Array,
    most: Any,
    rare: Any,
    shape: tuple[int, ...],
) -> Array:
    """The gradient, of `shape`, of the weight."""
    out = np.zeros(shape, self.dtype)
    if most is not None:
        places = (np.maximum(most, 0), np.arange(shape[1])[None, :])
        np.add.at(out, places, np.where(most < 0, 0, self))
        return out
    factors = shares if rare is None else shares * rare
    factors = factors if per_sample_weights is None else factors * per_sample_weights
    np.add.at(out, indices, self[bags] * factors[:, None])
    return out


def _in_bags(
    input: Tensor, offsets: Tensor | None, per_sample_weights: Tensor | None
) -> tuple[Tensor, Array, Tensor | None]:
    """Return indices and weights as vectors, and where each bag begins."""
    x = input._data
    if x.ndim == 2:
        if offsets is not None:
            raise ValueError(
                "if input is 2D, then offsets has to be None, as input is treated is a mini-batch "
                "of fixed length sequences. However, found offsets of type "
                f"<class 'torch.{type(offsets).__name__}'>"
            )
        starts = np.arange(x.shape[0]) * x.shape[1]
        if per_sample_weights is not None:
            per_sample_weights = reshape(per_sample_weights, -1)
        return reshape(input, -1), starts, per_sample_weights
    if x.ndim != 1:
        raise ValueError(f"input has to be 1D or 2D Tensor, but got Tensor of dimension {x.ndim}")
    if offsets is None:
        raise ValueError("offsets has to be a 1D Tensor but got None")
    if offsets._data.ndim != 1:
        raise ValueError("offsets has to be a 1D Tensor")
    return input, offsets._data, per_sample_weights


def _check_offsets(starts: Array, length: int) -> None:
    if not starts.size:
        return
    if starts[0] != 0:
        raise RuntimeError(
            "offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from "
            f"position 0. However, got {starts[0]}"
        )
    if starts[-1] > length:
        raise RuntimeError(
            f"offsets[-1] can not be greater than input's length {length} but got offsets[-1] of "
            f"{starts[-1]}"
        )


def _largest_rows(weight: Array, indices: Array, bags: Array, kept: Array, count: int) -> Array:
    """Return, for each bag and column, the row with the largest element, or -1 for empty bags."""
    most = np.full((count, weight.shape[1]), -1)
    best = np.zeros(most.shape, weight.dtype)
    for index, bag in zip(indices[kept], bags[kept], strict=True):
        better = (most[bag] < 0) | (weight[index] > best[bag])
        most[bag] = np.where(better, index, most[bag])
        best[bag] = np.where(better, weight[index], best[bag])
    return most


def _rarity(indices: Array) -> Array:
    """Return the factor of each index's gradient where frequent rows shall learn less.

    It should be 1 / how often the index occurs; PyTorch takes the frequency of the wrong one (the
    sorted indices at the place of this one among the different ones), and so do we.
    """
    _, rank = np.unique(indices, return_inverse=True)
    frequency = np.bincount(indices)
    return np.asarray(1 / frequency[np.sort(indices)[rank]])


@exported(
    "nn.functional",
    samples=(
        "embedding_bag(i(3, 2, 3), a(3, 2))",
        "embedding_bag(i(3, 6), a(3, 2), torch.tensor([0, 2, 2]))",
        "embedding_bag(i(3, 6), a(3, 2), torch.tensor([0, 2, 6]), include_last_offset=True)",
        "embedding_bag(i(3, 2, 3), a(3, 2), mode='max')",
        "embedding_bag(i(3, 6), a(3, 2), torch.tensor([0, 2, 2]), mode='max', padding_idx=0)",
        "embedding_bag(i(3, 2, 3), a(3, 2), mode='sum', per_sample_weights=a(2, 3))",
        "embedding_bag(i(3, 2, 3), a(3, 2), mode='sum', padding_idx=1)",
        "embedding_bag(i(3, 2, 3), a(3, 2), padding_idx=1)",
    ),
)
def embedding_bag(
    input: Tensor,
    weight: Tensor,
    offsets: Tensor | None = None,
    max_norm: float | None = None,
    norm_type: float = 2,
    scale_grad_by_freq: bool = False,
    mode: str = "mean",
    sparse: bool = False,
    per_sample_weights: Tensor | None = None,
    include_last_offset: bool = False,
    padding_idx: int | None = None,
) -> Tensor:
    """Return the mean, the sum or the largest elements of the rows at each bag of indices.

    input: (bags, indices a bag), or a vector with the places where bags begin in `offsets`.
    per_sample_weights: factors of the rows, for sums only. padding_idx: a row that does not count.
    max_norm, norm_type: as in `embedding`. include_last_offset: the last offset ends the last bag.

    >>> import engine
    >>> rows = engine.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> engine.nn.functional.embedding_bag(engine.tensor([[0, 1]]), rows)
    tensor([[2., 3.]])
    """
    if weight.dtype == int64 and input.is_floating_point():
        warn(
            "Argument order of nn.functional.embedding_bag was changed. Usage "
            "`embedding_bag(weight, input, ...)` is deprecated, and should now be "
            "`embedding_bag(input, weight, ...)`."
        )
        weight, input = input, weight
    if per_sample_weights is not None and per_sample_weights.shape != input.shape:
        raise ValueError(
            f"embedding_bag: If per_sample_weights ({per_sample_weights.shape}) is not None, then "
            f"it must have the same shape as the input ({input.shape})"
        )
    if weight._data.ndim != 2:
        raise ValueError(
            f"weight has to be a 2D Tensor, but got Tensor of dimension {weight._data.ndim}"
        )
    input, starts, factors = _in_bags(input, offsets, per_sample_weights)
    if mode not in ("sum", "mean", "max"):
        raise ValueError("mode has to be one of sum, mean or max")
    if mode == "max" and scale_grad_by_freq:
        raise ValueError("max mode does not support scaling the gradient by the frequency")
    _check_dense(sparse)
    if max_norm is not None:
        _renormalize(weight, input, max_norm, norm_type)
    if factors is not None and mode != "sum":
        raise NotImplementedError(
            "embedding_bag: per_sample_weights was not None. per_sample_weights is only supported "
            f"for mode='sum' (got mode='{mode}'). Please open a feature request on GitHub."
        )
    rest = (include_last_offset, padding_idx, bool(scale_grad_by_freq))
    return _bagged(input, weight, starts, mode, factors, *rest)


def _bagged(
    input: Tensor,
    weight: Tensor,
    starts: Array,
    mode: str,
    factors: Tensor | None,
    include_last_offset: bool,
    padding_idx: int | None,
    by_frequency: bool,
) -> Tensor:
    table, indices = weight._data, input._data
    n = len(table)
    if padding_idx is not None and not -n <= padding_idx < n:
        raise RuntimeError(
            f"padding_idx must be within the number of embeddings, {-n} through {n - 1}, but got "
            f"{padding_idx}"
        )
    _check_offsets(starts, indices.size)
    wrong = indices[(indices < 0) | (indices >= n)]
    if wrong.size:
        raise RuntimeError(
            "embedding_bag: Expected idx >= 0 && idx < num_embeddings but found idx to be "
            f"{wrong[0]}"
        )
    if table.dtype.kind != "f":
        raise _not_implemented("embedding_bag", table.dtype)
    count = len(starts) - 1 if include_last_offset else len(starts)
    bags = np.searchsorted(starts[:count], np.arange(indices.size), side="right") - 1
    kept = np.ones(indices.size, bool) if padding_idx is None else indices != padding_idx % n
    if include_last_offset:
        kept &= np.arange(indices.size) < starts[-1]
    shares = kept.astype(table.dtype)
    if mode == "mean":
        sizes = np.bincount(bags, kept, count)
        shares = shares / np.maximum(sizes, 1)[bags].astype(table.dtype)
    most = _largest_rows(table, indices, bags, kept, count) if mode == "max" else None
    rare = _rarity(indices).astype(table.dtype) if by_frequency else None
    rest = (bags, shares, most, rare, count)
    return _embedding_bag(weight, indices, factors, *rest)  # type: ignore[no-any-return]

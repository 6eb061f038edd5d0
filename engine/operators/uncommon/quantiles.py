"""Quantiles of the elements, with interpolation between neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.batched import Batched
from engine.dtypes import TYPE_NAMES, int64
from engine.operators.blending import lerp
from engine.operators.casting import to
from engine.operators.comparison import isnan, logical_not, masked_fill
from engine.operators.indexing import gather
from engine.operators.reduction import any, sum
from engine.operators.rounding import ceil, floor, round
from engine.operators.scalars import mul_number
from engine.operators.shape import expand, flatten, squeeze, transpose, unsqueeze
from engine.operators.sorting import sort
from engine.operators.views import _zeros_of
from engine.registry import exported
from engine.shapes import wrap_dim
from engine.tensor import Tensor, from_array

_MODES = ("linear", "lower", "higher", "midpoint", "nearest")


def _ratios(input: Tensor, q: Any, interpolation: str) -> Tensor:
    """Return q as a tensor, or raise PyTorch's error for arguments of a quantile."""
    if not isinstance(q, Tensor):
        if not 0 <= q <= 1:
            raise RuntimeError(f"quantile() q must be in the range [0, 1] but got {q:g}")
        q = from_array(input._data.dtype.type(q))
    if not input.numel():
        raise RuntimeError("quantile() input tensor must be non-empty")
    if q.dim() > 1:
        raise RuntimeError("quantile() q must be a scalar or 1D tensor")
    if TYPE_NAMES[input.dtype.name] not in ("Float", "Double"):
        raise RuntimeError("quantile() input tensor must be either float or double dtype")
    if q.dtype is not input.dtype:
        raise RuntimeError("quantile() q tensor must be same dtype as the input tensor")
    if interpolation not in _MODES:
        raise RuntimeError(
            "quantile() interpolation must be one of linear, lower, higher, midpoint or nearest, "
            f"but got {interpolation}"
        )
    known = q._data.__class__ is not Batched
    if known and np.any((q._data < 0) | (q._data > 1)):
        raise RuntimeError("quantile() q values must be in the range [0, 1]")
    return q  # type: ignore[no-any-return]


def _in_order(input: Tensor, dim: Any, keepdim: bool) -> tuple[Tensor, tuple[int, ...]]:
    """Return the elements in order along a new last dimension, and the shape of one quantile."""
    shape = input._data.shape
    if dim is None:
        kept: tuple[int, ...] = (1,) * len(shape) if keepdim else ()
        found = sort(flatten(input))[0]
    else:
        dim = wrap_dim(dim, len(shape))
        kept = shape[:dim] + ((1,) if keepdim and shape else ()) + shape[dim + 1 :]
        if dim == len(shape) - 1:
            found = sort(input)[0]
        else:
            found = sort(transpose(unsqueeze(input, -1), dim, -1))[0]
    return found.view((*kept, found._data.shape[-1])), kept


def _quantile(
    input: Tensor, q: Any, dim: Any, keepdim: bool, interpolation: str, ignore_nan: bool
) -> Tensor:
    q = _ratios(input, q, interpolation)
    ordered, _ = _in_order(input, dim, keepdim)
    missing = isnan(ordered)
    last = ordered._data.shape[-1] - 1
    if ignore_nan:  # if all are missing, the first, which is missing
        ranks = q * (sum(logical_not(missing), -1, True) - 1)
        ranks = masked_fill(ranks, ranks < 0, 0)
    else:  # if any is missing, the last, which is missing
        any_missing = any(missing, -1, True)
        shape = np.broadcast_shapes(q._data.shape, any_missing._data.shape)
        ranks = mul_number(q, last)
        ranks = ranks if ranks._data.shape == shape else expand(ranks, shape)
        ranks = masked_fill(ranks, any_missing, last)
    if interpolation in ("lower", "higher", "nearest"):
        ranks = {"lower": floor, "higher": ceil, "nearest": round}[interpolation](ranks)
    below = to(ranks.detach(), int64)
    values = gather(ordered, -1, below)
    if interpolation in ("linear", "midpoint"):
        weights = _zeros_of(ranks) + 0.5 if interpolation == "midpoint" else ranks - below
        above = to(ceil(ranks.detach()), int64)
        values = lerp(values, gather(ordered, -1, above), weights)
    if values._data.__class__ is Batched:  # whose shape cannot change in place
        values = values if not q.dim() else transpose(unsqueeze(values, 0), 0, -1)
        return squeeze(values, -1)  # type: ignore[no-any-return]
    if q.dim():
        values.unsqueeze_(0)
        values.transpose_(0, -1)
    values.squeeze_(-1)
    return values  # type: ignore[no-any-return]


@exported(
    samples=(
        "quantile(a(5), 0.3)",
        "quantile(a(2, 3), sigmoid(a(2)), 1)",
        "quantile(a(3, 2), 0.4, 0, True, interpolation='midpoint')",
        "quantile(a(3, 2), 0.4, 0, interpolation='nearest')",
    )
)
def quantile(
    input: Tensor,
    q: Any,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    interpolation: str = "linear",
) -> Tensor:
    """Return the q-th quantiles, below which a share q of the elements lies; NaN if one is NaN.

    q: a number or a tensor of them, from 0 to 1, which then are the first dimension.
    interpolation: between neighbours: "linear", "lower", "higher", "midpoint" or "nearest".

    >>> import engine
    >>> engine.quantile(engine.tensor([1.0, 2.0, 4.0]), 0.75)
    tensor(3.)
    """
    return _quantile(input, q, dim, keepdim, interpolation, False)


@exported(
    samples=(
        "nanquantile(a(5), 0.3)",
        "nanquantile(a(2, 3), sigmoid(a(2)), 0)",
    )
)
def nanquantile(
    input: Tensor,
    q: Any,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    interpolation: str = "linear",
) -> Tensor:
    """Return the q-th quantiles of the elements that are not NaN.

    >>> import engine
    >>> engine.nanquantile(engine.tensor([1.0, float("nan"), 4.0]), 0.5)
    tensor(2.5000)
    """
    return _quantile(input, q, dim, keepdim, interpolation, True)

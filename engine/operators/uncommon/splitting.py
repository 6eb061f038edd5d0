"""Splitting tensors at positions, or into numbers of parts."""

from __future__ import annotations

from typing import Any

from engine.operators.views import slice_, split
from engine.registry import exported
from engine.shapes import wrap_dim
from engine.tensor import Tensor


@exported(
    samples=(
        "tensor_split(a(5), 2)",
        "tensor_split(a(2, 5), (1, 3), 1)",
        "tensor_split(a(5), torch.tensor([1, 4]))",
    )
)
def tensor_split(input: Tensor, indices_or_sections: Any, dim: int = 0) -> tuple[Tensor, ...]:
    """Split a tensor into a number of views, as equal as can be, or at positions.

    >>> import engine
    >>> engine.tensor_split(engine.arange(5), 2)
    (tensor([0, 1, 2]), tensor([3, 4]))
    """
    ndim = input.dim()
    if not ndim:
        raise RuntimeError(
            "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims"
        )
    given = indices_or_sections
    if isinstance(given, Tensor):
        if given.dim() > 1:
            raise RuntimeError(
                "tensor_split expected tensor_indices_or_sections to be a zero-dimensional or "
                f"one-dimensional tensor, but got a tensor with {given.dim()} dims"
            )
        given = given.tolist()
    dim = wrap_dim(dim, ndim)
    n = input._data.shape[dim]
    if isinstance(given, (tuple, list)):
        ends = [int(i) for i in given]
    else:
        count = int(given)
        if count <= 0:
            raise RuntimeError(f"number of sections must be larger than 0, got {count}")
        size, longer = divmod(n, count)
        ends = [i * size + min(i, longer) for i in range(1, count)]
    return tuple(
        [
            slice_(input, dim, start, end, 1)
            for start, end in zip([0, *ends], [*ends, n], strict=True)
        ]
    )


def _split_along(
    name: str, least: int, input: Tensor, indices_or_sections: Any, dim: int
) -> tuple[Tensor, ...]:
    ndim = input.dim()
    if ndim < least:
        raise RuntimeError(
            f"torch.{name} requires a tensor with at least {least} dimension, but got a tensor "
            f"with {ndim} dimensions!"
        )
    if not isinstance(indices_or_sections, (tuple, list)):
        count, n = int(indices_or_sections), input._data.shape[dim]
        if not count or n % count:
            raise RuntimeError(
                f"torch.{name} attempted to split along dimension {dim}, but the size of the "
                f"dimension {n} is not divisible by the split_size {count}!"
            )
    return tensor_split(input, indices_or_sections, dim)


@exported(samples=("hsplit(a(4), 2)", "hsplit(a(2, 4), (1, 2))"))
def hsplit(input: Tensor, indices_or_sections: Any) -> tuple[Tensor, ...]:
    """Split a tensor along its columns (a vector along its elements)."""
    return _split_along("hsplit", 1, input, indices_or_sections, 0 if input.dim() == 1 else 1)


@exported(samples=("vsplit(a(4, 2), 2)",))
def vsplit(input: Tensor, indices_or_sections: Any) -> tuple[Tensor, ...]:
    """Split a tensor along its rows."""
    return _split_along("vsplit", 2, input, indices_or_sections, 0)


@exported(samples=("dsplit(a(1, 2, 4), 2)",))
def dsplit(input: Tensor, indices_or_sections: Any) -> tuple[Tensor, ...]:
    """Split a tensor along its third dimension."""
    return _split_along("dsplit", 3, input, indices_or_sections, 2)


@exported(samples=("split_with_sizes(a(5), (2, 3))",))
def split_with_sizes(input: Tensor, split_sizes: Any, dim: int = 0) -> tuple[Tensor, ...]:
    """Split a tensor into views of the given sizes."""
    return split(input, list(split_sizes), dim)

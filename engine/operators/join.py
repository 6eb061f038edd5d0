"""Joining tensors: along a dimension they have, along a new one, or by repeating."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import dtypes
from engine.convert import type_name
from engine.dtypes import Array
from engine.operators.casting import clone, to
from engine.operators.indexing import index_select
from engine.operators.reduction import sum
from engine.operators.views import (
    _unsafe_view,
    expand,
    flatten,
    permute,
    reshape,
    select,
    slice_,
    transpose,
    unsqueeze,
    view,
)
from engine.registry import exported, in_rules, operator
from engine.shapes import as_size, wrap_dim
from engine.tensor import Tensor, from_array
from engine.warn import warn

# -- cat and stack ---------------------------------------------------------------------------------


def _tensors(function: str, tensors: Any) -> list[Tensor]:
    """Return an argument that must be a list of tensors as a list of one dtype."""
    if tensors.__class__ is not list and not isinstance(tensors, (tuple, list)):
        raise TypeError(
            f"{function}(): argument 'tensors' (position 1) must be tuple of Tensors, "
            f"not {type_name(tensors)}"
        )
    found = list(tensors)
    dtype = None
    mixed = False
    for i, tensor in enumerate(found):
        if not isinstance(tensor, Tensor):
            raise TypeError(
                f"expected Tensor as element {i} in argument 0, but got {type_name(tensor)}"
            )
        if dtype is None:
            dtype = tensor._data.dtype
        elif tensor._data.dtype is not dtype:
            mixed = True
    if mixed:
        common = dtypes.result_type(*[tensor._data for tensor in found])
        found = [to(tensor, common) for tensor in found]
    return found


@operator(
    name="_cat",
    rules={
        "tensors": lambda grad, dim, sizes, shapes, position: _piece(
            grad, dim, sizes, shapes, position
        )
    },
)
def _cat(
    tensors: Any, dim: int, sizes: tuple[int, ...], shapes: tuple[tuple[int, ...], ...]
) -> Array:
    """Arrays joined along a dimension; `sizes` are theirs in it, 0 for those passed over."""
    kept = [t for t in tensors if t.shape != (0,)]
    return np.concatenate(kept or tensors, axis=dim)


@in_rules
def _piece(
    grad: Any,
    dim: int,
    sizes: tuple[int, ...],
    shapes: tuple[tuple[int, ...], ...],
    position: int,
) -> Any:
    """Return the part of the gradient that belongs to the tensor at `position`."""
    start = 0
    for n in sizes[:position]:
        start += n
    part = slice_(grad, dim, start, start + sizes[position], 1)
    return reshape(part, (0,)) if shapes[position] == (0,) else part


@exported(
    "torch",
    samples=(
        "cat([a(2, 3), a(1, 3)])",
        "cat([a(2, 3), a(2, 1)], 1)",
        "cat([a(2, 3), a(2, 1).detach()], dim=-1)",
        "cat([a(2, 3), a(0)])",
        "cat([a(2)])",
    ),
)
def cat(tensors: Any, dim: int = 0) -> Tensor:
    """Join tensors along a dimension; their other sizes must be equal.

    >>> import engine
    >>> engine.cat([engine.tensor([1, 2]), engine.tensor([3])])
    tensor([1, 2, 3])
    """
    parts = _tensors("cat", tensors)
    if not parts:
        raise ValueError("torch.cat(): expected a non-empty list of Tensors")
    shapes = tuple([part._data.shape for part in parts])
    first = first_at = None
    for i, shape in enumerate(shapes):
        if not shape:
            raise RuntimeError(
                f"zero-dimensional tensor (at position {i}) cannot be concatenated"
            )
        if first is None and shape != (0,):
            first, first_at = shape, i
    if first is None:
        first = shapes[0]
    dim = wrap_dim(dim, len(first))
    for i, shape in enumerate(shapes):
        if i == first_at or shape == (0,):
            continue
        _check_sizes(first, shape, dim, i)
    sizes = tuple([0 if shape == (0,) else shape[dim] for shape in shapes])
    return _cat(parts, dim, sizes, shapes)  # type: ignore[no-any-return]


concat = concatenate = cat


def _check_sizes(first: tuple[int, ...], shape: tuple[int, ...], dim: int, at: int) -> None:
    """Raise PyTorch's error unless two shapes are equal but for one dimension."""
    if len(shape) != len(first):
        raise RuntimeError(
            f"Tensors must have same number of dimensions: got {len(first)} and {len(shape)}"
        )
    for d, (n, m) in enumerate(zip(first, shape, strict=True)):
        if d != dim and n != m:
            raise RuntimeError(
                f"Sizes of tensors must match except in dimension {dim}. Expected size {n} but got "
                f"size {m} for tensor number {at} in the list."
            )


@operator(
    name="_stack",
    rules={"tensors": lambda grad, dim, position: select(grad, dim, position)},
)
def _stack(tensors: Any, dim: int) -> Array:
    """Arrays of one shape joined along a new dimension."""
    return np.stack(tensors, axis=dim)


@exported(
    "torch",
    samples=(
        "stack([a(2), a(2)])",
        "stack([a(2), a(2)], 1)",
        "stack((a(), a(), a()))",
        "stack([a(2, 3), a(2, 3).detach()], dim=-1)",
    ),
)
def stack(tensors: Any, dim: int = 0) -> Tensor:
    """Join tensors of one shape along a new dimension.

    >>> import engine
    >>> engine.stack([engine.tensor(1.0), engine.tensor(2.0)])
    tensor([1., 2.])
    """
    parts = _tensors("stack", tensors)
    if not parts:
        raise RuntimeError("stack expects a non-empty TensorList")
    shape = parts[0]._data.shape
    dim = wrap_dim(dim, len(shape) + 1)
    for i, part in enumerate(parts):
        if part._data.shape != shape:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {list(shape)} at entry 0 and "
                f"{list(part._data.shape)} at entry {i}"
            )
    return _stack(parts, dim)  # type: ignore[no-any-return]

"""Joining tensors: along a dimension they have, along a new one, or by repeating."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import dtypes
from engine.convert import type_name
from engine.dtypes import Array
from engine.operators.shape import reshape, unsqueeze
from engine.operators.views import select, slice_
from engine.registry import exported, in_rules, operator, reads
from engine.shapes import wrap_dim
from engine.tensor import Tensor

# -- cat and stack ---------------------------------------------------------------------------------


def _tensors(function: str, tensors: Any) -> list[Tensor]:
    """Return an argument that must be a list of tensors as a list."""
    if tensors.__class__ is not list and not isinstance(tensors, (tuple, list)):
        raise TypeError(
            f"{function}(): argument 'tensors' (position 1) must be tuple of Tensors, "
            f"not {type_name(tensors)}"
        )
    found = list(tensors)
    for i, tensor in enumerate(found):
        if not isinstance(tensor, Tensor):
            raise TypeError(
                f"expected Tensor as element {i} in argument 0, but got {type_name(tensor)}"
            )
    return found


def _alike(arrays: list[Array]) -> list[Array]:
    """Return arrays in their common dtype."""
    dtype = arrays[0].dtype
    for array in arrays:
        if array.dtype is not dtype:
            dtype = dtypes.result_type(*arrays).numpy
            return [array.astype(dtype) for array in arrays]
    return arrays


@operator(
    batch="join",
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
    arrays = _alike(tensors)
    return np.concatenate([a for a in arrays if a.shape != (0,)] or arrays, axis=dim)


@reads("split(grad, sizes, dim)[position]")
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
def cat(tensors: Any, dim: int = 0, *, axis: int | None = None) -> Tensor:
    """Join tensors along a dimension (`dim` or `axis`); their other sizes must be equal.

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
            raise RuntimeError(f"zero-dimensional tensor (at position {i}) cannot be concatenated")
        if first is None and shape != (0,):
            first, first_at = shape, i
    if first is None:
        first = shapes[0]
    dim = wrap_dim(dim if axis is None else axis, len(first))
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
    batch="join",
    name="_stack",
    rules={"tensors": lambda grad, dim, position: select(grad, dim, position)},
)
def _stack(tensors: Any, dim: int) -> Array:
    """Arrays of one shape joined along a new dimension."""
    return np.stack(_alike(tensors), axis=dim)


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


def _need(function: str, tensors: Any) -> list[Tensor]:
    """Return the argument of a stacking function as a list that is not empty."""
    parts = _tensors(function, tensors)
    if not parts:
        raise RuntimeError(f"{function} expects a non-empty TensorList")
    return parts


@exported(
    "torch", samples=("hstack([a(2), a(3)])", "hstack([a(2, 1), a(2, 3)])", "hstack([a(), a(2)])")
)
def hstack(tensors: Any) -> Tensor:
    """Join tensors side by side: along dimension 1, vectors along 0.

    >>> import engine
    >>> engine.hstack([engine.tensor([1]), engine.tensor([2, 3])])
    tensor([1, 2, 3])
    """
    parts = [atleast_1d(part) for part in _need("hstack", tensors)]
    return cat(parts, 0 if parts[0]._data.ndim == 1 else 1)


@exported(
    "torch", samples=("vstack([a(2), a(2)])", "vstack([a(2, 3), a(3)])", "vstack([a(), a()])")
)
def vstack(tensors: Any) -> Tensor:
    """Join tensors one below the other: along dimension 0, vectors counting as rows.

    >>> import engine
    >>> engine.vstack([engine.tensor([1, 2]), engine.tensor([3, 4])])
    tensor([[1, 2],
            [3, 4]])
    """
    return cat([atleast_2d(part) for part in _need("vstack", tensors)], 0)


row_stack = vstack


@exported("torch", samples=("dstack([a(2), a(2)])", "dstack([a(2, 3), a(2, 3)])"))
def dstack(tensors: Any) -> Tensor:
    """Join tensors one behind the other: along dimension 2.

    >>> import engine
    >>> engine.dstack([engine.tensor([1, 2]), engine.tensor([3, 4])])
    tensor([[[1, 3],
             [2, 4]]])
    """
    return cat([atleast_3d(part) for part in _need("dstack", tensors)], 2)


@exported("torch", samples=("column_stack([a(2), a(2)])", "column_stack([a(2), a(2, 3)])"))
def column_stack(tensors: Any) -> Tensor:
    """Join tensors side by side, vectors counting as columns.

    >>> import engine
    >>> engine.column_stack([engine.tensor([1, 2]), engine.tensor([3, 4])])
    tensor([[1, 3],
            [2, 4]])
    """
    parts = _need("column_stack", tensors)
    columns = [p if p._data.ndim > 1 else reshape(p, (p._data.size, 1)) for p in parts]
    return hstack(columns)


def _each(function: Any, tensors: tuple[Any, ...]) -> Any:
    """Apply a function of one tensor to one, to several, or to a list of them."""
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        tensors = tuple(tensors[0])
    elif len(tensors) == 1:
        return function(tensors[0])
    return tuple([function(tensor) for tensor in tensors])


@exported("torch", samples=("atleast_1d(a())", "atleast_1d(a(), a(2) * 2)"))
def atleast_1d(*tensors: Any) -> Any:
    """Return a 0-d tensor as a vector, others as they are.

    >>> import engine
    >>> engine.atleast_1d(engine.tensor(1.0))
    tensor([1.])
    """
    return _each(lambda t: t if t._data.ndim else reshape(t, (1,)), tensors)


@exported("torch", samples=("atleast_2d(a())", "atleast_2d(a(2))", "atleast_2d(a(2, 2) * 1, a(2))"))
def atleast_2d(*tensors: Any) -> Any:
    """Return a number or a vector as a matrix of one row, others as they are.

    >>> import engine
    >>> engine.atleast_2d(engine.tensor([1.0, 2.0]))
    tensor([[1., 2.]])
    """

    def lift(t: Tensor) -> Any:
        if t._data.ndim > 1:
            return t
        return unsqueeze(t, 0) if t._data.ndim else reshape(t, (1, 1))

    return _each(lift, tensors)


@exported("torch", samples=("atleast_3d(a())", "atleast_3d(a(2))", "atleast_3d(a(2, 3))"))
def atleast_3d(*tensors: Any) -> Any:
    """Return a tensor with at least 3 dimensions, (n) as (1, n, 1) and (n, m) as (n, m, 1).

    >>> import engine
    >>> engine.atleast_3d(engine.tensor([1.0, 2.0])).shape
    torch.Size([1, 2, 1])
    """

    def lift(t: Tensor) -> Any:
        ndim = t._data.ndim
        if ndim > 2:
            return t
        if ndim == 2:
            return unsqueeze(t, -1)
        return unsqueeze(unsqueeze(t, 0), -1) if ndim else reshape(t, (1, 1, 1))

    return _each(lift, tensors)

"""Repeating elements and spreading tensors over a grid."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.convert import broadcast_error
from engine.dtypes import Array
from engine.operators.casting import clone
from engine.operators.indexing import index_select
from engine.operators.join import _alike, _tensors, stack
from engine.operators.reduction import sum
from engine.operators.shape import expand, flatten, reshape, unsqueeze, view
from engine.operators.views import slice_
from engine.registry import exported, in_rules, operator
from engine.shapes import as_size, wrap_dim
from engine.tensor import Tensor, from_array
from engine.warn import warn


@operator(
    batch="repeat",
    name="_repeat",
    rules={"self": lambda grad, self_shape, repeats: _folded_back(grad, self_shape, repeats)},
)
def _repeat(self: Array, repeats: tuple[int, ...]) -> Array:
    """The array laid side by side, `repeats` times in each dimension."""
    return np.tile(self, repeats) if repeats else self[()]


@in_rules
def _folded_back(grad: Any, shape: tuple[int, ...], repeats: tuple[int, ...]) -> Any:
    """Return the sum of the gradients of all copies."""
    inner = (1,) * (len(repeats) - len(shape)) + tuple(shape)
    sizes = tuple([size for pair in zip(repeats, inner, strict=True) for size in pair])
    if not sizes:
        return grad
    copies = tuple(range(0, len(sizes), 2))
    return reshape(sum(reshape(grad, sizes), copies), shape)


@exported(
    "Tensor",
    samples=(
        "a(2).repeat(2)",
        "a(2).repeat(2, 3)",
        "a(2, 3).repeat(2, 1)",
        "a().repeat(2)",
        "a(2).repeat((3, 1, 2))",
        "a(2, 3).repeat(2, 0)",
    ),
)
def repeat(input: Tensor, *repeats: Any) -> Tensor:
    """Lay copies of a tensor side by side: so many in each dimension, new dimensions in front.

    >>> import engine
    >>> engine.tensor([1, 2]).repeat(2, 2)
    tensor([[1, 2, 1, 2],
            [1, 2, 1, 2]])
    """
    if not repeats:
        raise TypeError('repeat() missing 1 required positional arguments: "repeats"')
    times = as_size(repeats)
    shape = input._data.shape
    if len(times) < len(shape):
        raise RuntimeError(
            "Number of dimensions of repeat dims can not be smaller than number of dimensions of "
            "tensor"
        )
    padded = (1,) * (len(times) - len(shape)) + shape
    sizes = [n * m for n, m in zip(times, padded, strict=True)]
    if any(size < 0 for size in sizes):
        negative = next(size for size in sizes if size < 0)
        raise RuntimeError(f"Trying to create tensor with negative dimension {negative}: {sizes}")
    return _repeat(input, times)  # type: ignore[no-any-return]


@exported("torch", samples=("tile(a(2), (2,))", "tile(a(2, 3), (2,))", "tile(a(2), (2, 3))"))
def tile(input: Tensor, *dims: Any) -> Tensor:
    """Lay copies of a tensor side by side; missing counts in front are 1.

    >>> import engine
    >>> engine.tile(engine.tensor([1, 2]), (2,))
    tensor([1, 2, 1, 2])
    """
    times = as_size(dims)
    return repeat(input, (1,) * (input._data.ndim - len(times)) + times)


@exported(
    "torch",
    samples=(
        "repeat_interleave(a(2), 2)",
        "repeat_interleave(a(2, 3), 2)",
        "repeat_interleave(a(2, 3), 2, dim=1)",
        "repeat_interleave(a(2, 3), i(3, 2), dim=0)",
        "repeat_interleave(a(3), i(3, 3))",
        "repeat_interleave(i(3, 3))",
    ),
)
def repeat_interleave(
    input: Tensor, repeats: Any = None, dim: int | None = None, *, output_size: int | None = None
) -> Tensor:
    """Repeat each element: all as often, or each as often as a tensor of counts says.

    dim: without it, the tensor is flattened first.

    >>> import engine
    >>> engine.repeat_interleave(engine.tensor([1, 2]), 2)
    tensor([1, 1, 2, 2])
    """
    if repeats is None:
        return from_array(_positions(input._data))
    if dim is None:
        input, dim = flatten(input), 0
    dim = wrap_dim(dim, input._data.ndim)
    n = input._data.shape[dim]
    if not isinstance(repeats, Tensor):
        if repeats < 0:
            raise RuntimeError("Repeats must be non-negative")
        shape = list(input._data.shape)
        spread = list(shape)
        spread.insert(dim + 1, repeats)
        shape[dim] = n * repeats
        whole = expand(unsqueeze(input, dim + 1), spread)
        return view(clone(whole, memory_format="contiguous"), shape)  # type: ignore[no-any-return]
    counts = np.atleast_1d(repeats._data)
    if counts.size == 1:
        counts = np.repeat(counts, n)
    if counts.size != n:
        raise RuntimeError(
            "repeats must have the same size as input along dim, but got "
            f"repeats.size(0) = {counts.size} and input.size({dim}) = {n}"
        )
    return index_select(input, dim, from_array(_positions(counts)))  # type: ignore[no-any-return]


def _positions(counts: Array) -> Array:
    """Return each position as often as its count says."""
    if np.any(counts < 0):
        raise RuntimeError("repeats can not be negative")
    return np.repeat(np.arange(counts.size), counts)


# -- grids -----------------------------------------------------------------------------------------


@exported(
    "torch",
    samples=(
        "meshgrid(a(2), a(3), indexing='ij')",
        "meshgrid([a(2), a(3)], indexing='xy')",
        "meshgrid(a(2), a(), indexing='ij')",
    ),
)
def meshgrid(*tensors: Any, indexing: str | None = None) -> tuple[Tensor, ...]:
    """Return the coordinates of a grid, one tensor a dimension.

    indexing: "ij" (dimensions in the order of the arguments) or "xy" (the first two swapped).

    >>> import engine
    >>> x, y = engine.meshgrid(engine.tensor([1, 2]), engine.tensor([3, 4]), indexing="ij")
    >>> y
    tensor([[3, 4],
            [3, 4]])
    """
    parts = (
        list(tensors[0])
        if len(tensors) == 1 and not isinstance(tensors[0], Tensor)
        else list(tensors)
    )
    if indexing is None:
        warn(
            "torch.meshgrid: in an upcoming release, it will be required to pass the indexing "
            "argument."
        )
    elif indexing not in ("ij", "xy"):
        raise RuntimeError(
            f'torch.meshgrid: indexing must be one of "xy" or "ij", but received: {indexing}'
        )
    swap = indexing == "xy" and len(parts) >= 2
    if swap:
        parts[:2] = parts[1::-1]
    for part in parts:
        if part._data.ndim > 1:
            raise RuntimeError(
                f"torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: {part}"
            )
    sizes = tuple([part._data.size for part in parts])
    found = []
    for i, part in enumerate(parts):
        own = [1] * len(parts)
        own[i] = -1 if part._data.size else 0
        found.append(expand(view(part, own), sizes))
    if swap:
        found[:2] = found[1::-1]
    return tuple(found)


@exported("torch", samples=("broadcast_tensors(a(2), a(3, 1))", "broadcast_tensors(a(2), a())"))
def broadcast_tensors(*tensors: Any) -> tuple[Tensor, ...]:
    """Expand tensors to the shape that they broadcast to.

    >>> import engine
    >>> engine.broadcast_tensors(engine.tensor([1, 2]), engine.tensor(3))[1]
    tensor([3, 3])
    """
    parts = tensors[0] if len(tensors) == 1 and not isinstance(tensors[0], Tensor) else tensors
    shape: tuple[int, ...] = ()
    for part in parts:
        wrong = broadcast_error(shape, part._data.shape)
        if wrong is not None:
            raise wrong
        shape = np.broadcast_shapes(shape, part._data.shape)
    return tuple([p if p._data.shape == shape else expand(p, shape) for p in parts])


@exported("torch", samples=("cartesian_prod(a(2), a(3))", "cartesian_prod(a(2), a(3), a(2))"))
def cartesian_prod(*tensors: Any) -> Tensor:
    """Return all combinations of an element of each vector, one a row.

    >>> import engine
    >>> engine.cartesian_prod(engine.tensor([1, 2]), engine.tensor([3, 4]))
    tensor([[1, 3],
            [1, 4],
            [2, 3],
            [2, 4]])
    """
    for part in tensors:
        if part._data.ndim != 1:
            raise RuntimeError(f"Expect a 1D vector, but got shape {list(part._data.shape)}")
    if len(tensors) == 1:
        return tensors[0]  # type: ignore[no-any-return]
    return stack([flatten(part) for part in meshgrid(*tensors, indexing="ij")], 1)


@operator(
    name="_block_diag",
    rules={
        "tensors": lambda grad, shapes, own, position: reshape(
            _block(grad, shapes, position), own[position]
        )
    },
)
def _block_diag(
    tensors: Any, shapes: tuple[tuple[int, ...], ...], own: tuple[tuple[int, ...], ...]
) -> Array:
    """A matrix with the arrays on its diagonal; `shapes` are theirs as matrices."""
    tensors = _alike(tensors)
    rows, columns = (int(np.sum([shape[i] for shape in shapes])) for i in (0, 1))
    out = np.zeros((rows, columns), tensors[0].dtype)
    row = column = 0
    for part, (n, m) in zip(tensors, shapes, strict=True):
        out[row : row + n, column : column + m] = part
        row, column = row + n, column + m
    return out


@in_rules
def _block(grad: Any, shapes: tuple[tuple[int, int], ...], position: int) -> Any:
    """Return the block at `position`."""
    row = column = 0
    for n, m in shapes[:position]:
        row, column = row + n, column + m
    n, m = shapes[position]
    return slice_(slice_(grad, 0, row, row + n, 1), 1, column, column + m, 1)


@exported("torch", samples=("block_diag(a(2, 2), a(1, 3))", "block_diag(a(2, 2), a(3))"))
def block_diag(*tensors: Any) -> Tensor:
    """Return a matrix with the given matrices on its diagonal; vectors count as rows.

    >>> import engine
    >>> engine.block_diag(engine.tensor([[1, 2]]), engine.tensor([[3]]))
    tensor([[1, 2, 0],
            [0, 0, 3]])
    """
    for i, part in enumerate(tensors):
        if part._data.ndim > 2:
            raise RuntimeError(
                "torch.block_diag: Input tensors must have 2 or fewer dimensions. Input "
                f"{i} has {part._data.ndim} dimensions"
            )
    parts = _tensors("block_diag", tensors)
    shapes = tuple([(1, 1, *part._data.shape)[-2:] for part in parts])
    own = tuple([part._data.shape for part in parts])
    return _block_diag(parts, shapes, own)  # type: ignore[no-any-return]

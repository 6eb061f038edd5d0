"""What operators share whose result is an element of the input, found at an index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine import return_types
from engine.batched import Batched
from engine.convert import type_name
from engine.dtypes import Array
from engine.registry import operator, reads
from engine.shapes import wrap_dim
from engine.tensor import Tensor, from_array


def _one_dim(name: str, dim: Any, ndim: int) -> int:
    """Return one dimension counted from the front, or raise PyTorch's error for what is none."""
    if not hasattr(dim, "__index__"):
        raise TypeError(
            f"{name}() received an invalid combination of arguments - got ({type_name(dim)}), "
            "but expected one of:"
        )
    return wrap_dim(dim, ndim)


def _squeezed(x: Array, dim: int) -> Array:
    """Return `x` without a dimension of size 1."""
    return _found(lambda a: np.squeeze(a, dim) if a.ndim else a, x)


def _found(find: Callable[[Array], Any], x: Any) -> Any:
    """Return what `find`, which has no derivative, finds in an array; by example inside `vmap`."""
    if x.__class__ is Batched:
        from engine.func.batching import by_example

        return by_example(find, x)
    return find(x)


def _places(index: Array, dim: int) -> tuple[Any, ...]:
    """Return the full index that is `index` along one dimension and runs along the others."""
    if index.ndim == 1:
        return (index,)
    grid: list[Any] = list(np.ogrid[tuple(slice(n) for n in index.shape)])
    grid[dim] = index
    return tuple(grid)


@operator(
    batch="dims",
    name="_index_of",
    rules={"self": lambda grad, self_shape, dim, index: _placed(grad, self_shape, dim, index)},
    samples=("_index_of(a(2, 3), 1, i(3, 2, 1).numpy())",),
)
def _index_of(self: Array, dim: int, index: Array) -> Array:
    """The elements at `index` along a dimension."""
    return self[_places(index, dim)] if self.ndim else self[()]


@reads("scatter(zeros(shape), dim, index, self)")
@operator(
    batch="shape",
    name="_placed",
    grad_fn="ScatterBackward0",
    rules={"self": lambda grad, dim, index: _index_of(grad, dim, index)},
)
def _placed(self: Array, shape: tuple[int, ...], dim: int, index: Array) -> Array:
    """Zeros of `shape` with `self` at `index`, which names no place twice, along a dimension."""
    if not shape:
        return self
    out = np.zeros(shape, self.dtype)
    out[_places(index, dim)] = self
    return out


def named(name: str, values: Tensor, index: Array) -> Any:
    """Return the two results of an operator as PyTorch's named tuple."""
    kind: Any = getattr(return_types, name)
    return kind((values, from_array(index)))

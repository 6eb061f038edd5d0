"""Reductions: sum, mean, prod, var, std, norms, logsumexp, cumulative sums."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import dtypes
from engine.dtypes import Array
from engine.operators.views import expand, reshape
from engine.registry import in_rules, operator
from engine.shapes import wrap_dims


@operator(
    grad_fn=lambda self, dim, keepdim, dtype: f"SumBackward{int(dim is not None)}",
    inplace=False,
    rules={
        "self": lambda grad, self_shape, dim, keepdim: _spread(grad, self_shape, dim, keepdim)
    },
)
def sum(self: Array, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Array:
    """Sum over all elements, or over one or several dimensions.

    >>> import engine
    >>> engine.sum(engine.tensor([[1.0, 2.0], [3.0, 4.0]]), 0)
    tensor([4., 6.])
    """
    if dtype is None:
        numpy = np.dtype(np.int64) if self.dtype.kind in "biu" else self.dtype
    else:
        numpy = dtypes.as_dtype(dtype).numpy
    if dim is None or (dim.__class__ in (tuple, list) and not dim):
        return np.add.reduce(self, axis=None, dtype=numpy, keepdims=keepdim)
    return np.add.reduce(self, axis=wrap_dims(dim, self.ndim), dtype=numpy, keepdims=keepdim)


@in_rules
def _spread(grad: Any, shape: tuple[int, ...], dim: Any, keepdim: bool) -> Any:
    """Give each element of a tensor of `shape` the gradient of the reduction it went into."""
    return expand(_kept(grad, shape, dim, keepdim), shape)


@in_rules
def _kept(value: Any, shape: tuple[int, ...], dim: Any, keepdim: bool) -> Any:
    """Return a reduction's value with the reduced dimensions kept as size 1."""
    if keepdim or not shape:
        return value
    return reshape(value, kept_shape(shape, dim))


@in_rules
def kept_shape(shape: tuple[int, ...], dim: Any) -> tuple[int, ...]:
    """Return `shape` with the dimensions that a reduction over `dim` removes as size 1."""
    reduced = wrap_dims(dim or None if dim.__class__ in (tuple, list) else dim, len(shape))
    return tuple([1 if i in reduced else n for i, n in enumerate(shape)])

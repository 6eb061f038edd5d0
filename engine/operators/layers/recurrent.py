"""What recurrent layers need of their own: parts that are no views, and packed sequences."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.views import _unsplit
from engine.registry import exported, in_rules, operator
from engine.shapes import wrap_dim

__all__ = ["unsafe_chunk", "unsafe_split"]


@operator(
    multiple=True,
    name="_unsafe_split_at",
    grad_fn="UnsafeSplitBackward0",
    rules={"self": lambda grads, self_shape, sizes, dim: _unsplit(grads, self_shape, sizes, dim)},
)
def _unsafe_split_at(self: Array, sizes: tuple[int, ...], dim: int) -> tuple[Array, ...]:
    """The parts of the given sizes along a dimension."""
    out = []
    start = 0
    for n in sizes:
        out.append(self[(slice(None),) * dim + (slice(start, start + n),)])
        start += n
    return tuple(out)


@exported(samples=("unsafe_split(a(5), 2)",))
def unsafe_split(tensor: Any, split_size: int, dim: int = 0) -> Any:
    """Split a tensor as `split` does, into parts that autograd does not take for views.

    They share its storage all the same: neither may be changed in place.
    """
    dim = wrap_dim(dim, tensor._data.ndim)
    n = tensor._data.shape[dim]
    starts = range(0, n, split_size) if n else (0,)
    return _unsafe_split_at(tensor, tuple(min(split_size, n - s) for s in starts), dim)


@exported(samples=("unsafe_chunk(a(2, 4), 2, 1)", "unsafe_chunk(a(5), 2)"))
def unsafe_chunk(input: Any, chunks: int, dim: int = 0) -> Any:
    """Split a tensor as `chunk` does, into parts that autograd does not take for views.

    They share its storage all the same: neither may be changed in place.

    >>> import engine
    >>> engine.unsafe_chunk(engine.tensor([1.0, 2.0]), 2)
    (tensor([1.]), tensor([2.]))
    """
    return unsafe_split(input, max(-(-input.size(dim) // chunks), 1), dim)


@operator(
    name="_pack_padded_sequence",
    grad_fn="PackPaddedSequenceBackward0",
    rules={
        "self": lambda grad, self_shape, sizes, batch_first: _unpack_padded_sequence(
            grad, self_shape, sizes, batch_first
        )
    },
    samples=(
        "_pack_padded_sequence(a(3, 2, 2), (2, 1, 1), False)",
        "_pack_padded_sequence(a(2, 3), (2, 1, 1), True)",
    ),
)
def _pack_padded_sequence(self: Array, sizes: tuple[int, ...], batch_first: bool) -> Array:
    """The first sizes[t] entries of the batch at each time t, one time after the other."""
    steps = self.swapaxes(0, 1) if batch_first else self
    return np.concatenate([step[:n] for step, n in zip(steps, sizes, strict=False)])


@operator(
    name="_unpack_padded_sequence",
    rules={"self": lambda grad, sizes, batch_first: _repack(grad, sizes, batch_first)},
)
def _unpack_padded_sequence(
    self: Array, shape: tuple[int, ...], sizes: tuple[int, ...], batch_first: bool
) -> Array:
    """Zeros of `shape` with packed entries at their places."""
    out = np.zeros(shape, self.dtype)
    steps = out.swapaxes(0, 1) if batch_first else out
    start = 0
    for step, n in zip(steps, sizes, strict=False):
        step[:n] = self[start : start + n]
        start += n
    return out


@in_rules
def _repack(grad: Any, sizes: tuple[int, ...], batch_first: bool) -> Any:
    return _pack_padded_sequence(grad, sizes, batch_first)

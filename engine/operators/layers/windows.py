"""Sliding windows over the last dimensions of arrays: cut out, and summed back into place.

Convolution, pooling and unfolding are about the same windows. `kernel`, `stride`, `padding`,
`dilation` and `size` (how many windows there are) have one entry a spatial dimension; dimensions
before these are independent of each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

import numpy as np

from engine.dtypes import Array

Sizes = tuple[int, ...]


def span(size: int, kernel: int, stride: int, dilation: int) -> int:
    """Return how many elements `size` windows reach over."""
    return (size - 1) * stride + dilation * (kernel - 1) + 1


def padded(x: Array, padding: Sizes, value: Any = 0) -> Array:
    """Return `x` with `value` around it on both sides of the last dimensions."""
    if not any(padding):
        return x
    lead = x.ndim - len(padding)
    inner = x.shape[lead:]
    shape = x.shape[:lead] + tuple(n + 2 * p for n, p in zip(inner, padding, strict=True))
    out = np.full(shape, value, x.dtype) if value else np.zeros(shape, x.dtype)
    out[within(padding, inner)] = x
    return out


def within(padding: Sizes, inner: Sizes) -> tuple[Any, ...]:
    """Return the index of an array inside the padding around it."""
    return (..., *[slice(p, p + n) for p, n in zip(padding, inner, strict=True)])


def cut(x: Array, kernel: Sizes, stride: Sizes, dilation: Sizes, size: Sizes) -> Array:
    """Return the windows of a padded array as a view of shape (*lead, *kernel, *size)."""
    lead = x.ndim - len(kernel)
    steps = x.strides[lead:]
    strides = x.strides[:lead]
    strides += tuple(s * d for s, d in zip(steps, dilation, strict=True))
    strides += tuple(s * d for s, d in zip(steps, stride, strict=True))
    shape = (*x.shape[:lead], *kernel, *size)
    return np.lib.stride_tricks.as_strided(x, shape, strides, writeable=False)


def places(
    kernel: Sizes, stride: Sizes, dilation: Sizes, size: Sizes
) -> Iterator[tuple[Sizes, tuple[Any, ...]]]:
    """Yield, for each place in a window, its position and the index of what all windows have there."""
    for position in product(*map(range, kernel)):
        yield (
            position,
            (
                ...,
                *[
                    slice(k * d, k * d + (n - 1) * s + 1, s)
                    for k, d, s, n in zip(position, dilation, stride, size, strict=True)
                ],
            ),
        )


def overlaid(windows: Array, shape: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes) -> Array:
    """Sum windows (*lead, *kernel, *size) back into an array of `shape`: the adjoint of `cut`."""
    dims = len(stride)
    lead = len(shape) - dims
    kernel, size = windows.shape[lead : lead + dims], windows.shape[lead + dims :]
    inner = shape[lead:]
    out = np.zeros(
        shape[:lead] + tuple(n + 2 * p for n, p in zip(inner, padding, strict=True)), windows.dtype
    )
    if prod(size):
        for position, place in places(kernel, stride, dilation, size):
            out[place] += windows[(slice(None),) * lead + position]
    return out[within(padding, inner)] if any(padding) else out

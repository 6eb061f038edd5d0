"""Sums in PyTorch's order, so that float sums are PyTorch's to the last bit.

Note [Cascade]
Floating-point addition is not associative: which partial sums are formed decides the last digits,
and `print(loss.item())` shows them all. PyTorch's CPU kernel adds up a contiguous row in 4 x V lanes
(V numbers fill 32 bytes), and each lane in a cascade: 2^k numbers make a block, 2^k blocks a block of
the next of four levels. NumPy's pairwise sum is as precise, but another order. Here the same additions
are made with a few NumPy calls, whose cost does not depend on the size.

Source: aten/src/ATen/native/cpu/SumKernel.cpp describes the scheme; PyTorch splits sums of 32,768
numbers and more between its threads, and then prints other digits itself: this is its order in one.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine.dtypes import Array

_add: Any = np.add.reduce
LANES = 4


def total(x: Array, axes: tuple[int, ...] | None) -> Array:
    """Sum over some dimensions (None: all), in PyTorch's order where that is known.

    axes: counted from the front, each once.
    """
    if x.size >= 4 and x.ndim and x.dtype.char in "fd" and x.flags.c_contiguous:
        if axes == (0,) and x.ndim == 2:
            return _column_sums(x) + 0.0
        found = ordered_sum(x, axes)
        if found is not None:
            return found + 0.0  # PyTorch starts from 0, so that no sum is -0
    return _add(x, axes) + 0.0


def ordered_sum(x: Array, axes: tuple[int, ...] | None) -> Array | None:
    """Sum a contiguous array over its first or last dimensions; None where that is not the case.

    x: float32 or float64, C-contiguous, at least one dimension.
    axes: the dimensions to sum over, counted from the front; None means all.
    """
    ndim = x.ndim
    if axes is None or len(axes) == ndim:
        return _row_sum(x.reshape(-1))
    count = len(axes)
    order = sorted(axes)
    if order[-1] == ndim - 1 and order[0] == ndim - count:
        kept = x.shape[: ndim - count]
        return _row_sums(x.reshape(prod(kept), -1)).reshape(kept) if x.size else None
    if order[0] == 0 and order[-1] == count - 1:
        kept = x.shape[count:]
        if x.shape[0] and x.size == prod(x.shape[:count]):
            return _row_sum(x.reshape(-1)).reshape(kept)
        return _column_sums(x.reshape(-1, prod(kept))).reshape(kept) if x.size else None
    return None


def _cascade(x: Array) -> Array:
    """Sum over the first dimension: blocks, blocks of blocks, and so on, four levels."""
    n = len(x)
    power = max(4, (1 if n <= 2 else (n - 1).bit_length()) // 4)
    step = 1 << power
    if n < step:
        return _add(x, 0)
    shape = x.shape[1:]
    if n < 16 * step and not n % step and len(shape) == 1:  # one level, nothing left: a batch's sum
        return _add(_add(x.reshape(n // step, step, -1), 1), 0)
    x = x.reshape(n, -1)  # one long last dimension: NumPy adds that fast
    left: list[Array] = []
    for level in range(4):
        blocks = len(x) // step if level < 3 else 0
        head = blocks * step
        if head < len(x):
            left.append(_add(x[head:], 0))
        if not blocks:
            break
        x = _add(x[:head].reshape(blocks, step, -1), 1)
    total = left[0]
    for part in left[1:]:
        total = total + part
    return total.reshape(shape)


def _lane_sum(x: Array) -> Array:
    """Sum over the first dimension in four lanes, each a cascade."""
    rows = len(x) // LANES
    head = rows * LANES
    if not rows:
        return _add(x, 0)
    lanes = _cascade(x[:head].reshape(rows, LANES, *x.shape[1:]))
    first = lanes[0]
    for row in x[head:]:
        first = first + row
    return ((first + lanes[1]) + lanes[2]) + lanes[3]


def _row_sum(x: Array) -> Array:
    """Sum a vector."""
    n = len(x)
    width = 32 // x.itemsize
    rows = n // (LANES * width)
    if not rows or rows >= 16:
        return _row_sums(x.reshape(1, -1))[0]
    # The same as below without blocks of blocks: for ordinary losses, and so kept cheap.
    head = rows * LANES * width
    lanes = _add(x[:head].reshape(rows, -1), 0)
    first = lanes[:width]
    vectors = n // width * width
    for start in range(head, vectors, width):
        first = first + x[start : start + width]
    parts = ((first + lanes[width : 2 * width]) + lanes[2 * width : -width]) + lanes[-width:]
    total = _add(x[vectors:])
    for part in parts:
        total = total + part
    return total


def _row_sums(x: Array) -> Array:
    """Sum each row of a matrix."""
    n = x.shape[1]
    width = 32 // x.itemsize
    vectors = n // width
    if not vectors:
        return _add(x, 1) if n < LANES else _lane_sum(x.T)
    parts = _lane_sum(x[:, : vectors * width].reshape(-1, vectors, width).swapaxes(0, 1))
    tail = x[:, vectors * width :]
    total = _add(tail, 1) if tail.shape[1] else np.zeros(len(x), x.dtype)
    for k in range(width):
        total = total + parts[:, k]
    return total


def _column_sums(x: Array) -> Array:
    """Sum each column of a matrix: PyTorch takes 4 x V columns at a time, and the rest in lanes."""
    width = 32 // x.itemsize
    block = LANES * (width if x.shape[1] >= width else 1)
    head = x.shape[1] // block * block
    if head == x.shape[1]:
        return _cascade(x)
    if not head:
        return _lane_sum(x)
    return np.concatenate((_cascade(x[:, :head]), _lane_sum(x[:, head:])))

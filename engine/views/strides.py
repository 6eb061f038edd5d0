"""How arrays lie in memory: their storage, and views of it by strides."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from engine.dtypes import Array

Geometry: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], int]
"""Sizes, strides and storage offset of a tensor, as PyTorch counts them: in elements."""


def _owner(data: Array) -> Array:
    """Return the array that owns the memory of `data`."""
    while True:
        base: Any = data.base
        if base.__class__ is not np.ndarray:
            base = getattr(base, "base", None)  # NumPy's as_strided puts a stand-in between
            if base.__class__ is not np.ndarray:
                return data
        data = base


def storage(data: Array) -> Array:
    """Return the memory that `data` is part of, as an array of bytes."""
    root = _owner(data)
    if not root.flags.c_contiguous:
        root = root.transpose(sorted(range(root.ndim), key=lambda d: -root.strides[d]))
    return root.reshape(-1).view(np.uint8)


def address(data: Array) -> int:
    """Return where the first element of `data` is in memory."""
    return data.__array_interface__["data"][0]  # type: ignore[no-any-return]


def geometry(data: Array) -> Geometry:
    """Return sizes, strides and offset of `data` in its storage.

    >>> geometry(np.arange(6.0).reshape(2, 3)[:, 1])
    ((2,), (3,), 1)
    """
    size = data.itemsize
    root = _owner(data)
    inside = root is not data and data.size
    offset = (address(data) - address(root)) // size if inside else 0
    return data.shape, tuple([s // size for s in data.strides]), offset


def strided(data: Array, size: Any, stride: Any, offset: int) -> Array:
    """Return a view of the storage of `data` by strides, counted in elements.

    A view that would reach outside of the storage is an error.
    """
    memory = storage(data)
    width = data.itemsize
    needed = extent((size, stride, offset))[1] * width
    if 0 not in size and needed > memory.size:
        raise RuntimeError(
            f"setStorage: sizes {list(size)}, strides {list(stride)}, storage offset {offset}, and "
            f"itemsize {width} requiring a storage size of {needed} are out of bounds for storage "
            f"of size {memory.size}"
        )
    if 0 in size:
        return np.empty(size, data.dtype)
    return np.ndarray(tuple(size), data.dtype, memory, offset * width, [s * width for s in stride])


def extent(where: Geometry) -> tuple[int, int]:
    """Return the first place in storage that a geometry touches, and the one after its last."""
    size, stride, offset = where
    if 0 in size:
        return offset, offset
    steps = [(n - 1) * s for n, s in zip(size, stride, strict=True)]
    return offset + sum(s for s in steps if s < 0), 1 + offset + sum(s for s in steps if s > 0)


def overlaps(size: Any, stride: Any) -> bool:
    """Return whether different indices may mean the same element.

    >>> overlaps((3, 2), (1, 1)), overlaps((2, 3), (3, 1))
    (True, False)
    """
    if 0 in size:
        return False
    covered = 1
    for s, n in sorted((abs(s), n) for n, s in zip(size, stride, strict=True) if n > 1):
        if s < covered:
            return True
        covered = (n - 1) * s + covered
    return False

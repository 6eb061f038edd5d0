"""Dimensions and sizes: normalising them, and PyTorch's errors where they are wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np


def dim_error(dim: int, ndim: int) -> IndexError:
    """Return PyTorch's error for a dimension that a tensor of `ndim` dimensions does not have."""
    n = max(ndim, 1)
    return IndexError(
        f"Dimension out of range (expected to be in range of [{-n}, {n - 1}], but got {dim})"
    )


def wrap_dim(dim: Any, ndim: int) -> int:
    """Return `dim` counted from the front; a 0-d tensor has the dimensions 0 and -1.

    >>> wrap_dim(-1, 3)
    2
    """
    dim = dim.__index__()
    n = ndim or 1
    if not -n <= dim < n:
        raise dim_error(dim, ndim)
    return int(dim + n if dim < 0 else dim)


def wrap_dims(dims: Any, ndim: int) -> tuple[int, ...]:
    """Return several dimensions counted from the front, each at most once; None means all."""
    if dims is None:
        return tuple(range(ndim))
    if isinstance(dims, Iterable):
        found = tuple(wrap_dim(d, ndim) for d in dims)
        if len(set(found)) != len(found):
            seen: set[int] = set()
            twice = next(d for d in found if d in seen or seen.add(d))  # type: ignore[func-returns-value]
            raise RuntimeError(f"dim {twice} appears multiple times in the list of dims")
        return found if ndim else ()
    dim = wrap_dim(dims, ndim)
    return (dim,) if ndim else ()


def as_size(size: Any) -> tuple[int, ...]:
    """Return sizes given as one int, a sequence, or a sequence in a sequence, as a tuple of ints."""
    if isinstance(size, (int, np.integer)) or not isinstance(size, Iterable):
        return (size.__index__(),)
    sizes = tuple(size)
    if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)):
        sizes = tuple(sizes[0])
    return tuple(s.__index__() for s in sizes)


def infer_size(size: tuple[int, ...], numel: int) -> tuple[int, ...]:
    """Return `size` with its one -1, if any, replaced so that it holds `numel` elements.

    >>> infer_size((2, -1), 6)
    (2, 3)
    """
    if size.count(-1) > 1:
        raise RuntimeError("only one dimension can be inferred")
    for n in size:
        if n < -1:
            raise RuntimeError(f"invalid shape dimension {n}")
    known = 1
    for n in size:
        if n != -1:
            known *= n
    if -1 in size:
        if known == 0:
            raise RuntimeError(
                f"cannot reshape tensor of {numel} elements into shape {list(size)} because the "
                "unspecified dimension size -1 can be any value and is ambiguous"
            )
        if numel % known == 0:
            return tuple(numel // known if n == -1 else n for n in size)
    elif known == numel:
        return size
    raise RuntimeError(f"shape '{list(size)}' is invalid for input of size {numel}")

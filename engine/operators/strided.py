"""Views by strides: `as_strided`, which reaches all of a tensor's storage, and its gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.registry import exported, operator
from engine.shapes import as_size
from engine.tensor import Tensor
from engine.views.strides import Geometry, extent, geometry, overlaps, strided


@operator(
    name="_restride",
    grad_fn="AsStridedBackward0",
    rules={"self": lambda grad, source, target, own: _restride(grad, target, source, own)},
)
def _restride(self: Array, source: Geometry, target: Geometry, own: Geometry) -> Array:
    """What lies at geometry `target` after `self` was written at geometry `source` of zeros.

    Elements of `source` that share a place add up; then each place is divided by the number of
    elements of the geometry `own` that lie there, if they share places.
    """
    lows, highs = zip(extent(source), extent(target), strict=True)
    first = min(lows)
    flat = np.zeros(max(highs) - first, self.dtype)
    if overlaps(source[0], source[1]):
        np.add.at(flat, _places(flat, source, first), self)
    else:
        _part(flat, source, first)[...] = self
    if overlaps(own[0], own[1]):
        count = np.zeros(flat.size)
        np.add.at(count, _places(flat, own, first), 1)
        flat /= np.maximum(count, 1).astype(flat.real.dtype)
    out = _part(flat, target, first).copy()
    return out if out.ndim else out[()]


def _part(flat: Array, where: Geometry, first: int) -> Array:
    return strided(flat, where[0], where[1], where[2] - first)


def _places(flat: Array, where: Geometry, first: int) -> Array:
    """Return the positions in `flat` of the elements of a geometry."""
    return _part(np.arange(flat.size), where, first)


@operator(
    view=True,
    name="_as_strided",
    grad_fn="AsStridedBackward0",
    rules={
        "self": lambda grad, size, stride, storage_offset, own: _restride(
            grad, (size, stride, storage_offset), own, own
        )
    },
)
def _as_strided(self: Array, size: Any, stride: Any, storage_offset: int, own: Geometry) -> Array:
    """The view by strides; `own` is the geometry of `self`."""
    return strided(self, size, stride, storage_offset)


@exported(
    samples=(
        "as_strided(a(6), (2, 2), (3, 1), 1)",
        "as_strided(a(4), (3, 2), (1, 1))",
        "as_strided(a(3, 2).t(), (2, 2), (1, 2), 1)",
        "as_strided(a(3).expand(2, 3), (2, 2), (1, 1))",
    )
)
def as_strided(input: Tensor, size: Any, stride: Any, storage_offset: int | None = None) -> Tensor:
    """Return a view of the tensor's storage with the given sizes, strides and offset.

    Strides and offset count elements of the storage; the offset is that of the tensor if not said.

    >>> import engine
    >>> engine.arange(6).as_strided((2, 2), (3, 1), 1)
    tensor([[1, 2],
            [4, 5]])
    """
    sizes, strides = as_size(size), as_size(stride)
    if len(sizes) != len(strides):
        raise RuntimeError("mismatch in length of strides and shape")
    if any(s < 0 for s in strides):
        raise RuntimeError(
            "as_strided: Negative strides are not supported at the moment, got strides: "
            f"{list(strides)}"
        )
    own = geometry(input._materialize())
    offset = own[2] if storage_offset is None else int(storage_offset)
    return _as_strided(input, sizes, strides, offset, own)  # type: ignore[no-any-return]

"""Resampling: images (and sequences, and volumes) made larger or smaller."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.layers.adaptive_pooling import (
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    adaptive_avg_pool3d,
)
from engine.operators.layers.windows import Sizes
from engine.operators.masks import _not_implemented
from engine.registry import exported, operator
from engine.tensor import Tensor
from engine.warn import warn

Taps = tuple[Array, Array]
"""For each element of the result along a dimension: which elements it is made of, and how much."""

_KERNELS = {"nearest": "nearest", "nearest-exact": "nearest", "bicubic": "bicubic"}


@operator(
    name="_resampled",
    grad_fn=lambda self, taps, node: node,
    rules={"self": lambda grad, self_shape, taps: _resampled_back(grad, self_shape, taps)},
)
def _resampled(self: Array, taps: tuple[Taps, ...], node: str) -> Array:
    """The weighted sums of elements along each of the last dimensions."""
    for i, (index, weights) in enumerate(taps):
        dim = self.ndim - len(taps) + i
        shape = (-1,) + (1,) * (self.ndim - dim - 1)
        parts = [
            np.take(self, index[:, t], dim) * weights[:, t].reshape(shape)
            for t in range(index.shape[1])
        ]
        self = parts[0]
        for part in parts[1:]:
            self = self + part
    return self


@operator(
    name="_resampled_back",
    rules={"self": lambda grad, taps: _resampled(grad, taps, "UpsampleBackwardBackward0")},
)
def _resampled_back(self: Array, shape: Sizes, taps: tuple[Taps, ...]) -> Array:
    """Each element divided among those it was made of, in zeros of `shape`."""
    for i, (index, weights) in enumerate(taps):
        dim = self.ndim - len(taps) + i
        wide = (-1,) + (1,) * (self.ndim - dim - 1)
        out = np.zeros((*self.shape[:dim], shape[dim], *self.shape[dim + 1 :]), self.dtype)
        for t in range(index.shape[1]):
            place = (slice(None),) * dim + (index[:, t],)
            np.add.at(out, place, self * weights[:, t].reshape(wide))
        self = out
    return self


# -- which elements, and how much of them ----------------------------------------------------------


def _step(n: int, size: int, scale: float | None, align: bool, kind: Any) -> Any:
    """Return the distance of two samples, in elements of the input."""
    if align:
        return kind((n - 1) / (size - 1)) if size > 1 else kind(0)
    return kind(1 / scale if scale else n / size)


def _nearest(n: int, size: int, step: Any, exact: bool, kind: Any) -> Taps:
    place = np.arange(size, dtype=kind)
    if exact:
        index = np.floor((place + kind(0.5)) * step).astype(np.int64)
    elif size == 2 * n:
        index = np.arange(size) // 2
    else:
        index = np.floor(place * step).astype(np.int64)
    return np.minimum(index, n - 1)[:, None], np.ones((size, 1), kind)


def _linear(n: int, size: int, step: Any, align: bool, kind: Any) -> Taps:
    place = np.arange(size, dtype=kind)
    source = place * step if align else np.maximum((place + kind(0.5)) * step - kind(0.5), 0)
    first = np.minimum(np.floor(source).astype(np.int64), n - 1)
    rest = np.clip(source - first.astype(kind), 0, 1)
    index = np.stack([first, np.minimum(first + 1, n - 1)], 1)
    return index, np.stack([1 - rest, rest], 1).astype(kind)


def _cubic_weight(distance: Array, a: float) -> Array:
    """Keys' cubic kernel: https://doi.org/10.1109/TASSP.1981.1163711"""
    d = np.abs(distance)
    near = ((a + 2) * d - (a + 3)) * d * d + 1
    far = ((d - 5) * d + 8) * d * a - 4 * a
    return np.where(d <= 1, near, np.where(d < 2, far, 0))


def _cubic(n: int, size: int, step: Any, align: bool, kind: Any) -> Taps:
    place = np.arange(size, dtype=kind)
    source = place * step if align else (place + kind(0.5)) * step - kind(0.5)
    first = np.floor(source)
    offsets = np.arange(-1, 3)
    weights = _cubic_weight((source - first)[:, None] - offsets, -0.75)
    index = np.clip(first.astype(np.int64)[:, None] + offsets, 0, n - 1)
    return index, weights.astype(kind)


def _antialiased(n: int, size: int, step: Any, mode: str, kind: Any) -> Taps:
    """Return windows that grow with the step, so that no element is passed over."""
    stretch = max(float(step), 1.0)
    support = (2.0 if mode == "bicubic" else 1.0) * stretch
    center = float(step) * (np.arange(size) + 0.5)
    first = np.maximum((center - support + 0.5).astype(np.int64), 0)
    last = np.minimum((center + support + 0.5).astype(np.int64), n)
    offsets = np.arange(int((last - first).max()))
    index = first[:, None] + offsets
    distance = (index - center[:, None] + 0.5) / stretch
    if mode == "bicubic":
        weights = _cubic_weight(distance, -0.5)
    else:
        weights = np.maximum(1 - np.abs(distance), 0)
    weights = np.where(index < last[:, None], weights, 0)
    weights = weights / weights.sum(1, keepdims=True)
    return np.minimum(index, n - 1), weights.astype(kind)


def _taps(
    n: int, size: int, scale: float | None, mode: str, align: bool, antialias: bool, kind: Any
) -> Taps:
    step = _step(n, size, scale, align, kind)
    if antialias:
        return _antialiased(n, size, step, mode, kind)
    if mode.startswith("nearest"):
        return _nearest(n, size, step, mode == "nearest-exact", kind)
    return (_cubic if mode == "bicubic" else _linear)(n, size, step, align, kind)


# -- what users call -------------------------------------------------------------------------------


def _target(
    input: Tensor, size: Any, scale_factor: Any
) -> tuple[list[int] | None, list[float] | None]:
    """Return the size asked for, or the factors, one a spatial dimension."""
    inner = list(input._data.shape[2:])
    if size is not None and scale_factor is not None:
        raise ValueError("only one of size or scale_factor should be defined")
    if size is not None:
        if not isinstance(size, (tuple, list)):
            return [size] * len(inner), None
        if len(size) != len(inner):
            raise ValueError(
                "Input and output must have the same number of spatial dimensions, but got input "
                f"with spatial dimensions of {inner} and output size of {size}. Please provide "
                "input tensor in (N, C, d1, d2, ...,dK) format and output size in (o1, o2, ...,oK) "
                "format."
            )
        if not all(isinstance(n, int) for n in size):
            raise TypeError(
                "expected size to be one of int or Tuple[int] or Tuple[int, int] or Tuple[int, int, "
                f"int], but got size with types {[type(n) for n in size]}"
            )
        return list(size), None
    if scale_factor is None:
        raise ValueError("either size or scale_factor should be defined")
    if not isinstance(scale_factor, (tuple, list)):
        return None, [scale_factor] * len(inner)
    if len(scale_factor) != len(inner):
        raise ValueError(
            "Input and scale_factor must have the same number of spatial dimensions, but got input "
            f"with spatial dimensions of {inner} and scale_factor of shape {scale_factor}. Please "
            "provide input tensor in (N, C, d1, d2, ...,dK) format and scale_factor in (s1, s2, "
            "...,sK) format."
        )
    return None, list(scale_factor)


_MODES = {
    "nearest": (1, 2, 3),
    "nearest-exact": (1, 2, 3),
    "area": (1, 2, 3),
    "linear": (1,),
    "bilinear": (2,),
    "trilinear": (3,),
    "bicubic": (2,),
}
"""The numbers of spatial dimensions that each mode is for."""


def _check_mode(mode: str, ndim: int) -> None:
    dims = ndim - 2
    if dims in _MODES.get(mode, ()):
        return
    if dims in (1, 2, 3) and mode in ("linear", "bilinear", "trilinear"):
        needed = _MODES[mode][0] + 2
        raise NotImplementedError(f"Got {ndim}D input, but {mode} mode needs {needed}D input")
    raise NotImplementedError(
        f"Input Error: Only 3D, 4D and 5D input Tensors supported (got {ndim}D) for the modes: "
        "nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact "
        f"(got {mode})"
    )


def _node(mode: str, dims: int, antialias: bool) -> str:
    kind = {"nearest-exact": "NearestExact"}.get(mode, mode.capitalize())
    return f"Upsample{kind}{dims}D{'Aa' if antialias else ''}Backward0"


@exported(
    "nn.functional",
    samples=(
        "interpolate(a(1, 2, 4), scale_factor=2)",
        "interpolate(a(1, 2, 4), 3)",
        "interpolate(a(1, 2, 3, 4), (5, 2), mode='nearest-exact')",
        "interpolate(a(1, 1, 2, 3, 2), scale_factor=1.5)",
        "interpolate(a(1, 2, 4), scale_factor=1.6, mode='linear')",
        "interpolate(a(1, 2, 3, 4), scale_factor=(1.5, 0.5), mode='bilinear')",
        "interpolate(a(1, 2, 3, 4), (5, 7), mode='bilinear', align_corners=True)",
        "interpolate(a(1, 1, 3, 4), (5, 3), mode='bicubic')",
        "interpolate(a(1, 1, 3, 4), (5, 3), mode='bicubic', align_corners=True)",
        "interpolate(a(1, 1, 2, 3, 2), scale_factor=2, mode='trilinear')",
        "interpolate(a(1, 2, 4, 4), 2, mode='area')",
        "interpolate(a(1, 1, 5, 7), (2, 3), mode='bilinear', antialias=True)",
        "interpolate(a(1, 1, 5, 7), (2, 9), mode='bicubic', antialias=True)",
    ),
)
def interpolate(
    input: Tensor,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Tensor:
    """Resample (N, C, L), (N, C, H, W) or (N, C, D, H, W) to a size, or by a factor.

    mode: "nearest", "nearest-exact", "linear" (three dimensions), "bilinear" and "bicubic" (four),
    "trilinear" (five) or "area". align_corners: the corner elements keep their place.
    antialias: elements are averaged where the result is smaller.

    >>> import engine
    >>> x = engine.tensor([[[1.0, 3.0]]])
    >>> engine.nn.functional.interpolate(x, scale_factor=2, mode="linear")
    tensor([[[1.0000, 1.5000, 2.5000, 3.0000]]])
    """
    if mode in ("nearest", "area", "nearest-exact") and align_corners is not None:
        raise ValueError(
            "align_corners option can only be set with the interpolating modes: linear | bilinear "
            "| bicubic | trilinear"
        )
    ndim = input.dim()
    wanted, factors = _target(input, size, scale_factor)
    if recompute_scale_factor and wanted is not None:
        raise ValueError("recompute_scale_factor is not meaningful with an explicit size.")
    x = input._data
    inner = x.shape[2:]
    if wanted is None and factors is not None:
        wanted = [int(n * f) for n, f in zip(inner, factors, strict=True)]
        if recompute_scale_factor or mode == "area":
            factors = None
    assert wanted is not None
    if antialias and not (mode in ("bilinear", "bicubic") and x.ndim == 4):
        raise ValueError(
            "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires "
            "a 4-D tensor as input"
        )
    _check_mode(mode, ndim)
    dims = ndim - 2
    if mode == "area":
        pool = (adaptive_avg_pool1d, adaptive_avg_pool2d, adaptive_avg_pool3d)[dims - 1]
        return pool(input, wanted)
    if min(*inner, *wanted) <= 0:
        axes = "DHW"[-dims:]
        given, asked = (
            ", ".join(f"{axis}: {n}" for axis, n in zip(axes, sizes, strict=True))
            for sizes in (inner, wanted)
        )
        raise RuntimeError(
            f"Input and output sizes should be greater than 0, but got input ({given}) and output "
            f"({asked})"
        )
    if x.dtype.kind != "f":
        raise _not_implemented(f"compute_indices_weights_{_KERNELS.get(mode, 'linear')}", x.dtype)
    np.empty((*x.shape[:2], *wanted), x.dtype)  # what does not fit fails before the work begins
    options = (mode, bool(align_corners), antialias, x.dtype.type)
    scales = factors if factors is not None else [None] * dims
    taps = tuple([_taps(n, m, s, *options) for n, m, s in zip(inner, wanted, scales, strict=True)])
    return _resampled(input, taps, _node(mode, dims, antialias))  # type: ignore[no-any-return]


def _warn_old(name: str) -> None:
    warn(f"`nn.functional.{name}` is deprecated. Use `nn.functional.interpolate` instead.")


@exported("nn.functional")
def upsample(
    input: Tensor,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
) -> Tensor:
    """Resample: the old name of `interpolate`."""
    _warn_old("upsample")
    return interpolate(input, size, scale_factor, mode, align_corners)


@exported("nn.functional")
def upsample_nearest(input: Tensor, size: Any = None, scale_factor: Any = None) -> Tensor:
    """Resample by the nearest element: see `interpolate`."""
    _warn_old("upsample_nearest")
    return interpolate(input, size, scale_factor, mode="nearest")


@exported("nn.functional")
def upsample_bilinear(input: Tensor, size: Any = None, scale_factor: Any = None) -> Tensor:
    """Resample linearly in two dimensions, the corners kept: see `interpolate`."""
    _warn_old("upsample_bilinear")
    return interpolate(input, size, scale_factor, mode="bilinear", align_corners=True)

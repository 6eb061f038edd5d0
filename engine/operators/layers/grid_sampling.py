"""Sampling images at any places, and the places that an affine map gives.

Note [Grid]
A coordinate of the grid, from -1 to 1, becomes a place in the image by a map that is linear piece by
piece: `gain * grid + shift` is how far the place is beyond the element before it. What is sampled
is a sum over the elements around the place, each times a polynomial in these fractions, so that the
derivatives of any order by image and grid come from the same few operators.
"""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.layers.windows import Sizes
from engine.operators.masks import _not_implemented
from engine.operators.matrix import _product
from engine.operators.reduction import sum
from engine.operators.shape import reshape, unsqueeze
from engine.operators.views import select
from engine.registry import KERNELS, exported, in_rules, operator
from engine.tensor import Size, Tensor
from engine.warn import warn

_OFFSETS = {"nearest": (0,), "bilinear": (0, 1), "bicubic": (-1, 0, 1, 2)}
"""Where, along a dimension, the elements are that a sample is made of."""


class Places(NamedTuple):
    """The constants of a sampling: see Note [Grid].

    gain, shift: (N, places, dimensions). around: for each element around a place its offsets, its
    number in the plane and whether it is inside, both (N, places).
    """

    gain: Array
    shift: Array
    around: list[tuple[Sizes, Array, Array]]


# -- elements at places ----------------------------------------------------------------------------


@operator(
    name="_sampled",
    rules={
        "self": lambda grad, self_shape, index, inside: _sampled_back(
            grad, self_shape, index, inside
        )
    },
)
def _sampled(self: Array, index: Array, inside: Array) -> Array:
    """The elements (N, C, places) of an image at places in its planes; 0 outside."""
    flat = self.reshape(*self.shape[:2], -1)
    return np.take_along_axis(flat, index[:, None, :], 2) * inside[:, None, :]


@operator(
    name="_sampled_back",
    rules={"self": lambda grad, index, inside: _sampled(grad, index, inside)},
)
def _sampled_back(self: Array, shape: Sizes, index: Array, inside: Array) -> Array:
    """Zeros of `shape` to which elements are added at places in their planes."""
    n, channels = shape[:2]
    out = np.zeros((n, channels, int(np.prod(shape[2:]))), self.dtype)
    batch, channel = np.arange(n)[:, None, None], np.arange(channels)[None, :, None]
    np.add.at(out, (batch, channel, index[:, None, :]), self * inside[:, None, :])
    return out.reshape(shape)


@in_rules
def _tap(mode: str, offset: int, fraction: Any) -> Any:
    """Return the weight of the element at an offset, for a place between offsets 0 and 1."""
    if mode == "nearest":
        return fraction * 0 + 1
    if mode == "bilinear":
        return fraction if offset else 1 - fraction
    distance = fraction - offset if offset <= 0 else offset - fraction
    if offset in (0, 1):
        return (distance * 1.25 - 2.25) * distance * distance + 1
    return ((distance * -0.75 + 3.75) * distance - 6) * distance + 3


@in_rules
def _tap_slope(mode: str, offset: int, fraction: Any) -> Any:
    """Return the derivative of `_tap` by the fraction."""
    if mode == "nearest":
        return fraction * 0
    if mode == "bilinear":
        return fraction * 0 + (1 if offset else -1)
    sign = 1 if offset <= 0 else -1
    distance = (fraction - offset) * sign
    if offset in (0, 1):
        return (distance * 3.75 - 4.5) * distance * sign
    return ((distance * -2.25 + 7.5) * distance - 6) * sign


@in_rules
def _share(grid: Any, places: Any, mode: str, offsets: Any, sloped: int) -> Any:
    """Return the weights (N, 1, places) of the elements at `offsets`.

    sloped: the dimension by whose fraction they are differentiated; -1: none.
    """
    flat = reshape(grid, places.gain.shape)
    found: Any = 1
    for d, offset in enumerate(offsets):
        fraction = select(flat, 2, d) * places.gain[..., d] + places.shift[..., d]
        weight = _tap_slope if d == sloped else _tap
        found = found * weight(mode, offset, fraction)
    return unsqueeze(found, 1)


@in_rules
def _image_back(grad: Any, shape: Any, grid: Any, places: Any, mode: str) -> Any:
    """Return the gradient for the image."""
    flat = reshape(grad, (shape[0], shape[1], -1))
    total: Any = 0
    for offsets, index, inside in places.around:
        weight = _share(grid, places, mode, offsets, -1)
        total = total + _sampled_back(flat * weight, shape, index, inside)
    return total


@in_rules
def _grid_back(grad: Any, image: Any, grid: Any, shape: Any, places: Any, mode: str) -> Any:
    """Return the gradient for the grid: one coordinate after the other."""
    flat = reshape(grad, (image.shape[0], image.shape[1], -1))
    total: Any = 0
    for d in range(shape[-1]):
        slope: Any = 0
        for offsets, index, inside in places.around:
            by_place = sum(flat * _sampled(image, index, inside), 1)
            slope = slope + by_place * reshape(
                _share(grid, places, mode, offsets, d), places.gain.shape[:2]
            )
        axis = places.gain * 0
        axis[..., d] = places.gain[..., d]
        total = total + unsqueeze(slope, 2) * axis
    return reshape(total, shape)


@operator(
    name="_grid_sampler",
    grad_fn=lambda self, *_: f"GridSampler{self._data.ndim - 2}DBackward0",
    inplace=False,
    rules={
        "self": lambda grad, self_shape, grid, places, mode: _image_back(
            grad, self_shape, grid, places, mode
        ),
        "grid": lambda grad, self, grid, grid_shape, places, mode: _grid_back(
            grad, self, grid, grid_shape, places, mode
        ),
    },
)
def _grid_sampler(self: Array, grid: Array, places: Places, mode: str) -> Array:
    """The image sampled at the places of a grid."""
    shape = (*self.shape[:2], *grid.shape[1:-1])
    share, sampled = KERNELS["_share"], KERNELS["_sampled"]
    total: Any = np.zeros((), self.dtype)
    for offsets, index, inside in places.around:
        total = total + sampled(self, index, inside) * share(grid, places, mode, offsets, -1)
    return np.asarray(total).reshape(shape)


# -- places ----------------------------------------------------------------------------------------


def _reflected(place: Array, n: int, align: bool) -> tuple[Array, Array]:
    """Return places mirrored at the borders as often as it takes, and 1 or -1: their direction."""
    low, span = (0.0, n - 1.0) if align else (-0.5, float(n))
    if span == 0:
        return np.zeros_like(place), np.zeros_like(place)
    away = place - low
    direction = np.where(away < 0, -1.0, 1.0)
    rest, turns = np.fmod(np.abs(away), span), np.floor(np.abs(away) / span)
    back = turns % 2 == 1
    found = np.where(back, span - rest, rest) + low
    return found, np.where(back, -direction, direction)


def _within(place: Array, n: int, padding: str, align: bool) -> tuple[Array, Array]:
    """Return places brought into the image, as the padding mode says, and their slopes."""
    slope = np.ones_like(place)
    if padding == "zeros":
        return place, slope
    if padding == "reflection":
        place, slope = _reflected(place, n, align)
    inside = (place > 0) & (place < n - 1)
    return np.clip(place, 0, n - 1), np.where(inside, slope, 0)


def _places(grid: Array, inner: Sizes, mode: str, padding: str, align: bool) -> Places:
    """Return the elements around each place of a grid (N, ..., dimensions)."""
    dims = len(inner)
    flat = grid.reshape(len(grid), int(np.prod(grid.shape[1:-1])), dims)
    gain, shift = np.empty_like(flat), np.empty_like(flat)
    along: list[list[tuple[int, Array, Array]]] = []
    for d in range(dims):
        n = inner[dims - 1 - d]  # the first coordinate is that of the last dimension
        factor = (n - 1) / 2 if align else n / 2
        place = (flat[..., d] + 1) * factor if align else ((flat[..., d] + 1) * n - 1) / 2
        slope = np.ones_like(place)
        if mode != "bicubic":  # there each element is brought inside by itself
            place, slope = _within(place, n, padding, align)
        start = np.rint(place) if mode == "nearest" else np.floor(place)
        gain[..., d] = slope * factor
        shift[..., d] = place - start - gain[..., d] * flat[..., d]
        taps = []
        for offset in _OFFSETS[mode]:
            at = start + offset
            if mode == "bicubic":
                at, _ = _within(at, n, padding, align)
            inside = (at >= 0) & (at < n)
            taps.append((offset, np.where(inside, at, 0).astype(np.int64), inside))
        along.append(taps)
    around = []
    for chosen in product(*along):
        index: Any = 0
        inside = np.ones(flat.shape[:2], bool)
        for d in reversed(range(dims)):
            index = index * inner[dims - 1 - d] + chosen[d][1]
            inside &= chosen[d][2]
        around.append((tuple([tap[0] for tap in chosen]), index, inside.astype(grid.dtype)))
    return Places(gain, shift, around)


# -- what users call -------------------------------------------------------------------------------


def _warn_default() -> None:
    warn(
        "Default grid_sample and affine_grid behavior has changed to align_corners=False since "
        "1.3.0. Please specify align_corners=True if the old behavior is desired. See the "
        "documentation of grid_sample for details."
    )


def _check_grid(x: Array, grid: Array, mode: str) -> None:
    shapes = f"but got input with sizes {list(x.shape)} and grid with sizes {list(grid.shape)}"
    if x.shape[0] != grid.shape[0]:
        raise RuntimeError(
            f"grid_sampler(): expected grid and input to have same batch size, {shapes}"
        )
    if grid.shape[-1] != x.ndim - 2:
        raise RuntimeError(
            f"grid_sampler(): expected grid to have size {x.ndim - 2} in last dimension, but got "
            f"grid with sizes {list(grid.shape)}"
        )
    for dim in range(2, x.ndim):
        if not x.shape[dim]:
            raise RuntimeError(
                "grid_sampler(): expected input to have non-empty spatial dimensions, but input "
                f"has sizes {list(x.shape)} with dimension {dim} being empty"
            )
    if x.ndim not in (4, 5) or x.ndim != grid.ndim:
        kind = f"{x.ndim}D" if x.ndim in (4, 5) else "4D or 5D"
        raise RuntimeError(
            f"grid_sampler(): expected {kind} input and grid with same number of dimensions, "
            f"{shapes}"
        )
    if x.ndim == 5 and mode == "bicubic":
        raise RuntimeError("grid_sampler(): bicubic interpolation only supports 4D input")
    if x.dtype.kind != "f":
        raise _not_implemented(f"grid_sampler_{x.ndim - 2}d_cpu_kernel_impl", x.dtype)
    if x.dtype != grid.dtype:
        raise RuntimeError(
            f"expected scalar type {TYPE_NAMES[x.dtype.name]} but found "
            f"{TYPE_NAMES[grid.dtype.name]}"
        )


@exported(
    "nn.functional",
    samples=(
        "grid_sample(a(1, 2, 3, 3), a(1, 2, 2, 2) * 0.4, align_corners=False)",
        "grid_sample(a(1, 1, 3, 4), a(1, 1, 3, 2) * 0.6, align_corners=True)",
        "grid_sample(a(1, 1, 3, 4), a(1, 1, 3, 2), 'bilinear', 'border', False)",
        "grid_sample(a(1, 1, 3, 4), a(1, 1, 3, 2), 'bilinear', 'reflection', True)",
        "grid_sample(a(1, 1, 3, 3), a(1, 1, 3, 2), 'nearest', 'zeros', False)",
        "grid_sample(a(1, 1, 3, 4), a(1, 1, 2, 2) * 0.5, 'bicubic', 'zeros', False)",
        "grid_sample(a(1, 1, 3, 4), a(1, 1, 2, 2), 'bicubic', 'border', True)",
        "grid_sample(a(1, 1, 2, 3, 3), a(1, 1, 1, 2, 3) * 0.5, align_corners=False)",
    ),
)
def grid_sample(
    input: Tensor,
    grid: Tensor,
    mode: str = "bilinear",
    padding_mode: str = "zeros",
    align_corners: bool | None = None,
) -> Tensor:
    """Sample (N, C, H, W) at the places (N, h, w, 2) of a grid, or (N, C, D, H, W) at (N, ..., 3).

    grid: x, y (and z) from -1 to 1, from border to border. mode: "bilinear", "nearest" or
    "bicubic". padding_mode: what is beyond the borders: "zeros", "border" elements or their
    "reflection". align_corners: -1 and 1 are the centres of the corner elements, not their edges.

    >>> import engine
    >>> image, middle = engine.arange(4.0).reshape(1, 1, 2, 2), engine.zeros(1, 1, 1, 2)
    >>> engine.nn.functional.grid_sample(image, middle, align_corners=False)
    tensor([[[[1.5000]]]])
    """
    if mode not in _OFFSETS:
        raise ValueError(
            "nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', "
            f"but got: '{mode}'"
        )
    if padding_mode not in ("zeros", "border", "reflection"):
        raise ValueError(
            "nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or "
            f"'reflection', but got: '{padding_mode}'"
        )
    if align_corners is None:
        _warn_default()
    for position, (name, value) in enumerate((("input", input), ("grid", grid)), 1):
        if not isinstance(value, Tensor):
            raise not_a_tensor("grid_sampler", name, position, value)
    x, at = input._data, grid._data
    _check_grid(x, at, mode)
    places = _places(at, x.shape[2:], mode, padding_mode, bool(align_corners))
    return _grid_sampler(input, grid, places, mode)  # type: ignore[no-any-return]


_MODES = ("bilinear", "nearest", "bicubic")
_PADDINGS = ("zeros", "border", "reflection")
"""The names of the numbers by which PyTorch's own functions choose."""


@exported("torch", samples=("grid_sampler_2d(a(1, 1, 3, 3), p(1, 2, 2, 2) - 0.5, 0, 0, False)",))
def grid_sampler_2d(
    input: Tensor, grid: Tensor, interpolation_mode: int, padding_mode: int, align_corners: bool
) -> Tensor:
    """Return `grid_sample` of images, with numbers for its modes."""
    modes = _MODES[interpolation_mode], _PADDINGS[padding_mode]
    return grid_sample(input, grid, *modes, align_corners)


@exported(
    "torch", samples=("grid_sampler_3d(a(1, 1, 2, 2, 3), p(1, 1, 2, 2, 3) - 0.5, 0, 1, True)",)
)
def grid_sampler_3d(
    input: Tensor, grid: Tensor, interpolation_mode: int, padding_mode: int, align_corners: bool
) -> Tensor:
    """Return `grid_sample` of volumes, with numbers for its modes."""
    modes = _MODES[interpolation_mode], _PADDINGS[padding_mode]
    return grid_sample(input, grid, *modes, align_corners)


@operator(
    name="_affine_grid",
    grad_fn="AffineGridGeneratorBackward0",
    rules={"self": lambda grad, base: _affine_grid_back(grad, base)},
)
def _affine_grid(self: Array, base: Array) -> Array:
    """The places of `base` (..., d + 1) mapped by matrices (N, d, d + 1)."""
    n, d, _ = self.shape
    flat = base.reshape(-1, d + 1)
    return _product(flat[None], np.swapaxes(self, 1, 2), "bmm").reshape(n, *base.shape[:-1], d)


@operator(
    name="_affine_grid_back",
    rules={"self": lambda grad, base: _affine_grid(grad, base)},
)
def _affine_grid_back(self: Array, base: Array) -> Array:
    """The gradient of the matrices."""
    flat = self.reshape(len(self), -1, self.shape[-1])
    return np.matmul(np.swapaxes(flat, 1, 2), base.reshape(-1, base.shape[-1])[None])


@exported(
    "nn.functional",
    samples=(
        "affine_grid(a(2, 2, 3), (2, 1, 2, 3), align_corners=False)",
        "affine_grid(a(1, 2, 3), (1, 1, 1, 3), True)",
        "affine_grid(a(1, 3, 4), (1, 1, 2, 1, 2), False)",
    ),
)
def affine_grid(theta: Tensor, size: Any, align_corners: bool | None = None) -> Tensor:
    """Return the grid, for `grid_sample`, of images of a size under affine maps.

    theta: (N, 2, 3) for the size (N, C, H, W), (N, 3, 4) for (N, C, D, H, W):
    https://arxiv.org/abs/1506.02025

    >>> import engine
    >>> theta = engine.tensor([[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]])
    >>> engine.nn.functional.affine_grid(theta, (1, 1, 1, 2), align_corners=False)
    tensor([[[[-0.5000,  0.0000],
              [ 0.5000,  0.0000]]]])
    """
    if align_corners is None:
        _warn_default()
    if not theta.is_floating_point():
        raise ValueError(f"Expected theta to have floating point type, but got {theta.dtype}")
    if len(size) not in (4, 5):
        raise NotImplementedError(
            "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, "
            f"respectively. Got size {size}."
        )
    d = len(size) - 2
    data = theta._data
    if data.ndim != 3 or data.shape[1:] != (d, d + 1):
        raise ValueError(
            f"Expected a batch of {d}D affine matrices of shape Nx{d}x{d + 1} for size {size}. Got "
            f"{Size(data.shape)}."
        )
    if align_corners and min(size[2:]) == 1:
        warn(
            "Since version 1.3.0, affine_grid behavior has changed for unit-size grids when "
            "align_corners=True. This is not an intended use case of affine_grid. See the "
            "documentation of affine_grid for details."
        )
    elif min(size) <= 0:
        raise ValueError(f"Expected non-zero, positive output size. Got {size}")
    if size[0] != data.shape[0]:
        raise RuntimeError(
            "Expected size for first two dimensions of batch2 tensor to be: "
            f"[{size[0]}, {d + 1}] but got: [{data.shape[0]}, {d + 1}]."
        )
    axes = []
    for n in reversed(size[2:]):
        edge = 0.0 if n <= 1 else 1.0 if align_corners else (n - 1) / n
        axes.append(np.linspace(-edge, edge, n, dtype=data.dtype))
    coordinates = np.meshgrid(*reversed(axes), indexing="ij")[::-1]
    base = np.stack([*coordinates, np.ones_like(coordinates[0])], -1)
    return _affine_grid(theta, base)  # type: ignore[no-any-return]

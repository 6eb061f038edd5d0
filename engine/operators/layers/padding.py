"""Padding: elements put before and after a tensor in some dimensions, or cut off."""

from __future__ import annotations

import numpy as np

from engine.arguments import Ints, parsed
from engine.dtypes import Array
from engine.operators.masks import _not_implemented
from engine.operators.views import slice_
from engine.registry import exported, operator
from engine.tensor import Tensor
from engine.views.inplace import copy_

Pairs = list[tuple[int, int]]


@operator(
    batch="pad",
    name="_constant_pad_nd",
    rules={"self": lambda grad, pad: _constant_pad_nd(grad, tuple([-n for n in pad]), 0)},
)
def _constant_pad_nd(self: Array, pad: tuple[int, ...], value: float) -> Array:
    """The array with `value` before and after it, pairs from the last dimension on; or cut off."""
    widths = [(0, 0)] * self.ndim
    for i in range(len(pad) // 2):
        widths[-1 - i] = (pad[2 * i], pad[2 * i + 1])
    for (before, after), n in zip(widths, self.shape, strict=True):
        if min(before, 0) + min(after, 0) + n < 0:
            raise RuntimeError("narrow(): length must be non-negative.")
    kept = tuple(
        slice(max(-before, 0), n - max(-after, 0))
        for (before, after), n in zip(widths, self.shape, strict=True)
    )
    added = [(max(before, 0), max(after, 0)) for before, after in widths]
    return np.pad(self[kept], added, constant_values=value)


# -- by elements of the tensor ---------------------------------------------------------------------


@operator(
    name="_chosen_along",
    grad_fn=lambda self, indices, node: node,
    saves=("indices",),
    rules={"self": lambda grad, self_shape, indices: _summed_along(grad, indices, self_shape)},
)
def _chosen_along(self: Array, indices: tuple[Array, ...], node: str) -> Array:
    """The elements at indices along the last dimensions, one vector a dimension."""
    for i, index in enumerate(indices):
        self = np.take(self, index, i - len(indices))
    return self


@operator(
    name="_summed_along",
    rules={"self": lambda grad, indices: _chosen_along(grad, indices, "IndexBackward0")},
)
def _summed_along(self: Array, indices: tuple[Array, ...], shape: tuple[int, ...]) -> Array:
    """Zeros of `shape` to which elements are added at indices along the last dimensions."""
    for i, index in enumerate(indices):
        dim = self.ndim - len(indices) + i
        out = np.zeros((*self.shape[:dim], shape[dim], *self.shape[dim + 1 :]), self.dtype)
        np.add.at(out, (slice(None),) * dim + (index,), self)
        self = out
    return self


def _reflected(n: int, before: int, after: int) -> Array:
    position = np.abs(np.arange(-before, n + after))
    return np.where(position >= n, 2 * (n - 1) - position, position)


def _replicated(n: int, before: int, after: int) -> Array:
    return np.clip(np.arange(-before, n + after), 0, n - 1)


def _check_mirrored(mode: str, x: Array, pairs: Pairs) -> None:
    """Refuse what reflection and replication refuse; the pairs begin with the last dimension."""
    dims = len(pairs)
    if not all(x.shape[1:]) or (x.ndim == dims + 1 and not x.size):
        raise RuntimeError(
            f"Expected {dims + 1}D or {dims + 2}D (batch mode) tensor with possibly 0 batch size "
            f"and other non-zero dimensions for input, but got: {list(x.shape)}"
        )
    for i, (before, after) in enumerate(pairs):
        n = x.shape[-1 - i]
        if mode == "reflect" and max(before, after) >= n:
            raise RuntimeError(
                f"Argument #{4 + 2 * i}: Padding size should be less than the corresponding input "
                f"dimension, but got: padding ({before}, {after}) at dimension {x.ndim - 1 - i} of "
                f"input {list(x.shape)}"
            )
    sizes = [n + b + a for n, (b, a) in zip(reversed(x.shape), pairs, strict=False)]
    if max(sizes) < 1:
        axes = "WHD"[:dims][::-1]
        inner = " ".join(f"{c}: {n}" for c, n in zip(axes, x.shape[-dims:], strict=True))
        outer = " ".join(f"{c}: {n}" for c, n in zip(axes, sizes[::-1], strict=True))
        raise RuntimeError(f"input ({inner}) is too small. Calculated output {outer}")
    if x.dtype.kind == "b":
        kind = "reflection" if mode == "reflect" else "replication"
        raise _not_implemented(f"{kind}_pad{dims}d", x.dtype)


def _mirrored(mode: str, input: Tensor, pairs: Pairs) -> Tensor:
    x = input._data
    _check_mirrored(mode, x, pairs)
    positions = _reflected if mode == "reflect" else _replicated
    indices = [positions(x.shape[-1 - i], *pair) for i, pair in enumerate(pairs)]
    name = "ReflectionPad" if mode == "reflect" else "ReplicationPad"
    return _chosen_along(input, tuple(reversed(indices)), f"{name}{len(pairs)}DBackward0")  # type: ignore[no-any-return]


def _circular(input: Tensor, pairs: Pairs) -> Tensor:
    """Return the tensor continued by itself: the middle first, then both ends of each dimension."""
    shape = list(input._data.shape)
    ndim = len(shape)
    for i, (before, after) in enumerate(pairs):
        n = shape[ndim - 1 - i]
        if max(before, after) > n:
            raise RuntimeError("Padding value causes wrapping around more than once.")
        if n + before + after < 0:
            raise RuntimeError("Negative padding value is resulting in an empty dimension")
        shape[ndim - 1 - i] = n + before + after
    out: Tensor = input.new_empty(*shape)
    middle, source = out, input
    for i, (before, after) in enumerate(pairs):
        dim = ndim - 1 - i
        middle = slice_(middle, dim, max(before, 0), shape[dim] - max(after, 0), 1)
        n = source._data.shape[dim]
        source = slice_(source, dim, max(-before, 0), n - max(-after, 0), 1)
    copy_(middle, source)
    for i, (before, after) in reversed(list(enumerate(pairs))):
        dim, n = ndim - 1 - i, shape[ndim - 1 - i]
        head, tail = max(before, 0), n - max(after, 0)
        if before > 0:
            copy_(slice_(out, dim, 0, before, 1), slice_(out, dim, tail - before, tail, 1))
        if after > 0:
            copy_(slice_(out, dim, n - after, n, 1), slice_(out, dim, head, head + after, 1))
    return out


@exported(
    "nn.functional",
    samples=(
        "pad(a(2, 3), (1, 1))",
        "pad(a(2, 3), (1, 1, 2, 0), value=3.0)",
        "pad(a(2, 3), (-1, 1))",
        "pad(a(2, 3), (1, 2), 'reflect')",
        "pad(a(1, 2, 3, 4), (1, 2, 0, 2), 'reflect')",
        "pad(a(1, 3, 2, 3), (1, 1, -1, 1, 1, 0), 'reflect')",
        "pad(a(1, 2, 3), (1, 4), 'replicate')",
        "pad(a(2, 3, 4), (-1, 2, 3, 0), 'replicate')",
        "pad(a(1, 2, 2, 3), (1, 0, 0, 1, 2, 0), 'replicate')",
        "pad(a(1, 2, 3), (1, 3), 'circular')",
        "pad(a(1, 2, 3, 2), (1, -1, 2, 1), 'circular')",
    ),
)
@parsed
def pad(input: Tensor, pad: Ints, mode: str = "constant", value: float | None = None) -> Tensor:
    """Put elements before and after a tensor, or cut off where a width is negative.

    pad: two widths a dimension, beginning with the last dimension.
    mode: "constant" (`value`), "reflect" (mirrored at the border element), "replicate" (the border
    element) or "circular" (from the other end); all but the first for the last one to three of at
    least two dimensions.

    >>> import engine
    >>> engine.nn.functional.pad(engine.tensor([1, 2]), (1, 2))
    tensor([0, 1, 2, 0, 0])
    """
    if isinstance(pad, int):
        raise TypeError("pad(): argument 'pad' (position 2) must be tuple of ints, not int")
    widths = tuple(int(n) for n in pad)
    ndim = input._data.ndim
    if len(widths) % 2:
        raise RuntimeError("Padding length must be divisible by 2")
    if len(widths) > 2 * ndim:
        raise RuntimeError(
            "Padding length should be less than or equal to two times the input dimension but got "
            f"padding length {len(widths)} and input of dimension {ndim}"
        )
    if mode == "constant":
        return _constant_pad_nd(input, widths, 0 if value is None else value)  # type: ignore[no-any-return]
    if value:
        raise RuntimeError(f'Padding mode "{mode}" doesn\'t take in value argument')
    pairs = list(zip(widths[::2], widths[1::2], strict=True))
    if len(pairs) in (1, 2, 3) and ndim in (len(pairs) + 1, len(pairs) + 2):
        if mode in ("reflect", "replicate"):
            return _mirrored(mode, input, pairs)
        if mode == "circular":
            return _circular(input, pairs)
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    raise NotImplementedError(
        f"Padding size {len(widths)} is not supported for {ndim}D input tensor.\n"
        "Supported combinations for non-constant padding:\n"
        "  - 2D or 3D input: padding size = 2 (pads last dimension)\n"
        "  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)\n"
        "  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)"
    )

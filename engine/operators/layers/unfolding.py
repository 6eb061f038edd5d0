"""Windows of images as columns and back, and channels rearranged into images."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import Array
from engine.operators.layers import windows
from engine.operators.layers.windows import Sizes
from engine.operators.masks import _not_implemented
from engine.registry import exported, operator
from engine.tensor import Tensor

# -- columns ---------------------------------------------------------------------------------------


@operator(
    name="_im2col",
    grad_fn="Im2ColBackward0",
    rules={
        "self": lambda grad, self_shape, kernel, dilation, padding, stride: _col2im(
            grad, tuple(self_shape[-2:]), kernel, dilation, padding, stride
        )
    },
)
def _im2col(self: Array, kernel: Sizes, dilation: Sizes, padding: Sizes, stride: Sizes) -> Array:
    """The windows of (..., C, H, W) as columns of (..., C kh kw, windows)."""
    if self.dtype.kind != "f":
        raise _not_implemented("im2col_out_cpu", self.dtype)
    size = _blocks(self.shape[-2:], kernel, dilation, padding, stride)
    found = windows.cut(windows.padded(self, padding), kernel, stride, dilation, size)
    return found.reshape(*self.shape[:-3], self.shape[-3] * prod(kernel), prod(size))


@operator(
    name="_col2im",
    grad_fn="Col2ImBackward0",
    rules={
        "self": lambda grad, kernel, dilation, padding, stride: _im2col(
            grad, kernel, dilation, padding, stride
        )
    },
)
def _col2im(
    self: Array, shape: Sizes, kernel: Sizes, dilation: Sizes, padding: Sizes, stride: Sizes
) -> Array:
    """The sum of windows, given as columns, in images of (H, W) `shape`."""
    if self.dtype.kind != "f":
        raise _not_implemented("col2im_out_cpu", self.dtype)
    size = _blocks(shape, kernel, dilation, padding, stride)
    lead = (*self.shape[:-2], self.shape[-2] // prod(kernel))
    stacked = self.reshape(*lead, *kernel, *size)
    return windows.overlaid(stacked, (*lead, *shape), stride, padding, dilation)


def _blocks(inner: Sizes, kernel: Sizes, dilation: Sizes, padding: Sizes, stride: Sizes) -> Sizes:
    """Return how many windows there are in each dimension."""
    return tuple(
        [
            (n + 2 * p - d * (k - 1) - 1) // s + 1
            for n, k, d, p, s in zip(inner, kernel, dilation, padding, stride, strict=True)
        ]
    )


def _pair(name: str, value: Any) -> Sizes:
    """Return a parameter as two numbers."""
    listed = tuple(value) if isinstance(value, (tuple, list)) else (value, value)
    if len(listed) == 1:
        listed *= 2
    if len(listed) != 2:
        raise RuntimeError(f"It is expected {name} equals to 2, but got size {len(listed)}")
    return listed


def _parameters(function: str, input: Any, **values: Any) -> tuple[Sizes, Sizes, Sizes, Sizes]:
    """Return kernel, dilation, padding and stride; refuse what they cannot be."""
    if not isinstance(input, Tensor):
        raise not_a_tensor(function, "input", 1, input)
    for position, (name, value) in enumerate(values.items(), 2):
        for at, n in enumerate(value if isinstance(value, (tuple, list)) else [value]):
            if not isinstance(n, (int, np.integer)):
                raise TypeError(
                    f"{function}(): argument '{name}' (position {position}) must be tuple of ints, "
                    f"but found element of type {type(n).__name__} at pos {at}"
                )
    kernel, dilation, padding, stride = (
        _pair(name, values[name]) for name in ("kernel_size", "dilation", "padding", "stride")
    )
    for sizes, what, short in (
        (kernel, "kernel size", "kernel"),
        (dilation, "dilation", "dilation"),
        (padding, "padding", "pad"),
        (stride, "stride", "stride"),
    ):
        if min(sizes) <= 0 and (what != "padding" or min(sizes) < 0):
            said = "non-negative" if what == "padding" else "greater than zero"
            raise RuntimeError(
                f"{what} should be {said}, but got {short}_height: {sizes[0]} "
                f"{short}_width: {sizes[1]}"
            )
    return kernel, dilation, padding, stride


@exported("nn.functional")
def unfold(
    input: Tensor, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Tensor:
    """Return the windows of (N, C, H, W) as columns: (N, C kh kw, windows).

    >>> import engine
    >>> engine.nn.functional.unfold(engine.arange(4.0).reshape(1, 2, 2), (2, 1))
    tensor([[0., 1.],
            [2., 3.]])
    """
    sizes = {"kernel_size": kernel_size, "dilation": dilation, "padding": padding, "stride": stride}
    options = _parameters("im2col", input, **sizes)
    x = input._data
    if x.ndim < 3:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-x.ndim}, {x.ndim - 1}], but got "
            f"{x.ndim})"
        )
    if x.ndim not in (3, 4) or not all(x.shape[1:]) or (x.ndim == 3 and not x.size):
        raise RuntimeError(
            "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero "
            f"dimensions for input, but got: {list(x.shape)}"
        )
    kernel, dilation, padding, stride = options
    size = _blocks(x.shape[-2:], *options)
    if min(size) < 1:
        raise RuntimeError(
            f"Given input with spatial size {x.shape[-2:]}, kernel_size={kernel}, "
            f"dilation={dilation}, padding={padding}, calculated shape of the array of sliding "
            f"blocks as {size}, but its components must be at least one."
        )
    return _im2col(input, *options)  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    samples=(
        "fold(a(1, 8, 6), (3, 4), 2)",
        "fold(a(12, 6), (4, 4), (2, 3), 1, 1, 2)",
        "fold(a(2, 8, 9), 5, 2, dilation=2)",
    ),
)
def fold(
    input: Tensor,
    output_size: Any,
    kernel_size: Any,
    dilation: Any = 1,
    padding: Any = 0,
    stride: Any = 1,
) -> Tensor:
    """Sum windows, given as columns, into images: the adjoint of `unfold`.

    >>> import engine
    >>> engine.nn.functional.fold(engine.ones(2, 2), (1, 3), (1, 2))
    tensor([[[1., 2., 1.]]])
    """
    sizes = {
        "output_size": output_size,
        "kernel_size": kernel_size,
        "dilation": dilation,
        "padding": padding,
        "stride": stride,
    }
    options = _parameters("col2im", input, **sizes)
    shape = _pair("output_size", output_size)
    kernel, dilation, padding, stride = options
    x = input._data
    if x.ndim not in (2, 3) or not all(x.shape[-2:]):
        raise RuntimeError(
            "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and "
            f"non-zero dimensions for input, but got: {list(x.shape)}"
        )
    if x.shape[-2] % prod(kernel):
        raise RuntimeError(
            "Expected size of input's dimension 1 to be divisible by the product of kernel_size, "
            f"but got input.size(1)={x.shape[-2]} and kernel_size={kernel}."
        )
    h, w = _blocks(shape, *options)
    if x.shape[-1] != h * w or min(h, w) < 1:
        raise RuntimeError(
            f"Given output_size={shape}, kernel_size={kernel}, dilation={dilation}, "
            f"padding={padding}, stride={stride}, expected size of input's dimension 2 to match the "
            f"calculated number of sliding blocks {h} * {w} = {h * w}, but got "
            f"input.size(2)={x.shape[-1]}."
        )
    return _col2im(input, shape, *options)  # type: ignore[no-any-return]


# -- channels --------------------------------------------------------------------------------------


@operator(
    name="pixel_shuffle",
    namespaces=("nn.functional", "torch"),
    inplace=False,
    rules={"self": lambda grad, upscale_factor: pixel_unshuffle(grad, upscale_factor)},
    samples=("pixel_shuffle(a(1, 4, 2, 3), 2)", "pixel_shuffle(a(4, 1, 2), 2)"),
)
def pixel_shuffle(self: Array, upscale_factor: int) -> Array:
    """Rearrange (..., C r², H, W) to (..., C, H r, W r), r being the factor.

    https://arxiv.org/abs/1609.05158

    >>> import engine
    >>> engine.nn.functional.pixel_shuffle(engine.arange(4).reshape(4, 1, 1), 2)
    tensor([[[0, 1],
             [2, 3]]])
    """
    r = _factor("pixel_shuffle", "upscale_factor", self, upscale_factor)
    c, h, w = self.shape[-3:]
    if c % (r * r):
        raise RuntimeError(
            "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of "
            f"upscale_factor, but input.size(-3)={c} is not divisible by {r * r}"
        )
    lead = self.shape[:-3]
    split = self.reshape(-1, c // (r * r), r, r, h, w) if self.size else self
    if not self.size:
        return np.zeros((*lead, c // (r * r), h * r, w * r), self.dtype)
    return split.transpose(0, 1, 4, 2, 5, 3).reshape(*lead, c // (r * r), h * r, w * r)


@operator(
    name="pixel_unshuffle",
    namespaces=("nn.functional", "torch"),
    inplace=False,
    rules={"self": lambda grad, downscale_factor: pixel_shuffle(grad, downscale_factor)},
    samples=("pixel_unshuffle(a(1, 1, 4, 2), 2)", "pixel_unshuffle(a(2, 2, 4), 2)"),
)
def pixel_unshuffle(self: Array, downscale_factor: int) -> Array:
    """Rearrange (..., C, H r, W r) to (..., C r², H, W), r being the factor.

    >>> import engine
    >>> engine.nn.functional.pixel_unshuffle(engine.arange(4).reshape(1, 2, 2), 2).flatten()
    tensor([0, 1, 2, 3])
    """
    r = _factor("pixel_unshuffle", "downscale_factor", self, downscale_factor)
    c, h, w = self.shape[-3:]
    for name, n, dim in (("height", h, -2), ("width", w, -1)):
        if n % r:
            raise RuntimeError(
                f"pixel_unshuffle expects {name} to be divisible by downscale_factor, but "
                f"input.size({dim})={n} is not divisible by {r}"
            )
    shape = (*self.shape[:-3], c * r * r, h // r, w // r)
    if not self.size:
        return np.zeros(shape, self.dtype)
    split = self.reshape(-1, c, h // r, r, w // r, r)
    return split.transpose(0, 1, 3, 5, 2, 4).reshape(shape)


def _factor(name: str, argument: str, x: Array, factor: Any) -> int:
    if not isinstance(factor, (int, np.integer)) or isinstance(factor, bool):
        raise TypeError(
            f"{name}(): argument '{argument}' (position 2) must be int, not {type(factor).__name__}"
        )
    if x.ndim < 3:
        raise RuntimeError(
            f"{name} expects input to have at least 3 dimensions, but got input with {x.ndim} "
            "dimension(s)"
        )
    if factor <= 0:
        raise RuntimeError(f"{name} expects a positive {argument}, but got {factor}")
    return int(factor)


@operator(
    name="channel_shuffle",
    namespaces=("nn.functional", "torch"),
    inplace=False,
    rules={"self": lambda grad, self_shape, groups: channel_shuffle(grad, self_shape[1] // groups)},
    samples=("channel_shuffle(a(1, 6, 2), 2)", "channel_shuffle(a(2, 4, 1, 2), 2)"),
)
def channel_shuffle(self: Array, groups: int) -> Array:
    """Take one channel of each group of (N, C, ...) in turn.

    https://arxiv.org/abs/1707.01083

    >>> import engine
    >>> engine.nn.functional.channel_shuffle(engine.arange(4).reshape(1, 4, 1), 2).flatten()
    tensor([0, 2, 1, 3])
    """
    if self.ndim <= 2:
        raise RuntimeError(
            "channel_shuffle expects input with > 2 dims, but got input with sizes "
            f"{list(self.shape)}"
        )
    if groups <= 0:
        raise RuntimeError(
            f"Number of groups to divide channels in must be positive. Value of groups:{groups}"
        )
    n, c = self.shape[:2]
    if c % groups:
        raise RuntimeError(
            f"Number of channels must be divisible by groups. Got {c} channels and {groups} groups."
        )
    if not self.size:
        return self.copy()
    split = self.reshape(n, groups, c // groups, -1)
    return np.swapaxes(split, 1, 2).reshape(self.shape)

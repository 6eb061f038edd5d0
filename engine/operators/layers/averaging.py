"""Pooling by the mean or a norm of each window."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.arguments import Ints, parsed
from engine.dtypes import Array
from engine.operators.activation import relu
from engine.operators.arithmetic import mul
from engine.operators.elementary import pow
from engine.operators.layers import windows
from engine.operators.layers.pooling import _each, _pool_size, _samples
from engine.operators.layers.windows import Sizes
from engine.operators.rounding import abs, sign
from engine.operators.shape import squeeze, unsqueeze
from engine.registry import exported, operator
from engine.shapes import wrap_dim
from engine.tensor import Tensor


def _divisors(
    inner: Sizes,
    kernel: Sizes,
    stride: Sizes,
    padding: Sizes,
    size: Sizes,
    count_padding: bool,
    divisor: int | None,
) -> Any:
    """Return how many elements each window counts."""
    if divisor is not None:
        return divisor
    counts: Any = 1
    for n, k, s, p, m in zip(inner, kernel, stride, padding, size, strict=True):
        start = np.arange(m) * s - p
        end = np.minimum(start + k, n + p)
        count = end - start if count_padding else np.minimum(end, n) - np.maximum(start, 0)
        counts = np.multiply.outer(counts, count)
    return counts


def _room(inner: Sizes, kernel: Sizes, stride: Sizes, padding: Sizes, size: Sizes) -> Sizes:
    """Return the sizes of an array that holds the input, its padding and all windows."""
    return tuple(
        [
            max(n + 2 * p, windows.span(m, k, s, 1))
            for n, k, s, p, m in zip(inner, kernel, stride, padding, size, strict=True)
        ]
    )


@operator(
    name="_avg_pool",
    grad_fn=lambda self, kernel, *_: f"AvgPool{len(kernel)}DBackward0",
    rules={
        "self": lambda grad, self_shape, kernel, stride, padding, count_padding, divisor: (
            _avg_pool_back(grad, self_shape, kernel, stride, padding, count_padding, divisor)
        )
    },
)
def _avg_pool(
    self: Array,
    kernel: Sizes,
    stride: Sizes,
    padding: Sizes,
    size: Sizes,
    count_padding: bool,
    divisor: int | None,
) -> Array:
    """The sum of each of `size` windows, divided by how many elements it counts."""
    lead, inner = self.shape[: -len(kernel)], self.shape[-len(kernel) :]
    wide = np.zeros(lead + _room(inner, kernel, stride, padding, size), self.dtype)
    wide[windows.within(padding, inner)] = self
    out = np.zeros(lead + size, self.dtype)
    for _, place in windows.places(kernel, stride, (1,) * len(kernel), size):
        out += wide[place]
    counts = _divisors(inner, kernel, stride, padding, size, count_padding, divisor)
    if self.dtype.kind != "f":
        return np.trunc(out / counts).astype(self.dtype)
    return np.divide(out, counts, dtype=self.dtype)


@operator(
    name="_avg_pool_back",
    grad_fn=lambda self, shape, kernel, *_: f"AvgPool{len(kernel)}DBackwardBackward0",
    rules={
        "self": lambda grad, self_shape, kernel, stride, padding, count_padding, divisor: _avg_pool(
            grad,
            kernel,
            stride,
            padding,
            tuple(self_shape[-len(kernel) :]),
            count_padding,
            divisor,
        )
    },
)
def _avg_pool_back(
    self: Array,
    shape: Sizes,
    kernel: Sizes,
    stride: Sizes,
    padding: Sizes,
    count_padding: bool,
    divisor: int | None,
) -> Array:
    """Each element divided among the elements of its window, in zeros of `shape`."""
    lead, inner, size = shape[: -len(kernel)], shape[-len(kernel) :], self.shape[-len(kernel) :]
    counts = _divisors(inner, kernel, stride, padding, size, count_padding, divisor)
    share = np.divide(self, counts, dtype=self.dtype)
    wide = np.zeros(lead + _room(inner, kernel, stride, padding, size), self.dtype)
    for _, place in windows.places(kernel, stride, (1,) * len(kernel), size):
        wide[place] += share
    return wide[windows.within(padding, inner)]


def _averaged_windows(
    name: str,
    input: Tensor,
    kernel_size: Any,
    stride: Any,
    padding: Any,
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: int | None,
) -> Tensor:
    dims = int(name[-2])
    kernel = _each(name, "kernel_size", kernel_size, dims)
    stride = _each(name, "stride", () if stride is None else stride, dims, kernel)
    padding = _each(name, "padding", padding, dims)
    if divisor_override == 0:
        raise RuntimeError("divisor must be not zero")
    x = input._data
    if dims == 2:
        wrap_dim(-3, x.ndim)
    elif x.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"non-empty {dims + 1}D or {dims + 2}D (batch mode) tensor expected for input"
        )
    if dims == 3 and any(
        n + 2 * p < k for n, k, p in zip(x.shape[-3:], kernel, padding, strict=True)
    ):
        image, wanted = (
            " ".join(f"{prefix}{axis}: {n}" for axis, n in zip("THW", sizes, strict=True))
            for prefix, sizes in (("", x.shape[-3:]), ("k", kernel))
        )
        raise RuntimeError(f"input image ({image}) smaller than kernel size ({wanted})")
    size = _pool_size(x, kernel, stride, padding, (1,) * dims, ceil_mode)
    return _avg_pool(input, kernel, stride, padding, size, count_include_pad, divisor_override)  # type: ignore[no-any-return]


def _check_dims_of_one(name: str, x: Array) -> None:
    """Refuse what has not one spatial dimension."""
    if x.ndim not in (2, 3):
        raise RuntimeError(
            f"Expected 2 to 3 dimensions, but got {x.ndim}-dimensional tensor for argument #1 "
            f"'self' (while checking arguments for {name})"
        )


_CASES = (
    "{}(a(1, 2, {}), 2)",
    "{}(a(2, {}), 3, 2, 1)",
    "{}(a(1, {}), 3, 2, 1, False, False)",
    "{}(a(1, {}), 2, 3, ceil_mode=True)",
    "{}(a(1, {}), 3, 2, 1, ceil_mode=True, count_include_pad=False)",
)
_DIVIDED = ("{}(a(1, {}), 2, divisor_override=3)",)


@exported("nn.functional", "torch", samples=_samples("avg_pool1d", _CASES))
@parsed
def avg_pool1d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:
    """Return the mean of each window of (N, C, L) or (C, L).

    stride: the distance of windows, their size if not given. padding: zeros on both sides.
    ceil_mode: the last window may be cut. count_include_pad: whether zeros of the padding count.

    >>> import engine
    >>> engine.nn.functional.avg_pool1d(engine.tensor([[1.0, 3.0, 2.0, 0.0]]), 2)
    tensor([[2., 1.]])
    """
    _check_dims_of_one("avg_pool1d", input._data)
    k, s, p = (
        _one(name, value)
        for name, value in (
            ("kernel_size", kernel_size),
            ("stride", kernel_size if stride is None or stride == () else stride),
            ("padding", padding),
        )
    )
    flat = unsqueeze(input, -2)
    options = ((1, k), (1, s), (0, p), ceil_mode, count_include_pad, None)
    return squeeze(_averaged_windows("avg_pool2d", flat, *options), -2)  # type: ignore[no-any-return]


def _one(name: str, value: Any) -> int:
    listed = [value] if isinstance(value, (int, np.integer)) else list(value)
    if len(listed) != 1:
        raise RuntimeError(
            f"avg_pool1d() argument '{name}' should contain one int (got {len(listed)})"
        )
    return int(listed[0])


@exported("nn.functional", samples=_samples("avg_pool2d", _CASES + _DIVIDED))
@parsed
def avg_pool2d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """Return the mean of each window of (N, C, H, W) or (C, H, W): see `avg_pool1d`.

    divisor_override: what sums are divided by, whatever they count.

    >>> import engine
    >>> engine.nn.functional.avg_pool2d(engine.arange(4.0).reshape(1, 2, 2), 2)
    tensor([[[1.5000]]])
    """
    options = (stride, padding, ceil_mode, count_include_pad, divisor_override)
    return _averaged_windows("avg_pool2d", input, kernel_size, *options)


@exported("nn.functional", samples=_samples("avg_pool3d", _CASES + _DIVIDED))
@parsed
def avg_pool3d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """Return the mean of each window of (N, C, D, H, W) or (C, D, H, W): see `avg_pool2d`.

    >>> import engine
    >>> engine.nn.functional.avg_pool3d(engine.arange(8.0).reshape(1, 2, 2, 2), 2)
    tensor([[[[3.5000]]]])
    """
    options = (stride, padding, ceil_mode, count_include_pad, divisor_override)
    return _averaged_windows("avg_pool3d", input, kernel_size, *options)


# -- norms -----------------------------------------------------------------------------------------


def _root(means: Tensor, norm_type: float, count: Any) -> Tensor:
    """Return count * means to the power 1 / p; the derivative where they are 0 is PyTorch's."""
    return pow(mul(mul(sign(means), relu(abs(means))), count), 1.0 / norm_type)


_NORMS = ("{}(p(1, 2, {}), 2, 2)", "{}(p(1, 2, {}), 3.0, 2, 1, True)")


@exported("nn.functional", samples=_samples("lp_pool1d", _NORMS))
def lp_pool1d(
    input: Tensor,
    norm_type: float,
    kernel_size: int,
    stride: Any = None,
    ceil_mode: bool = False,
) -> Tensor:
    """Return the p-norm of each window of (N, C, L) or (C, L), without absolute values.

    sum(x ** p) ** (1 / p), p being `norm_type`.

    >>> import engine
    >>> engine.nn.functional.lp_pool1d(engine.tensor([[3.0, 4.0]]), 2, 2)
    tensor([[5.]])
    """
    powers = pow(input, norm_type)
    return _root(avg_pool1d(powers, kernel_size, stride, 0, ceil_mode), norm_type, kernel_size)


@exported("nn.functional", samples=_samples("lp_pool2d", _NORMS))
def lp_pool2d(
    input: Tensor,
    norm_type: float,
    kernel_size: Any,
    stride: Any = None,
    ceil_mode: bool = False,
) -> Tensor:
    """Return the p-norm of each window of (N, C, H, W) or (C, H, W): see `lp_pool1d`.

    >>> import engine
    >>> engine.nn.functional.lp_pool2d(engine.tensor([[[3.0, 4.0]]]), 2, (1, 2))
    tensor([[[5.]]])
    """
    h, w = _each("lp_pool2d", "kernel_size", kernel_size, 2)
    powers = pow(input, norm_type)
    return _root(avg_pool2d(powers, kernel_size, stride, 0, ceil_mode), norm_type, h * w)


@exported("nn.functional", samples=_samples("lp_pool3d", _NORMS))
def lp_pool3d(
    input: Tensor,
    norm_type: float,
    kernel_size: Any,
    stride: Any = None,
    ceil_mode: bool = False,
) -> Tensor:
    """Return the p-norm of each window of (N, C, D, H, W) or (C, D, H, W): see `lp_pool1d`.

    >>> import engine
    >>> engine.nn.functional.lp_pool3d(engine.tensor([[[[3.0, 4.0]]]]), 2, (1, 1, 2))
    tensor([[[[5.]]]])
    """
    d, h, w = _each("lp_pool3d", "kernel_size", kernel_size, 3)
    powers = pow(input, norm_type)
    return _root(avg_pool3d(powers, kernel_size, stride, 0, ceil_mode), norm_type, d * h * w)

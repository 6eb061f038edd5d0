"""Pooling to a size: as many windows as asked for, which share the input among them."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.layers.averaging import _check_dims_of_one
from engine.operators.layers.pooling import _pooled, _samples
from engine.operators.layers.windows import Sizes
from engine.operators.masks import _not_implemented
from engine.operators.picking import _found
from engine.operators.reduction import mean
from engine.operators.shape import squeeze, unsqueeze
from engine.registry import exported, operator
from engine.tensor import Tensor, from_array


def _shares(n: int, size: int) -> list[slice]:
    """Return the windows that share `n` elements: from floor(i n / size) to ceil((i + 1) n / size)."""
    return [slice(i * n // size, -(-(i + 1) * n // size)) for i in range(size)]


def _cells(inner: Sizes, size: Sizes) -> Any:
    """Yield for each window its place in the result and its place in the input."""
    along = [_shares(n, m) for n, m in zip(inner, size, strict=True)]
    for place in product(*map(range, size)):
        window = tuple([along[axis][i] for axis, i in enumerate(place)])
        yield (..., *place), (..., *window)


# -- the mean --------------------------------------------------------------------------------------


@operator(
    name="_adaptive_avg_pool",
    grad_fn=lambda self, size: f"AdaptiveAvgPool{len(size)}DBackward0",
    rules={"self": lambda grad, self_shape, size: _adaptive_avg_back(grad, self_shape, size)},
)
def _adaptive_avg_pool(self: Array, size: Sizes) -> Array:
    """The means of `size` windows."""
    dims = len(size)
    out = np.zeros(self.shape[:-dims] + size, self.dtype)
    axes = tuple(range(-dims, 0))
    for place, window in _cells(self.shape[-dims:], size):
        out[place] = np.mean(self[window], axes)
    return out


@operator(
    name="_adaptive_avg_back",
    grad_fn=lambda self, shape, size: f"AdaptiveAvgPool{len(size)}DBackwardBackward0",
    rules={"self": lambda grad, size: _adaptive_avg_pool(grad, size)},
)
def _adaptive_avg_back(self: Array, shape: Sizes, size: Sizes) -> Array:
    """Each element divided among the elements of its window, in zeros of `shape`."""
    dims = len(size)
    out = np.zeros(shape, self.dtype)
    for place, window in _cells(shape[-dims:], size):
        part = out[window]
        count = 1
        for n in part.shape[-dims:]:
            count *= n
        part += (self[place] / count)[(..., *(None,) * dims)]
    return out


def _wanted(output_size: Any, shape: Sizes) -> Any:
    """Return the size asked for, None standing for the input's own."""
    if isinstance(output_size, (int, np.integer)) or not isinstance(output_size, (tuple, list)):
        return output_size
    if len(shape) <= len(output_size):
        raise ValueError(f"Input dimension should be at least {len(output_size) + 1}")
    own = shape[-len(output_size) :] if output_size else ()
    return [n if m is None else m for m, n in zip(output_size, own, strict=True)]


def _size_of(name: str, input: Any, output_size: Any, dims: int, wrong: str) -> Sizes:
    if not isinstance(input, Tensor):
        raise not_a_tensor(name, "input", 1, input)
    wanted = _wanted(output_size, input._data.shape)
    listed = list(wanted) if isinstance(wanted, (tuple, list)) else [wanted] * dims
    for position, n in enumerate(listed):
        if not isinstance(n, (int, np.integer)):
            raise TypeError(
                f"{name}(): argument 'output_size' (position 2) must be tuple of ints, but found "
                f"element of type {type(n).__name__} at pos {position}"
            )
    if len(listed) != dims:
        raise RuntimeError(f"{name}{wrong} {dims}")
    return tuple([int(n) for n in listed])


def _check_filled(name: str, x: Array) -> None:
    for dim in range(1, x.ndim):
        if not x.shape[dim]:
            raise RuntimeError(
                f"{name}(): Expected input to have non-zero size for non-batch dimensions, but "
                f"input has sizes {list(x.shape)} with dimension {dim} being empty"
            )


def _averaged(input: Tensor, size: Sizes) -> Tensor:
    dims = len(size)
    name = f"adaptive_avg_pool{dims}d"
    x = input._data
    if min(size) < 0:
        shown = "{}, {}" if dims == 2 else "{}, {},{}"
        raise RuntimeError(
            f"{name}: elements of output_size must be greater than or equal to 0 but received "
            "{" + shown.format(*size) + "}"
        )
    if size == (1,) * dims:
        return mean(input, tuple(range(-dims, 0)), True)  # type: ignore[no-any-return]
    _check_filled(name, x)
    if x.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"{name}(): Expected {dims + 1}D or {dims + 2}D tensor, but got {list(x.shape)}"
        )
    if x.dtype.kind != "f":
        raise _not_implemented(name, x.dtype)
    return _adaptive_avg_pool(input, size)  # type: ignore[no-any-return]


_AVERAGES = ("{}(a(1, 2, {}), 3)", "{}(a(2, {}), 1)", "{}(a(2, {}), 2)")


@exported("nn.functional", "torch", samples=_samples("adaptive_avg_pool1d", _AVERAGES))
def adaptive_avg_pool1d(input: Tensor, output_size: Any) -> Tensor:
    """Return the means of `output_size` windows of (N, C, L) or (C, L).

    Window i reaches from floor(i L / size) to ceil((i + 1) L / size).

    >>> import engine
    >>> engine.nn.functional.adaptive_avg_pool1d(engine.tensor([[1.0, 2.0, 3.0]]), 2)
    tensor([[1.5000, 2.5000]])
    """
    size = _single("adaptive_avg_pool1d", input, output_size)
    return squeeze(_averaged(unsqueeze(input, -2), (1, size)), -2)  # type: ignore[no-any-return]


def _single(name: str, input: Any, output_size: Any) -> int:
    """Return the one size asked for."""
    if not isinstance(input, Tensor):
        raise not_a_tensor(name, "input", 1, input)
    listed = [output_size] if not isinstance(output_size, (tuple, list)) else output_size
    if not all(isinstance(n, (int, np.integer)) for n in listed):
        raise TypeError(
            f"{name}(): argument 'output_size' (position 2) must be tuple of ints, not "
            f"{type(output_size).__name__}"
        )
    if len(listed) != 1:
        raise RuntimeError(
            f"{name}() argument 'output_size' should contain one int (got {len(listed)})"
        )
    _check_dims_of_one(name, input._data)
    return int(listed[0])


@exported(
    "nn.functional",
    samples=(
        *_samples("adaptive_avg_pool2d", _AVERAGES),
        "adaptive_avg_pool2d(a(1, 2, 5, 4), (None, 3))",
    ),
)
def adaptive_avg_pool2d(input: Tensor, output_size: Any) -> Tensor:
    """Return the means of as many windows of (N, C, H, W) or (C, H, W) as `output_size` says.

    output_size: one number or two; None keeps the input's size. See `adaptive_avg_pool1d`.

    >>> import engine
    >>> engine.nn.functional.adaptive_avg_pool2d(engine.arange(4.0).reshape(1, 2, 2), (1, 2))
    tensor([[[1., 2.]]])
    """
    wrong = ": output_size must be"
    return _averaged(input, _size_of("adaptive_avg_pool2d", input, output_size, 2, wrong))


@exported("nn.functional", samples=_samples("adaptive_avg_pool3d", _AVERAGES))
def adaptive_avg_pool3d(input: Tensor, output_size: Any) -> Tensor:
    """Return the means of as many windows of (N, C, D, H, W) or (C, D, H, W) as `output_size` says.

    See `adaptive_avg_pool2d`.

    >>> import engine
    >>> engine.nn.functional.adaptive_avg_pool3d(engine.arange(8.0).reshape(1, 2, 2, 2), 1)
    tensor([[[[3.5000]]]])
    """
    wrong = ": output_size must be"
    return _averaged(input, _size_of("adaptive_avg_pool3d", input, output_size, 3, wrong))


# -- the largest element ---------------------------------------------------------------------------


def _largest(x: Array, size: Sizes) -> Array:
    """Return where in its plane the largest element of each window is; the last NaN, if any."""
    dims = len(size)
    inner = x.shape[-dims:]
    numbers = np.arange(int(np.prod(inner))).reshape(inner)
    index = np.zeros(x.shape[:-dims] + size, np.int64)
    for place, window in _cells(inner, size):
        part = x[window]
        part = part.reshape(*x.shape[:-dims], int(np.prod(part.shape[-dims:])))
        chosen = np.argmax(part, -1)
        if x.dtype.kind == "f":
            nan = np.isnan(part)
            last = part.shape[-1] - 1 - np.argmax(nan[..., ::-1], -1)
            chosen = np.where(nan.any(-1), last, chosen)
        index[place] = numbers[window].reshape(-1)[chosen]
    return index


def _maximal(name: str, input: Tensor, size: Sizes) -> tuple[Tensor, Tensor]:
    dims = len(size)
    x = input._data
    _check_filled(name, x)
    if x.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"{name}(): Expected {dims + 1}D or {dims + 2}D tensor, but got: {list(x.shape)}"
        )
    if min(size) < 0:
        shape = [*x.shape[:-dims], *size]
        raise RuntimeError(f"Trying to create tensor with negative dimension {min(size)}: {shape}")
    if x.dtype.kind != "f":
        raise NotImplementedError(f"\"{name}\" not implemented for '{TYPE_NAMES[x.dtype.name]}'")
    index = _found(lambda a: _largest(a, size), x)
    return _pooled(input, index, dims, f"AdaptiveMaxPool{dims}DBackward0"), from_array(index)


_LARGEST = ("{}(a(1, 2, {}), 3)", "{}(a(2, {}), 1)", "{}(a(2, {}), 2, True)")


@exported("nn.functional", samples=_samples("adaptive_max_pool1d", _LARGEST))
def adaptive_max_pool1d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """Return the largest elements of `output_size` windows of (N, C, L) or (C, L).

    return_indices: return the positions of the elements, too. See `adaptive_avg_pool1d`.

    >>> import engine
    >>> engine.nn.functional.adaptive_max_pool1d(engine.tensor([[1.0, 3.0, 2.0]]), 2)
    tensor([[3., 3.]])
    """
    size = _single("adaptive_max_pool1d", input, output_size)
    _check_filled("adaptive_max_pool1d", input._data)
    both = _maximal("adaptive_max_pool2d", unsqueeze(input, -2), (1, size))
    values, index = (squeeze(found, -2) for found in both)
    return (values, index) if return_indices else values


@exported("nn.functional", samples=_samples("adaptive_max_pool2d", _LARGEST))
def adaptive_max_pool2d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """Return the largest elements of as many windows of (N, C, H, W) as `output_size` says.

    See `adaptive_max_pool1d`.

    >>> import engine
    >>> engine.nn.functional.adaptive_max_pool2d(engine.arange(4.0).reshape(1, 2, 2), (1, 2))
    tensor([[[2., 3.]]])
    """
    wrong = "(): internal error: output_size.size() must be"
    size = _size_of("adaptive_max_pool2d", input, output_size, 2, wrong)
    both = _maximal("adaptive_max_pool2d", input, size)
    return both if return_indices else both[0]


@exported("nn.functional", samples=_samples("adaptive_max_pool3d", _LARGEST))
def adaptive_max_pool3d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """Return the largest elements of as many windows of (N, C, D, H, W) as `output_size` says.

    See `adaptive_max_pool1d`.

    >>> import engine
    >>> engine.nn.functional.adaptive_max_pool3d(engine.arange(8.0).reshape(1, 2, 2, 2), 1)
    tensor([[[[7.]]]])
    """
    wrong = "(): internal error: output_size.size() must be"
    size = _size_of("adaptive_max_pool3d", input, output_size, 3, wrong)
    both = _maximal("adaptive_max_pool3d", input, size)
    return both if return_indices else both[0]

"""Pooling: the largest element of each window."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine.convert import not_a_tensor, type_name
from engine.dtypes import Array
from engine.operators.layers import windows
from engine.operators.layers.windows import Sizes
from engine.operators.masks import _not_implemented
from engine.operators.picking import _found
from engine.operators.shape import squeeze, unsqueeze
from engine.registry import exported, operator
from engine.tensor import Tensor, from_array

_COUNTS = {1: "one int", 2: "two ints", 3: "three ints"}
_AXES = "THW"

# -- parameters and shapes -------------------------------------------------------------------------


def _each(function: str, name: str, value: Any, dims: int, default: Sizes | None = None) -> Sizes:
    """Return a parameter as one number a dimension."""
    if isinstance(value, (int, np.integer)):
        return (int(value),) * dims
    listed = tuple(int(n) for n in value)
    if len(listed) == 1:
        return listed * dims
    if not listed and default is not None:
        return default
    if len(listed) != dims:
        if name == "stride":
            said = "must either be omitted, a single int, or a tuple of"
        elif name == "dilation":
            said = "must be either a single int, or a tuple of"
        else:
            said = "must either be a single int, or a tuple of"
        raise RuntimeError(f"{function}: {name} {said} {_COUNTS[dims]}")
    return listed


def _windows_along(n: int, k: int, s: int, p: int, d: int, ceil: bool) -> int:
    """Return how many windows fit along a dimension; the last must begin before its right border."""
    if s == 0:
        raise RuntimeError("stride should not be zero")
    if p < 0:
        raise RuntimeError(f"pad must be non-negative, but got pad: {p}")
    if p > ((k - 1) * d + 1) // 2:
        raise RuntimeError(
            "pad should be at most half of effective kernel size, but got "
            f"pad={p}, kernel_size={k} and dilation={d}"
        )
    size = (n + 2 * p - d * (k - 1) - 1 + (s - 1 if ceil else 0)) // s + 1
    return size - 1 if ceil and (size - 1) * s >= n + p else size


def _named(prefix: str, sizes: Sizes) -> str:
    return " ".join(
        f"{prefix}{axis}: {n}" for axis, n in zip(_AXES[-len(sizes) :], sizes, strict=True)
    )


def _pool_size(
    x: Array, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, ceil: bool
) -> Sizes:
    """Return how many windows there are in each dimension; refuse what does not fit."""
    dims = len(kernel)
    inner = x.shape[-dims:]
    size = tuple(
        [
            _windows_along(n, k, s, p, d, ceil)
            for n, k, s, p, d in zip(inner, kernel, stride, padding, dilation, strict=True)
        ]
    )
    if min(kernel) <= 0:
        raise RuntimeError(
            f"kernel size should be greater than zero, but got {_named('k', kernel)}"
        )
    if min(stride) <= 0:
        raise RuntimeError(f"stride should be greater than zero, but got {_named('d', stride)}")
    if min(dilation) <= 0:
        shown = " ".join(
            f"dilation{axis}: {n}" for axis, n in zip(_AXES[-dims:], dilation, strict=True)
        )
        raise RuntimeError(f"dilation should be greater than zero, but got {shown}")
    _check_filled(x, dims)
    if min(size) < 1:
        planes = x.shape[-dims - 1]
        given, wanted = ("x".join(map(str, (planes, *sizes))) for sizes in (inner, size))
        raise RuntimeError(
            f"Given input size: ({given}). Calculated output size: ({wanted}). Output size is too "
            "small"
        )
    return size


def _check_filled(x: Array, dims: int) -> None:
    """Refuse inputs without elements, unless it is the batch that is empty."""
    if (x.ndim != dims + 2 and (x.ndim != dims + 1 or not x.size)) or 0 in x.shape[1:]:
        raise RuntimeError(
            f"Expected {dims + 1}D or {dims + 2}D (batch mode) tensor with optional 0 dim batch "
            f"size for input, but got:{list(x.shape)}"
        )


# -- the largest element ---------------------------------------------------------------------------


@operator(
    name="_pooled",
    grad_fn=lambda self, index, dims, node: node,
    saves=("index",),
    rules={
        "self": lambda grad, self_shape, index, dims: _pooled_back(grad, self_shape, index, dims)
    },
)
def _pooled(self: Array, index: Array, dims: int, node: str) -> Array:
    """The elements at `index`, which counts within the last `dims` dimensions."""
    lead = self.shape[:-dims]
    flat = self.reshape(prod(lead), prod(self.shape[-dims:]))
    found = np.take_along_axis(flat, index.reshape(prod(lead), prod(index.shape[-dims:])), 1)
    return found.reshape(index.shape)


@operator(
    name="_pooled_back",
    rules={"self": lambda grad, index, dims: _pooled(grad, index, dims, "GatherBackward0")},
)
def _pooled_back(self: Array, shape: Sizes, index: Array, dims: int) -> Array:
    """Zeros of `shape` to which elements are added at `index`."""
    planes, inner = prod(shape[:-dims]), prod(shape[-dims:])
    out = np.zeros(planes * inner, self.dtype)
    offsets = np.arange(planes)[:, None] * inner
    chosen = index.reshape(planes, prod(index.shape[-dims:])) + offsets
    np.add.at(out, chosen.reshape(-1), self.reshape(-1))
    return out.reshape(shape)


def _argmax(
    x: Array, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, size: Sizes
) -> Array:
    """Return where in its plane the largest element of each window is; the last NaN, if any."""
    dims = len(kernel)
    lowest = -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min
    room = [
        max(n + 2 * p, windows.span(m, k, s, d)) - n - 2 * p
        for n, p, m, k, s, d in zip(
            x.shape[-dims:], padding, size, kernel, stride, dilation, strict=True
        )
    ]
    wide = windows.padded(x, padding, lowest)
    if any(room):  # with ceil_mode the last window may reach beyond the padding
        wide = np.pad(
            wide, [(0, 0)] * (x.ndim - dims) + [(0, r) for r in room], constant_values=lowest
        )
    best = np.full(x.shape[:-dims] + size, lowest, x.dtype)
    chosen = np.full(best.shape, -1)
    nan = x.dtype.kind == "f" and bool(np.isnan(x).any())
    for number, (_, place) in enumerate(windows.places(kernel, stride, dilation, size)):
        here = wide[place]
        better = here > best
        if nan:
            better |= np.isnan(here)
        np.copyto(best, here, where=better)
        np.copyto(chosen, number, where=better)
    # Nothing is larger than -inf: then PyTorch takes the first element of the window.
    within = np.unravel_index(np.maximum(chosen, 0), kernel)
    flat: Any = 0
    for axis in range(dims):
        n, s, p, d = x.shape[axis - dims], stride[axis], padding[axis], dilation[axis]
        start = np.arange(size[axis]).reshape((-1,) + (1,) * (dims - axis - 1)) * s - p
        position = start + within[axis] * d
        position = np.where(position < 0, position + -(position // d) * d, position)
        flat = flat * n + position
    return np.asarray(flat)


def _max_pool(
    name: str,
    input: Any,
    kernel_size: Any,
    stride: Any,
    padding: Any,
    dilation: Any,
    ceil_mode: bool,
) -> tuple[Tensor, Tensor]:
    dims = int(name[-2])
    _check_kinds(
        name,
        input=input,
        kernel_size=kernel_size,
        stride=stride,
        padding=padding,
        dilation=dilation,
    )
    kernel = _each(name, "kernel_size", kernel_size, dims)
    stride = _each(name, "stride", () if stride is None else stride, dims, kernel)
    padding = _each(name, "padding", padding, dims)
    dilation = _each(name, "dilation", dilation, dims)
    x = input._data
    if x.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"non-empty {dims + 1}D or {dims + 2}D (batch mode) tensor expected for input"
        )
    size = _pool_size(x, kernel, stride, padding, dilation, ceil_mode)
    if x.dtype.kind == "b":
        raise _not_implemented(name, x.dtype)
    index = _found(lambda a: _argmax(a, kernel, stride, padding, dilation, size), x)
    node = f"MaxPool{dims}DWithIndicesBackward0"
    return _pooled(input, index, dims, node), from_array(index)


def _check_kinds(function: str, **arguments: Any) -> None:
    """Refuse a first argument that is no tensor, and others that are neither None nor integers."""
    for position, (name, value) in enumerate(arguments.items(), 1):
        if position == 1:
            if not isinstance(value, Tensor):
                raise not_a_tensor(function, name, position, value)
            continue
        listed = value if isinstance(value, (tuple, list)) else [value]
        if value is not None and not all(isinstance(n, (int, np.integer)) for n in listed):
            raise TypeError(
                f"{function}(): argument '{name}' (position {position}) must be tuple of ints, not "
                f"{type_name(value)}"
            )


def _check_max_pool1d(
    x: Array, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool
) -> None:
    """Refuse what PyTorch's one-dimensional pooling refuses in words of its own."""
    if x.ndim not in (2, 3) or not all(x.shape[1:]) or (x.ndim == 2 and not x.size):
        raise RuntimeError(
            "max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for "
            f"input, but got:{list(x.shape)}"
        )
    found: dict[str, int] = {}
    for name, value in (
        ("kernel_size", kernel_size),
        ("stride", stride if stride is not None else ()),
        ("padding", padding),
        ("dilation", dilation),
    ):
        listed = [value] if isinstance(value, (int, np.integer)) else list(value)
        if len(listed) != 1 and not (name == "stride" and not listed):
            raise RuntimeError(
                f"max_pool1d() {name} must be an int, list of ints or tuple of ints of size 1 but "
                f"got size {len(listed)}"
            )
        found[name] = int(listed[0]) if listed else found["kernel_size"]
    k, s, p, d = found.values()
    for name, value, fits, said in (
        ("kernel_size", k, k > 0, "greater than zero"),
        ("stride", s, s > 0, "greater than zero"),
        ("padding", p, p >= 0, "non-negative"),
    ):
        if not fits:
            raise RuntimeError(f"max_pool1d() {name} must be {said}, but got {value}")
    if p > k // 2:
        raise RuntimeError(
            "max_pool1d() padding should be at most half of kernel size, but got "
            f"padding={p} and kernel_size={k}"
        )
    if d <= 0:
        raise RuntimeError(f"max_pool1d() dilation must be greater than zero, but got {d}")
    size = _windows_along(x.shape[-1], k, s, p, d, ceil_mode)
    if size <= 0:
        raise RuntimeError(f"max_pool1d() Invalid computed output size: {size}")


_MAX_POOL = (
    "{}(a(1, 2, {}), 2)",
    "{}(a(2, {}), 3, 2, 1)",
    "{}(a(1, {}), 2, stride=1, dilation=2)",
    "{}(a(1, {}), 2, 3, ceil_mode=True)",
    "{}(a(1, {}), 2, return_indices=True)",
)
_INNER = {1: "5", 2: "5, 4", 3: "4, 4, 5"}


def _samples(name: str, cases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(case.format(name, _INNER[int(name[-2])]) for case in cases)


@exported("nn.functional", "torch", samples=_samples("max_pool1d", _MAX_POOL))
def max_pool1d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """Return the largest element of each window of (N, C, L) or (C, L).

    stride: the distance of windows, their size if not given. padding: elements of -inf on both
    sides. dilation: the distance of a window's elements. ceil_mode: the last window may be cut.
    return_indices: return the positions of the elements, too.

    >>> import engine
    >>> engine.nn.functional.max_pool1d(engine.tensor([[1.0, 3.0, 2.0, 0.0]]), 2)
    tensor([[3., 2.]])
    """
    _check_kinds("max_pool1d", input=input, kernel_size=kernel_size, stride=stride)
    _check_max_pool1d(input._data, kernel_size, stride, padding, dilation, ceil_mode)
    if input._data.dtype.kind != "f":
        raise _not_implemented("max_pool1d_impl", input._data.dtype)
    k, p, d = (_each("max_pool1d", "", v, 1)[0] for v in (kernel_size, padding, dilation))
    s = _each("max_pool1d", "", () if stride is None else stride, 1, (k,))[0]
    flat = unsqueeze(input, -2)
    both = _max_pool("max_pool2d", flat, (1, k), (1, s), (0, p), (1, d), ceil_mode)
    values, index = (squeeze(found, -2) for found in both)
    return (values, index) if return_indices else values


@exported("nn.functional", "torch", samples=_samples("max_pool2d", _MAX_POOL))
def max_pool2d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """Return the largest element of each window of (N, C, H, W) or (C, H, W): see `max_pool1d`.

    >>> import engine
    >>> engine.nn.functional.max_pool2d(engine.arange(4.0).reshape(1, 2, 2), 2)
    tensor([[[3.]]])
    """
    both = _max_pool("max_pool2d", input, kernel_size, stride, padding, dilation, ceil_mode)
    return both if return_indices else both[0]


@exported("nn.functional", "torch", samples=_samples("max_pool3d", _MAX_POOL))
def max_pool3d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """Return the largest element of each window of (N, C, D, H, W) or (C, D, H, W).

    See `max_pool1d`.

    >>> import engine
    >>> engine.nn.functional.max_pool3d(engine.arange(8.0).reshape(1, 2, 2, 2), 2)
    tensor([[[[7.]]]])
    """
    both = _max_pool("max_pool3d", input, kernel_size, stride, padding, dilation, ceil_mode)
    return both if return_indices else both[0]

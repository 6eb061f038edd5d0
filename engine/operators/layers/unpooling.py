"""The partial inverse of max pooling: elements put back where they were found."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.operators.layers.pooling import _each, _pooled
from engine.operators.layers.windows import Sizes
from engine.operators.shape import squeeze, unsqueeze
from engine.registry import exported, operator
from engine.tensor import Tensor


@operator(
    name="_max_unpool",
    grad_fn=lambda self, index, size: f"MaxUnpool{len(size)}DBackward0",
    saves=("index",),
    rules={
        "self": lambda grad, index, size: _pooled(grad, index, len(size), "GatherBackward0"),
    },
)
def _max_unpool(self: Array, index: Array, size: Sizes) -> Array:
    """Zeros of `size` in the last dimensions, with the elements at `index`."""
    dims = len(size)
    lead = self.shape[:-dims]
    planes, inner = int(np.prod(lead)), int(np.prod(size))
    out = np.zeros((planes, inner), self.dtype)
    places = index.reshape(planes, int(np.prod(index.shape[-dims:])))
    np.put_along_axis(out, places, self.reshape(places.shape), 1)
    return out.reshape(lead + size)


def _output_size(shape: Sizes, kernel: Sizes, stride: Sizes, padding: Sizes, given: Any) -> Sizes:
    """Return the size of the result: the smallest that pools to `shape`, or a given one near it."""
    dims = len(kernel)
    usual = [
        (n - 1) * s + k - 2 * p
        for n, s, k, p in zip(shape[-dims:], stride, kernel, padding, strict=True)
    ]
    if given is None:
        return tuple(usual)
    if len(given) == dims + 2:
        given = given[2:]
    if len(given) != dims:
        raise ValueError(
            f"output_size should be a sequence containing {dims} or {dims + 2} elements, but it "
            f"has a length of '{len(given)}'"
        )
    for d in range(dims):
        low, high = usual[d] - stride[d], usual[d] + stride[d]
        if not low < given[d] < high:
            shown = tuple(given) if isinstance(given, tuple) else list(given)
            raise ValueError(
                f'invalid output_size "{shown}" (dim {d} must be between {low} and {high})'
            )
    return tuple(given)


def _unpooled(input: Tensor, indices: Tensor, size: Sizes, stride: Sizes) -> Tensor:
    dims = len(size)
    x, index = input._data, indices._data
    if index.dtype != np.int64:
        raise RuntimeError(
            f"elements in indices should be type int64 but got: {TYPE_NAMES[index.dtype.name]}"
        )
    if x.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"Input to max_unpooling{dims}d should be a {dims + 1}d or {dims + 2}d Tensor, but got "
            f"a tensor with {x.ndim} dimensions."
        )
    if index.shape != x.shape:
        raise RuntimeError(
            "Expected shape of indices to be same as that of the input tensor "
            f"({list(x.shape)}) but got indices tensor with shape: {list(index.shape)}"
        )
    if dims == 3 and min(stride) <= 0:
        raise RuntimeError(f"strides should be greater than zero, but got stride: {list(stride)}")
    wrong = index[(index < 0) | (index >= int(np.prod(size)))]
    if wrong.size:
        shown = "x".join(map(str, size))
        raise RuntimeError(
            f"Found an invalid max index: {wrong[0]} (output volumes are of size {shown})"
        )
    return _max_unpool(input, index, size)  # type: ignore[no-any-return]


def _unpool(
    name: str,
    input: Tensor,
    indices: Tensor,
    kernel_size: Any,
    stride: Any,
    padding: Any,
    output_size: Any,
) -> Tensor:
    dims = int(name[-2])
    kernel = _each(name, "kernel_size", kernel_size, dims)
    step = kernel if stride is None else _each(name, "stride", stride, dims)
    margin = _each(name, "padding", padding, dims)
    size = _output_size(input.size(), kernel, step, margin, output_size)
    if dims > 1:
        return _unpooled(input, indices, size, step)
    out = _unpooled(unsqueeze(input, -1), unsqueeze(indices, -1), (*size, 1), (*step, 1))
    return squeeze(out, -1)  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    samples=(
        "max_unpool1d(a(1, 1, 2), torch.tensor([[[1, 2]]]), 2)",
        "max_unpool1d(a(1, 2), torch.tensor([[0, 4]]), 2, output_size=(5,))",
    ),
)
def max_unpool1d(
    input: Tensor,
    indices: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    output_size: Any = None,
) -> Tensor:
    """Put the elements of (N, C, L) back where `max_pool1d` found them, among zeros.

    indices: what the pooling returned with `return_indices`. output_size: the size before the
    pooling, where it was not the smallest that gives this size.

    >>> import engine
    >>> x, at = engine.tensor([[3.0, 2.0]]), engine.tensor([[1, 2]])
    >>> engine.nn.functional.max_unpool1d(x, at, 2)
    tensor([[0., 3., 2., 0.]])
    """
    return _unpool("max_unpool1d", input, indices, kernel_size, stride, padding, output_size)


@exported(
    "nn.functional",
    samples=(
        "max_unpool2d(a(1, 1, 2, 2), torch.tensor([[[[0, 3], [9, 15]]]]), 2)",
        "max_unpool2d(a(1, 1, 2), torch.tensor([[[0, 3]]]), 2, (1, 2))",
    ),
)
def max_unpool2d(
    input: Tensor,
    indices: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    output_size: Any = None,
) -> Tensor:
    """Put the elements of (N, C, H, W) back where `max_pool2d` found them: see `max_unpool1d`.

    >>> import engine
    >>> x, at = engine.tensor([[[3.0]]]), engine.tensor([[[1]]])
    >>> engine.nn.functional.max_unpool2d(x, at, 2)
    tensor([[[0., 3.],
             [0., 0.]]])
    """
    return _unpool("max_unpool2d", input, indices, kernel_size, stride, padding, output_size)


@exported(
    "nn.functional",
    samples=("max_unpool3d(a(1, 1, 1, 1, 2), torch.tensor([[[[[3, 6]]]]]), 2)",),
)
def max_unpool3d(
    input: Tensor,
    indices: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    output_size: Any = None,
) -> Tensor:
    """Put the elements of (N, C, D, H, W) back where `max_pool3d` found them: see `max_unpool1d`.

    >>> import engine
    >>> x, at = engine.ones(1, 1, 1, 1), engine.tensor([[[[3]]]])
    >>> engine.nn.functional.max_unpool3d(x, at, 2).flatten()
    tensor([0., 0., 0., 1., 0., 0., 0., 0.])
    """
    return _unpool("max_unpool3d", input, indices, kernel_size, stride, padding, output_size)

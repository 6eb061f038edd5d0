"""Convolution as an operator, with the two that are its derivatives.

Note [Convolution]
With the windows of the input as the columns of a matrix, a convolution is one matrix product, and so
are its two derivatives. The convolution y = x * w, the gradient for x (from y and w) and the gradient
for w (from x and y) come from one trilinear form in x, w and y; the derivatives of each of the three
are the other two, so that nothing else is needed for derivatives of any order. The transposed
convolution is the second of the three.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.layers import windows
from engine.operators.layers.standardizing import _by_channel
from engine.operators.layers.windows import Sizes
from engine.operators.matrix import _product
from engine.registry import KERNELS, operator


def _columns(
    x: Array,
    kernel: Sizes,
    size: Sizes,
    stride: Sizes,
    padding: Sizes,
    dilation: Sizes,
    groups: int,
) -> Array:
    """Return the windows of x as matrices: (N, groups, places in a window, windows)."""
    if all(k == 1 for k in kernel) and not any(padding) and all(s == 1 for s in stride):
        found = x[(..., *[slice(n) for n in size])]
    else:
        found = windows.cut(windows.padded(x, padding), kernel, stride, dilation, size)
    rows = x.shape[1] // groups * prod(kernel)
    return found.reshape(len(x), groups, rows, prod(size))


@operator(
    name="_correlation",
    grad_fn="ConvolutionBackwardBackward0",
    rules={
        "self": lambda grad, self_shape, weight, stride, padding, dilation, groups: (
            _convolution_input(grad, weight, self_shape, stride, padding, dilation, groups)
        ),
        "weight": lambda grad, self, weight_shape, stride, padding, dilation, groups: (
            _convolution_weight(self, grad, weight_shape, stride, padding, dilation, groups)
        ),
    },
)
def _correlation(
    self: Array,
    weight: Array,
    size: Sizes,
    stride: Sizes,
    padding: Sizes,
    dilation: Sizes,
    groups: int,
) -> Array:
    """y[n, o] = sum of w[o, c, k] x[n, c, window k], of which there are `size` windows."""
    kernel = weight.shape[2:]
    columns = _columns(self, kernel, size, stride, padding, dilation, groups)
    matrix = weight.reshape(groups, len(weight) // groups, columns.shape[2])
    return _product(matrix, columns, "slow_conv2d_cpu").reshape(len(self), len(weight), *size)


@operator(
    name="_convolution_input",
    grad_fn="ConvolutionBackwardBackward0",
    rules={
        "self": lambda grad, self_shape, weight, stride, padding, dilation, groups: _correlation(
            grad, weight, self_shape[2:], stride, padding, dilation, groups
        ),
        "weight": lambda grad, self, weight_shape, stride, padding, dilation, groups: (
            _convolution_weight(grad, self, weight_shape, stride, padding, dilation, groups)
        ),
    },
)
def _convolution_input(
    self: Array,
    weight: Array,
    shape: Sizes,
    stride: Sizes,
    padding: Sizes,
    dilation: Sizes,
    groups: int,
) -> Array:
    """The gradient, of `shape`, that flows to x through y = x * w, for the gradient `self` of y."""
    n, kernel, size = len(self), weight.shape[2:], self.shape[2:]
    matrix = weight.reshape(groups, len(weight) // groups, prod(weight.shape[1:]))
    flat = self.reshape(n, groups, len(weight) // groups, prod(size))
    columns = _product(np.swapaxes(matrix, 1, 2), flat, "slow_conv_transpose2d_out_cpu")
    stacked = columns.reshape(n, shape[1], *kernel, *size)
    return windows.overlaid(stacked, shape, stride, padding, dilation)


@operator(
    name="_convolution_weight",
    grad_fn="ConvolutionBackwardBackward0",
    rules={
        "self": lambda grad, self_shape, other, stride, padding, dilation, groups: (
            _convolution_input(other, grad, self_shape, stride, padding, dilation, groups)
        ),
        "other": lambda grad, self, other_shape, stride, padding, dilation, groups: _correlation(
            self, grad, other_shape[2:], stride, padding, dilation, groups
        ),
    },
)
def _convolution_weight(
    self: Array,
    other: Array,
    shape: Sizes,
    stride: Sizes,
    padding: Sizes,
    dilation: Sizes,
    groups: int,
) -> Array:
    """The gradient, of `shape`, that flows to w through y = x * w, for x and the gradient of y."""
    size = other.shape[2:]
    columns = _columns(self, shape[2:], size, stride, padding, dilation, groups)
    flat = other.reshape(len(other), groups, other.shape[1] // groups, prod(size))
    products = _product(flat, np.swapaxes(columns, 2, 3), "slow_conv2d_cpu")
    return np.add.reduce(products, 0).reshape(shape)


@operator(
    name="_convolution",
    operands=("bias",),
    wraps_numbers=True,
    rules={
        "self": lambda grad, self_shape, weight, stride, padding, dilation, transposed, groups: (
            _correlation(grad, weight, self_shape[2:], stride, padding, dilation, groups)
            if transposed
            else _convolution_input(grad, weight, self_shape, stride, padding, dilation, groups)
        ),
        "weight": lambda grad, self, weight_shape, stride, padding, dilation, transposed, groups: (
            _convolution_weight(grad, self, weight_shape, stride, padding, dilation, groups)
            if transposed
            else _convolution_weight(self, grad, weight_shape, stride, padding, dilation, groups)
        ),
        "bias": lambda grad: _by_channel(grad),
    },
)
def _convolution(
    self: Array,
    weight: Array,
    bias: Any,
    size: Sizes,
    stride: Sizes,
    padding: Sizes,
    dilation: Sizes,
    transposed: bool,
    groups: int,
) -> Array:
    """The convolution, or the transposed one, to spatial `size`, plus a number a channel."""
    options = (stride, padding, dilation, groups)
    if transposed:
        shape = (len(self), weight.shape[1] * groups, *size)
        out = KERNELS["_convolution_input"](self, weight, shape, *options)
    else:
        out = KERNELS["_correlation"](self, weight, size, *options)
    return out if bias is None else out + bias.reshape(-1, *(1,) * len(size))

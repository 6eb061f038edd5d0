"""Convolution of one to three dimensions, and its transpose."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.arguments import Ints, parsed, parsed_overloads
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.layers import windows
from engine.operators.layers.correlation import _convolution
from engine.operators.layers.padding import _constant_pad_nd
from engine.operators.layers.windows import Sizes
from engine.operators.matrix import CPP_NAMES
from engine.operators.shape import squeeze, unsqueeze
from engine.registry import exported
from engine.tensor import Tensor
from engine.warn import warn


def _each(name: str, value: Any, dims: int, own: int) -> Sizes:
    """Return a parameter as one number a dimension; `own` is how many the function is made for."""
    listed = [value] * own if isinstance(value, (int, np.integer)) else list(value)
    if len(listed) not in (1, dims):
        raise RuntimeError(
            f"expected {name} to be a single integer value or a list of {dims} values to match the "
            f"convolution dimensions, but got {name}={listed}"
        )
    return tuple(int(n) for n in (listed if len(listed) == dims else listed * dims))


def _check(
    x: Array,
    weight: Array,
    bias: Any,
    stride: Sizes,
    padding: Sizes,
    dilation: Sizes,
    output_padding: Sizes,
    transposed: bool,
    groups: int,
) -> None:
    """Refuse shapes that do not fit, in PyTorch's words and order."""
    shape, kernel = list(weight.shape), weight.shape[2:]
    if min(padding) < 0:
        raise RuntimeError("negative padding is not supported")
    if min(output_padding) < 0:
        raise RuntimeError("negative output_padding is not supported")
    if min(stride) <= 0:
        raise RuntimeError("non-positive stride is not supported")
    if min(dilation) <= 0:
        raise RuntimeError(f"dilation should be greater than zero, but got {list(dilation)}")
    if weight.ndim != x.ndim:
        raise RuntimeError(
            f"Expected {weight.ndim}-dimensional input for {weight.ndim}-dimensional weight "
            f"{shape}, but got {x.ndim}-dimensional input of size {list(x.shape)} instead"
        )
    if groups <= 0:
        raise RuntimeError("non-positive groups is not supported")
    if shape[0] < groups:
        raise RuntimeError(
            f"Given groups={groups}, expected weight to be at least {groups} at dimension 0, but "
            f"got weight of size {shape} instead"
        )
    if shape[0] % groups:
        raise RuntimeError(
            f"Given groups={groups}, expected weight to be divisible by {groups} at dimension 0, "
            f"but got weight of size [{shape}] instead"
        )
    channels = shape[0] if transposed else shape[1] * groups
    if x.shape[1] != channels:
        given = "transposed=1" if transposed else f"groups={groups}"
        raise RuntimeError(
            f"Given {given}, weight of size {shape}, expected input{list(x.shape)} to have "
            f"{channels} channels, but got {x.shape[1]} channels instead"
        )
    outs = shape[1] * groups if transposed else shape[0]
    if bias is not None and bias.shape != (outs,):
        given = "transposed=1, " if transposed else ""
        raise RuntimeError(
            f"Given {given}weight of size {shape}, expected bias to be 1-dimensional with {outs} "
            f"elements, but got bias of size {list(bias.shape)} instead"
        )
    if not transposed:
        reach = [n + 2 * p for n, p in zip(x.shape[2:], padding, strict=True)]
        needed = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
        if any(n < k for n, k in zip(reach, needed, strict=True)):
            shown = (" x ".join(map(str, sizes)) for sizes in (reach, needed))
            raise RuntimeError(
                "Calculated padded input size per channel: ({}). Kernel size: ({}). Kernel size "
                "can't be greater than actual input size".format(*shown)
            )


def _check_dtypes(x: Array, weight: Array, bias: Any) -> None:
    if weight.dtype != x.dtype:
        raise RuntimeError(
            f"expected scalar type {TYPE_NAMES[x.dtype.name]} but found "
            f"{TYPE_NAMES[weight.dtype.name]}"
        )
    if bias is not None and bias.dtype != x.dtype:
        raise RuntimeError(
            f"Input type ({CPP_NAMES[x.dtype.name]}) and bias type "
            f"({CPP_NAMES[bias.dtype.name]}) should be the same"
        )


def _output_size(
    x: Array,
    weight: Array,
    stride: Sizes,
    padding: Sizes,
    dilation: Sizes,
    output_padding: Sizes,
    transposed: bool,
) -> Sizes:
    inner = zip(x.shape[2:], weight.shape[2:], stride, padding, dilation, strict=True)
    if not transposed:
        return tuple([(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in inner])
    size = tuple(
        [
            windows.span(n, k, s, d) - 2 * p + more
            for (n, k, s, p, d), more in zip(inner, output_padding, strict=True)
        ]
    )
    if any(
        more >= s and more >= d for more, s, d in zip(output_padding, stride, dilation, strict=True)
    ):
        named = (
            ("output_padding", output_padding, 0),
            ("stride", stride, 1),
            ("dilation", dilation, 1),
        )
        axes = ("depth", "height", "width")[-max(len(size), 2) :]
        shown = [
            f"{name}_{axis}: {value}"
            for name, values, missing in named
            for axis, value in zip(axes, (missing,) * (2 - len(size)) + values, strict=True)
        ]
        raise RuntimeError(
            "output padding must be smaller than either stride or dilation, but got "
            + " ".join(shown)
        )
    if min(size) < 1:
        flat = (1,) * (2 - len(size))  # PyTorch computes in two dimensions at least
        shown = [" x ".join(map(str, flat + sizes)) for sizes in (x.shape[2:], size)]
        raise RuntimeError(
            f"Given input size per channel: ({shown[0]}). Calculated output size per channel: "
            f"({shown[1]}). Output size is too small"
        )
    return size


def _convolve(
    name: str,
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: Any,
    padding: Any,
    dilation: Any,
    output_padding: Any,
    transposed: bool,
    groups: int,
) -> Tensor:
    dims = int(name[-2])
    own = input._data.ndim
    if own not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"Expected {dims + 1}D (unbatched) or {dims + 2}D (batched) input to {name}, but got "
            f"input of size: {list(input._data.shape)}"
        )
    if own == dims + 1:
        input = unsqueeze(input, 0)
    if isinstance(padding, str):
        input, padding = _said_padding(input, weight, stride, padding, dilation)
    n = weight._data.ndim - 2
    if n <= 0:
        raise RuntimeError("weight should have at least three dimensions")
    stride, padding = _each("stride", stride, n, dims), _each("padding", padding, n, dims)
    dilation = _each("dilation", dilation, n, dims)
    output_padding = _each("output_padding", output_padding, n, dims)
    x, w, b = input._data, weight._data, None if bias is None else bias._data
    _check(x, w, b, stride, padding, dilation, output_padding, transposed, groups)
    if not x.size and len(x) and x.shape[1]:
        raise RuntimeError(
            "Only zero batch or zero channel inputs are supported, but got input shape: "
            f"{list(x.shape)}"
        )
    _check_dtypes(x, w, b)
    size = _output_size(x, w, stride, padding, dilation, output_padding, transposed)
    out = _convolution(input, weight, bias, size, stride, padding, dilation, transposed, groups)
    return squeeze(out, 0) if own == dims + 1 else out  # type: ignore[no-any-return]


def _said_padding(
    input: Tensor, weight: Tensor, stride: Any, padding: str, dilation: Any
) -> tuple[Tensor, Sizes]:
    """Return the input and the widths that "valid" or "same" stand for.

    "same" may need one more element at the end than at the beginning, which is then put there.
    """
    n = weight._data.ndim - 2
    if padding == "valid":
        return input, (0,) * n
    if padding != "same":
        raise RuntimeError(f"Invalid padding string: '{padding}'")
    if any(s != 1 for s in _each("stride", stride, n, n)):
        raise RuntimeError("padding='same' is not supported for strided convolutions")
    steps = zip(weight._data.shape[2:], _each("dilation", dilation, n, n), strict=True)
    totals = [d * (k - 1) for k, d in steps]
    if any(total % 2 for total in totals):
        warn(
            "Using padding='same' with even kernel lengths and odd dilation may require a "
            "zero-padded copy of the input be created"
        )
        widths = [w for total in reversed(totals) for w in (0, total % 2)]
        input = _constant_pad_nd(input, tuple(widths), 0)
    return input, tuple([total // 2 for total in totals])


def _variants(name: str, inner: str, kernel: str) -> tuple[str, ...]:
    """Return samples of a convolution: sizes of the input, sizes of the kernel."""
    cases = (
        "{}(a(2, 2, {}), a(2, 2, {}), a(2))",
        "{}(a(2, {}), a(2, 3, {}), None, 2, 1)",
        "{}(a(1, 2, {}), a(2, 1, {}), a(2), padding=1, groups=2)",
        "{}(a(1, 1, {}), a(1, 1, {}), dilation=2, padding=1)",
        "{}(a(0, 2, {}), a(2, 2, {}))",
    )
    if "transpose" not in name:
        cases = (cases[0], cases[1].replace("a(2, 3, {})", "a(3, 2, {})"), *cases[2:])
    return tuple(case.format(name, inner, kernel) for case in cases)


@exported(
    "nn.functional",
    "torch",
    samples=(
        *_variants("conv1d", "5", "2"),
        "conv1d(a(1, 2, 5), a(3, 2, 3), padding='same')",
        "conv1d(a(1, 2, 5), a(3, 2, 2), padding='valid')",
    ),
)
@parsed_overloads
def conv1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints | str = 0,
    dilation: Ints = 1,
    groups: int = 1,
) -> Tensor:
    """Slide windows over one dimension and sum their elements, times weights, over all channels.

    input: (N, C, L), or (C, L) for one sample; weight: (O, C / groups, k); bias: (O).
    padding: zeros on both sides, or "valid" (none) or "same" (as many as keep the size).
    dilation: the distance of a window's elements. groups: channels in groups that do not mix.

    >>> import engine
    >>> engine.nn.functional.conv1d(engine.ones(1, 1, 3), engine.ones(1, 1, 2))
    tensor([[[2., 2.]]])
    """
    options = (stride, padding, dilation, 0, False, groups)
    return _convolve("conv1d", input, weight, bias, *options)


@exported(
    "nn.functional",
    "torch",
    samples=(
        *_variants("conv2d", "5, 4", "2, 3"),
        "conv2d(a(1, 2, 4, 4), a(3, 2, 3, 1), padding='same')",
        "conv2d(a(1, 2, 4, 4), a(3, 2, 1, 1))",
        "conv2d(a(1, 2, 4, 4), a(3, 2, 2, 1), None, (2, 1), (0, 1), (1, 2))",
    ),
)
@parsed_overloads
def conv2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints | str = 0,
    dilation: Ints = 1,
    groups: int = 1,
) -> Tensor:
    """Slide windows over two dimensions and sum their elements, times weights, over all channels.

    input: (N, C, H, W), or (C, H, W) for one sample; weight: (O, C / groups, kh, kw); bias: (O).
    padding: zeros on both sides, or "valid" (none) or "same" (as many as keep the size).
    dilation: the distance of a window's elements. groups: channels in groups that do not mix.

    >>> import engine
    >>> engine.nn.functional.conv2d(engine.ones(1, 1, 2, 3), engine.ones(1, 1, 2, 2))
    tensor([[[[4., 4.]]]])
    """
    options = (stride, padding, dilation, 0, False, groups)
    return _convolve("conv2d", input, weight, bias, *options)


@exported(
    "nn.functional",
    "torch",
    samples=(*_variants("conv3d", "3, 4, 3", "2, 2, 2"),),
)
@parsed_overloads
def conv3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints | str = 0,
    dilation: Ints = 1,
    groups: int = 1,
) -> Tensor:
    """Slide windows over three dimensions and sum their elements, times weights, over all channels.

    input: (N, C, D, H, W), or (C, D, H, W) for one sample; weight: (O, C / groups, kd, kh, kw);
    bias: (O).
    padding: zeros on both sides, or "valid" (none) or "same" (as many as keep the size).
    dilation: the distance of a window's elements. groups: channels in groups that do not mix.

    >>> import engine
    >>> engine.nn.functional.conv3d(engine.ones(1, 2, 2, 2), engine.ones(1, 1, 2, 2, 2))
    tensor([[[[8.]]]])
    """
    options = (stride, padding, dilation, 0, False, groups)
    return _convolve("conv3d", input, weight, bias, *options)


@exported(
    "nn.functional",
    "torch",
    samples=(
        *_variants("conv_transpose1d", "5", "2"),
        "conv_transpose1d(a(1, 2, 3), a(2, 1, 2), None, 2, 0, 1)",
        "conv_transpose1d(a(1, 2, 3), a(2, 1, 2), None, 1, 0, 1, 1, 2)",
    ),
)
@parsed
def conv_transpose1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints = 0,
    output_padding: Ints = 0,
    groups: int = 1,
    dilation: Ints = 1,
) -> Tensor:
    """Spread each element over a window, times weights, and sum: the adjoint of `conv1d`.

    input: (N, C, L), or (C, L) for one sample; weight: (C, O / groups, k); bias: (O).
    padding: how much is cut off on both sides. output_padding: how much is added at the end.

    >>> import engine
    >>> engine.nn.functional.conv_transpose1d(engine.ones(1, 1, 2), engine.ones(1, 1, 2))
    tensor([[[1., 2., 1.]]])
    """
    options = (stride, padding, dilation, output_padding, True, groups)
    return _convolve("conv_transpose1d", input, weight, bias, *options)


@exported(
    "nn.functional",
    "torch",
    samples=(
        *_variants("conv_transpose2d", "5, 4", "2, 3"),
        "conv_transpose2d(a(1, 2, 3, 2), a(2, 1, 2, 2), a(1), (2, 3), (0, 1), (1, 2))",
    ),
)
@parsed
def conv_transpose2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints = 0,
    output_padding: Ints = 0,
    groups: int = 1,
    dilation: Ints = 1,
) -> Tensor:
    """Spread each element over a window, times weights, and sum: the adjoint of `conv2d`.

    input: (N, C, H, W), or (C, H, W) for one sample; weight: (C, O / groups, kh, kw); bias: (O).
    padding: how much is cut off on both sides. output_padding: how much is added at the end.

    >>> import engine
    >>> engine.nn.functional.conv_transpose2d(engine.ones(1, 1, 2), engine.ones(1, 1, 1, 2))
    tensor([[[1., 2., 1.]]])
    """
    options = (stride, padding, dilation, output_padding, True, groups)
    return _convolve("conv_transpose2d", input, weight, bias, *options)


@exported(
    "nn.functional",
    "torch",
    samples=(*_variants("conv_transpose3d", "3, 4, 3", "2, 2, 2"),),
)
@parsed
def conv_transpose3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints = 0,
    output_padding: Ints = 0,
    groups: int = 1,
    dilation: Ints = 1,
) -> Tensor:
    """Spread each element over a window, times weights, and sum: the adjoint of `conv3d`.

    input: (N, C, D, H, W), or (C, D, H, W) for one sample; weight: (C, O / groups, kd, kh, kw);
    bias: (O).
    padding: how much is cut off on both sides. output_padding: how much is added at the end.

    >>> import engine
    >>> engine.nn.functional.conv_transpose3d(engine.ones(1, 1, 1, 2), engine.ones(1, 1, 1, 1, 2))
    tensor([[[[1., 2., 1.]]]])
    """
    options = (stride, padding, dilation, output_padding, True, groups)
    return _convolve("conv_transpose3d", input, weight, bias, *options)

"""Convolutions and transposed convolutions in one, two and three dimensions."""

from __future__ import annotations

from typing import Any, ClassVar

from engine.nn import functional
from engine.nn.modules.linear import parameter, reset_weight_and_bias
from engine.nn.modules.module import Module
from engine.nn.modules.sizes import ntuple
from engine.nn.modules.template import Template
from engine.tensor import Parameter, Tensor

__all__ = [
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
]

F: Any = functional

_MODES = ("zeros", "reflect", "replicate", "circular")


class _Convolution(Module):
    """What convolutions and transposed convolutions have in common."""

    _dimensions: ClassVar[int]
    in_channels: int
    out_channels: int
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: Any
    dilation: tuple[int, ...]
    transposed: bool
    output_padding: tuple[int, ...]
    groups: int
    padding_mode: str
    weight: Parameter
    bias: Parameter | None

    def _set(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Any,
        stride: Any,
        padding: Any,
        dilation: Any,
        transposed: bool,
        output_padding: Any,
        groups: int,
        bias: bool,
        padding_mode: str,
        device: Any,
        dtype: Any,
    ) -> None:
        n = self._dimensions
        stride = ntuple(stride, n)
        if groups <= 0:
            raise ValueError("groups must be a positive integer")
        if in_channels % groups != 0:
            raise ValueError("in_channels must be divisible by groups")
        if out_channels % groups != 0:
            raise ValueError("out_channels must be divisible by groups")
        if isinstance(padding, str):
            if padding not in ("same", "valid"):
                raise ValueError(
                    f"Invalid padding string {padding!r}, should be one of {{'same', 'valid'}}"
                )
            if padding == "same" and any(s != 1 for s in stride):
                raise ValueError("padding='same' is not supported for strided convolutions")
        if padding_mode not in _MODES:
            known = ", ".join(repr(mode) for mode in _MODES)
            raise ValueError(
                f"padding_mode must be one of {{{known}}}, but got padding_mode='{padding_mode}'"
            )
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = ntuple(kernel_size, n)
        self.stride = stride
        self.padding = padding if isinstance(padding, str) else ntuple(padding, n)
        self.dilation = ntuple(dilation, n)
        self.transposed = transposed
        self.output_padding = ntuple(output_padding, n)
        self.groups = groups
        self.padding_mode = padding_mode
        outer, inner = out_channels, in_channels
        if transposed:
            outer, inner = inner, outer
        self.weight = parameter(
            outer, inner // groups, *self.kernel_size, device=device, dtype=dtype
        )
        self.register_parameter(
            "bias", parameter(out_channels, device=device, dtype=dtype) if bias else None
        )
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw new values for the parameters."""
        reset_weight_and_bias(self.weight, self.bias)

    def extra_repr(self) -> str:
        """Return the sizes, and what differs from the defaults."""
        zeros = (0,) * self._dimensions
        parts = [
            f"{self.in_channels}, {self.out_channels}",
            f"kernel_size={self.kernel_size}, stride={self.stride}",
        ]
        if self.padding != zeros:
            parts.append(f"padding={self.padding}")
        if self.dilation != (1,) * self._dimensions:
            parts.append(f"dilation={self.dilation}")
        if self.output_padding != zeros:
            parts.append(f"output_padding={self.output_padding}")
        if self.groups != 1:
            parts.append(f"groups={self.groups}")
        if self.bias is None:
            parts.append("bias=False")
        if self.padding_mode != "zeros":
            parts.append(f"padding_mode={self.padding_mode}")
        return ", ".join(parts)


class _Conv(_Convolution, Template):
    """A convolution: each output is a weighted sum of the inputs under the kernel."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self._set(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            padding,
            dilation,
            False,
            0,
            groups,
            bias,
            padding_mode,
            device,
            dtype,
        )

    def forward(self, input: Tensor) -> Any:
        """Return the convolution of inputs of shape (N, C, ...) or (C, ...)."""
        padding = self.padding
        if self.padding_mode != "zeros":
            input = F.pad(input, self._around(), mode=self.padding_mode)
            padding = (0,) * self._dimensions
        return self._function(
            input, self.weight, self.bias, self.stride, padding, self.dilation, self.groups
        )

    def _function(self, *args: Any) -> Any:
        raise NotImplementedError

    def _around(self) -> list[int]:
        """Return the padding before and after each dimension, the last dimension first."""
        found: list[int] = []
        for i in reversed(range(self._dimensions)):
            if self.padding == "valid":
                before = after = 0
            elif self.padding == "same":
                total = self.dilation[i] * (self.kernel_size[i] - 1)
                before, after = total // 2, total - total // 2
            else:
                before = after = self.padding[i]
            found += [before, after]
        return found


class Conv1d(_Conv):
    """A convolution over inputs of shape (N, C, L); `weight` has shape (out, in / groups, k).

    >>> Conv1d(2, 3, 5)
    Conv1d(2, 3, kernel_size=(5,), stride=(1,))
    """

    _dimensions = 1

    def _function(self, *args: Any) -> Any:
        return F.conv1d(*args)


class Conv2d(_Conv):
    """A convolution over images of shape (N, C, H, W); `weight` has shape (out, in / groups, h, w).

    >>> Conv2d(1, 6, 3, padding=1)
    Conv2d(1, 6, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
    """

    _dimensions = 2

    def _function(self, *args: Any) -> Any:
        return F.conv2d(*args)


class Conv3d(_Conv):
    """A convolution over inputs of shape (N, C, D, H, W)."""

    _dimensions = 3

    def _function(self, *args: Any) -> Any:
        return F.conv3d(*args)


class _ConvTranspose(_Convolution, Template):
    """The transpose of a convolution: the map that is its gradient with respect to the input."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Any = 0,
        output_padding: Any = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Any = 1,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        if padding_mode != "zeros":
            raise ValueError(f'Only "zeros" padding mode is supported for {type(self).__name__}')
        super().__init__()
        self._set(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            ntuple(padding, self._dimensions),
            dilation,
            True,
            output_padding,
            groups,
            bias,
            padding_mode,
            device,
            dtype,
        )

    def forward(self, input: Tensor, output_size: Any = None) -> Any:
        """Return the transposed convolution; `output_size` chooses among the possible sizes."""
        extra = self.output_padding if output_size is None else self._extra(input, output_size)
        return self._function(
            input,
            self.weight,
            self.bias,
            self.stride,
            self.padding,
            extra,
            self.groups,
            self.dilation,
        )

    def _function(self, *args: Any) -> Any:
        raise NotImplementedError

    def _extra(self, input: Tensor, output_size: Any) -> list[int]:
        """Return the output padding that leads to `output_size`."""
        n = self._dimensions
        before = 2 if input.dim() == n + 2 else 1
        if len(output_size) == before + n:
            output_size = output_size[before:]
        if len(output_size) != n:
            raise ValueError(
                f"ConvTranspose{n}D: for {input.dim()}D input, output_size must have {n} or "
                f"{before + n} elements (got {len(output_size)})"
            )
        least = [
            (input.shape[d + before] - 1) * self.stride[d]
            - 2 * self.padding[d]
            + self.dilation[d] * (self.kernel_size[d] - 1)
            + 1
            for d in range(n)
        ]
        most = [least[d] + self.stride[d] - 1 for d in range(n)]
        for d in range(n):
            if not least[d] <= output_size[d] <= most[d]:
                raise ValueError(
                    f"requested an output size of {output_size}, but valid sizes range from "
                    f"{least} to {most} (for an input of {input.shape[2:]})"
                )
        return [output_size[d] - least[d] for d in range(n)]


class ConvTranspose1d(_ConvTranspose):
    """A transposed convolution over inputs of shape (N, C, L)."""

    _dimensions = 1

    def _function(self, *args: Any) -> Any:
        return F.conv_transpose1d(*args)


class ConvTranspose2d(_ConvTranspose):
    """A transposed convolution over images of shape (N, C, H, W)."""

    _dimensions = 2

    def _function(self, *args: Any) -> Any:
        return F.conv_transpose2d(*args)


class ConvTranspose3d(_ConvTranspose):
    """A transposed convolution over inputs of shape (N, C, D, H, W)."""

    _dimensions = 3

    def _function(self, *args: Any) -> Any:
        return F.conv_transpose3d(*args)

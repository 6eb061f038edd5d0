"""Sliding blocks of images as columns, and back: Unfold, Fold."""

from __future__ import annotations

from typing import Any

from engine.nn import functional
from engine.nn.modules.module import Module
from engine.tensor import Tensor

__all__ = ["Fold", "Unfold"]

F: Any = functional


class Unfold(Module):
    """Takes all blocks of the size of the kernel out of images, as columns."""

    kernel_size: Any
    dilation: Any
    padding: Any
    stride: Any

    def __init__(
        self, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def forward(self, input: Tensor) -> Any:
        """Return the blocks of images of shape (N, C, H, W), as (N, C · kernel elements, blocks)."""
        return F.unfold(input, self.kernel_size, self.dilation, self.padding, self.stride)

    def extra_repr(self) -> str:
        """Return the sizes."""
        return (
            f"kernel_size={self.kernel_size}, dilation={self.dilation}, "
            f"padding={self.padding}, stride={self.stride}"
        )


class Fold(Unfold):
    """Adds up blocks, given as columns, at their places in images."""

    output_size: Any

    def __init__(
        self,
        output_size: Any,
        kernel_size: Any,
        dilation: Any = 1,
        padding: Any = 0,
        stride: Any = 1,
    ) -> None:
        super().__init__(kernel_size, dilation, padding, stride)
        self.output_size = output_size

    def forward(self, input: Tensor) -> Any:
        """Return images of the output size from blocks as `Unfold` gives them."""
        return F.fold(
            input, self.output_size, self.kernel_size, self.dilation, self.padding, self.stride
        )

    def extra_repr(self) -> str:
        """Return the sizes."""
        return f"output_size={self.output_size}, {super().extra_repr()}"

"""Activations along a dimension: Softmax and its relatives, GLU."""

from __future__ import annotations

from typing import Any

from engine.nn import functional
from engine.nn.modules.module import Module
from engine.nn.modules.template import Template
from engine.tensor import Tensor

__all__ = ["GLU", "LogSoftmax", "Softmax", "Softmax2d", "Softmin"]

HOME = "torch.nn.modules.activation"

F: Any = functional


class GLU(Module):
    """a · sigmoid(b), where a and b are the halves of the input along `dim`."""

    dim: int

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, input: Tensor) -> Any:
        """Return a · sigmoid(b)."""
        return F.glu(input, self.dim)

    def extra_repr(self) -> str:
        """Return the dimension."""
        return f"dim={self.dim}"


class _Dimension(Template):
    dim: int | None

    def __init__(self, dim: int | None = None) -> None:
        super().__init__()
        self.dim = dim

    def extra_repr(self) -> str:
        """Return the dimension."""
        return f"dim={self.dim}"


class Softmax(_Dimension):
    """exp(x) divided by its sum along `dim`."""

    def forward(self, input: Tensor) -> Any:
        """Return exp(x) divided by its sum."""
        return F.softmax(input, self.dim)


class Softmin(_Dimension):
    """The softmax of -x along `dim`."""

    def forward(self, input: Tensor) -> Any:
        """Return softmax(-x)."""
        return F.softmin(input, self.dim)


class LogSoftmax(_Dimension):
    """The logarithm of the softmax along `dim`."""

    def forward(self, input: Tensor) -> Any:
        """Return log(softmax(x))."""
        return F.log_softmax(input, self.dim)


class Softmax2d(Module):
    """The softmax over the channels of images of shape (N, C, H, W) or (C, H, W)."""

    def forward(self, input: Tensor) -> Any:
        """Return the softmax over the channels."""
        if input.dim() not in (3, 4):
            raise ValueError(
                f"Softmax2d: expected input to be 3D or 4D, got {input.dim()}D instead"
            )
        return F.softmax(input, -3)

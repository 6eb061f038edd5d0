"""Dropout and its variants: parts of the input are dropped at random while training."""

from __future__ import annotations

from typing import Any

from engine.nn import functional
from engine.nn.modules.module import Module
from engine.tensor import Tensor

__all__ = [
    "AlphaDropout",
    "Dropout",
    "Dropout1d",
    "Dropout2d",
    "Dropout3d",
    "FeatureAlphaDropout",
]

F: Any = functional


class _DropoutNd(Module):
    p: float
    inplace: bool

    def __init__(self, p: float = 0.5, inplace: bool = False) -> None:
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
        self.p = p
        self.inplace = inplace

    def extra_repr(self) -> str:
        """Return the probability."""
        return f"p={self.p}, inplace={self.inplace}"


class Dropout(_DropoutNd):
    """Sets elements to zero with probability p while training, and scales the others by 1/(1-p).

    Source: Hinton et al., "Improving neural networks by preventing co-adaptation of feature
    detectors", 2012.
    """

    def forward(self, input: Tensor) -> Any:
        """Return the input with elements dropped, in evaluation as it is."""
        return F.dropout(input, self.p, self.training, self.inplace)


class Dropout1d(_DropoutNd):
    """Drops whole channels of inputs of shape (N, C, L) or (C, L)."""

    def forward(self, input: Tensor) -> Any:
        """Return the input with channels dropped, in evaluation as it is."""
        return F.dropout1d(input, self.p, self.training, self.inplace)


class Dropout2d(_DropoutNd):
    """Drops whole channels of inputs of shape (N, C, H, W)."""

    def forward(self, input: Tensor) -> Any:
        """Return the input with channels dropped, in evaluation as it is."""
        return F.dropout2d(input, self.p, self.training, self.inplace)


class Dropout3d(_DropoutNd):
    """Drops whole channels of inputs of shape (N, C, D, H, W)."""

    def forward(self, input: Tensor) -> Any:
        """Return the input with channels dropped, in evaluation as it is."""
        return F.dropout3d(input, self.p, self.training, self.inplace)


class AlphaDropout(_DropoutNd):
    """Dropout that keeps mean and variance of what SELU gives."""

    def forward(self, input: Tensor) -> Any:
        """Return the input with elements dropped, in evaluation as it is."""
        return F.alpha_dropout(input, self.p, self.training)


class FeatureAlphaDropout(_DropoutNd):
    """Alpha dropout of whole channels."""

    def forward(self, input: Tensor) -> Any:
        """Return the input with channels dropped, in evaluation as it is."""
        return F.feature_alpha_dropout(input, self.p, self.training)

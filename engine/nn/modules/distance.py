"""Distances between rows as modules: PairwiseDistance, CosineSimilarity."""

from __future__ import annotations

from typing import Any

from engine.nn import functional
from engine.nn.modules.module import Module
from engine.tensor import Tensor

__all__ = ["CosineSimilarity", "PairwiseDistance"]

F: Any = functional


class PairwiseDistance(Module):
    """The p-norm of the differences of two sets of vectors."""

    norm: float
    eps: float
    keepdim: bool

    def __init__(self, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> None:
        super().__init__()
        self.norm = p
        self.eps = eps
        self.keepdim = keepdim

    def forward(self, x1: Tensor, x2: Tensor) -> Any:
        """Return ‖x1 - x2 + eps‖ along the last dimension."""
        return F.pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)


class CosineSimilarity(Module):
    """The cosine of the angle between two sets of vectors along `dim`."""

    dim: int
    eps: float

    def __init__(self, dim: int = 1, eps: float = 1e-8) -> None:
        super().__init__()
        self.dim = dim
        self.eps = eps

    def forward(self, x1: Tensor, x2: Tensor) -> Any:
        """Return x1 · x2 / max(‖x1‖ ‖x2‖, eps)."""
        return F.cosine_similarity(x1, x2, self.dim, self.eps)

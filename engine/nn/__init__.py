"""PyTorch's `torch.nn`."""

from engine.nn import functional

__all__ = ["functional"]

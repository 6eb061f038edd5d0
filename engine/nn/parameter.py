"""PyTorch's `torch.nn.parameter`."""

from engine.tensor import Parameter

__all__ = ["Parameter"]

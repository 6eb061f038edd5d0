"""The classes of `torch.nn`, one family a file."""

from engine.tensor import Parameter

__all__ = ["Parameter"]

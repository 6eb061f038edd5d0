"""PyTorch's `torch.testing`: comparisons that say what differs, and random tensors."""

from engine.testing.comparison import assert_allclose, assert_close
from engine.testing.tensors import make_tensor

__all__ = ["assert_allclose", "assert_close", "make_tensor"]

"""PyTorch's `torch.linalg`: linear algebra."""

from engine import operators as _operators

_found = _operators.namespace("linalg")
globals().update(_found)
__all__ = sorted(_found)

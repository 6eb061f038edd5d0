"""PyTorch's `torch.special`: special functions."""

from engine import operators as _operators

_found = _operators.namespace("special")
globals().update(_found)
__all__ = sorted(_found)  # noqa: PLE0605 - filled from the operators' declarations

"""PyTorch's `torch.nn.functional`: activations, losses and layers as functions."""

from engine import operators as _operators

_found = _operators.namespace("nn.functional", *_operators.families())
globals().update(_found)
__all__ = sorted(_found)

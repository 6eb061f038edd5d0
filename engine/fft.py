"""PyTorch's `torch.fft`: discrete Fourier transforms."""

from engine import operators as _operators
from engine.operators.uncommon import fourier as _fourier

_found = _operators.namespace("fft", _fourier)
globals().update(_found)
__all__ = sorted(_found)

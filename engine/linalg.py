"""PyTorch's `torch.linalg`: linear algebra."""

from engine import operators as _operators
from engine.operators import decompositions as _decompositions
from engine.operators.linear_algebra import LinAlgError

_found = _operators.namespace("linalg", *_operators.FAMILIES, *_decompositions.FAMILIES)
globals().update(_found)
__all__ = sorted(["LinAlgError", *_found])
_ = LinAlgError

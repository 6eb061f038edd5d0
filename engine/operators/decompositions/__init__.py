"""Decompositions of matrices and what follows from them: most of `torch.linalg`.

They are loaded with `engine.linalg`, or when one of their functions of `torch`, whose names
`engine.late` has, is first asked for.
"""

from __future__ import annotations

from types import ModuleType

from engine import late
from engine.operators.decompositions import (
    cholesky,
    eigenvalues,
    elimination,
    functions,
    orthogonal,
    pseudoinverse,
    singular_values,
    superseded,
    systems,
    triangular,
)

FAMILIES: tuple[ModuleType, ...] = (
    triangular,
    cholesky,
    elimination,
    orthogonal,
    singular_values,
    eigenvalues,
    systems,
    pseudoinverse,
    functions,
    superseded,
)

IN_TORCH = late.arrived(*FAMILIES)
"""The functions that users find in `torch` itself."""

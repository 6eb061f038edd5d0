"""Operators of `torch` that few programs use, one family a file; `engine.late` has their names.

They are loaded when one of them is first asked for.
"""

from __future__ import annotations

from types import ModuleType

from engine import late
from engine.operators.uncommon import (
    bessel,
    copies,
    covariance,
    error_functions,
    exponents,
    fourier,
    integration,
    quantiles,
    reducing,
    replacing,
    spectra,
    splitting,
)
from engine.tensor import Tensor

FAMILIES: tuple[ModuleType, ...] = (
    bessel,
    copies,
    covariance,
    error_functions,
    exponents,
    fourier,
    integration,
    quantiles,
    reducing,
    replacing,
    spectra,
    splitting,
)

IN_TORCH = late.arrived(*FAMILIES)
"""The functions that users find in `torch` itself."""
for _name in ("i0_", "ldexp_"):
    IN_TORCH[_name] = getattr(Tensor, _name)

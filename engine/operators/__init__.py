"""The operators, one family a file; importing this package declares them all.

To add an operator, write its kernel with its rules in the file of its family: a name without leading
underscore becomes a function of `torch` (or of the `namespaces` it says), and a method if its first
parameter is the tensor (`self` or `input`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any

from engine.operators import (
    activation,
    affine,
    arithmetic,
    binary_loss,
    blending,
    casting,
    clamping,
    comparison,
    complex_numbers,
    contraction,
    cumulative,
    distance_loss,
    einsum,
    elementary,
    encoding,
    extrema,
    functional,
    gamma,
    indexing,
    join,
    linear_algebra,
    loss,
    matrix,
    matrix_norms,
    normalization,
    norms,
    piecewise,
    reduction,
    repetition,
    rounding,
    scattering,
    selection,
    shape,
    softmax,
    sorting,
    special_functions,
    statistics,
    structure,
    views,
)

FAMILIES: tuple[ModuleType, ...] = (
    arithmetic,
    elementary,
    rounding,
    clamping,
    blending,
    comparison,
    activation,
    reduction,
    statistics,
    norms,
    cumulative,
    extrema,
    sorting,
    selection,
    matrix,
    shape,
    views,
    structure,
    join,
    indexing,
    casting,
    loss,
    piecewise,
    special_functions,
    repetition,
    scattering,
    complex_numbers,
    normalization,
    encoding,
    distance_loss,
    binary_loss,
    contraction,
    linear_algebra,
    affine,
    softmax,
    einsum,
    matrix_norms,
    gamma,
    functional,
)


def public(*modules: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public functions of `modules` (of all families if none is named), with their names."""
    for family in modules or FAMILIES:
        for name, value in vars(family).items():
            if (
                isinstance(value, FunctionType)
                and value.__module__ == family.__name__
                and not name.startswith("_")
                and (not name.endswith("_") or "Tensor" in getattr(value, "namespaces", ()))
            ):
                yield name, value


def namespace(name: str) -> dict[str, Callable[..., Any]]:
    """Return the functions that users find in `torch` (name "torch") or in one of its modules."""
    return {
        key: value for key, value in public() if name in getattr(value, "namespaces", ("torch",))
    }

"""The operators, one family a file; importing this package declares those that most programs need.

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
    assignment,
    blending,
    casting,
    clamping,
    comparison,
    complex_numbers,
    contraction,
    cumulative,
    einsum,
    elementary,
    extrema,
    gamma,
    in_place_forms,
    indexing,
    join,
    linear_algebra,
    matrix,
    matrix_norms,
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
    strided,
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
    strided,
    structure,
    join,
    indexing,
    assignment,
    casting,
    piecewise,
    special_functions,
    repetition,
    scattering,
    complex_numbers,
    contraction,
    linear_algebra,
    affine,
    softmax,
    einsum,
    matrix_norms,
    gamma,
    in_place_forms,
)
"""The families that `torch` itself needs; others are in `decompositions`, `layers`, `uncommon`."""


def families() -> tuple[ModuleType, ...]:
    """Return all families, those included that are loaded when needed, which they are now."""
    from engine.operators import decompositions, layers, uncommon

    return FAMILIES + layers.FAMILIES + uncommon.FAMILIES + decompositions.FAMILIES


def public(*modules: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public functions of `modules` (of all families if none is named), with their names."""
    for family in modules or families():
        for name, value in vars(family).items():
            if (
                isinstance(value, FunctionType)
                and value.__module__ == family.__name__
                and not name.startswith("_")
                and (not name.endswith("_") or hasattr(value, "namespaces"))
            ):
                yield name, value


def namespace(name: str, *modules: ModuleType) -> dict[str, Callable[..., Any]]:
    """Return the functions of `modules` that users find in `torch` or in one of its modules.

    name: "torch" or the module, such as "linalg"; modules: the families of `torch` if none is named.
    """
    return {
        key: value
        for key, value in public(*(modules or FAMILIES))
        if name in getattr(value, "namespaces", ("torch",))
    }

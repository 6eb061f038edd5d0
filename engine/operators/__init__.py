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
    adaptive_pooling,
    affine,
    arithmetic,
    assignment,
    attention,
    averaging,
    batch_normalization,
    binary_loss,
    blending,
    casting,
    clamping,
    class_loss,
    class_margin_loss,
    comparison,
    complex_numbers,
    contraction,
    convolution,
    correlation,
    cumulative,
    distance_loss,
    distances,
    dropout,
    einsum,
    elementary,
    embedding,
    embedding_bag,
    encoding,
    extrema,
    functional,
    gamma,
    grid_sampling,
    group_normalization,
    in_place_forms,
    in_place_functions,
    indexing,
    interpolation,
    join,
    likelihood_loss,
    linear_algebra,
    loss,
    margin_loss,
    matrix,
    matrix_norms,
    normalization,
    norms,
    padding,
    piecewise,
    pooling,
    random_activation,
    recurrent,
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
    unfolding,
    unpooling,
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
    loss,
    class_loss,
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
    correlation,
    convolution,
    pooling,
    averaging,
    adaptive_pooling,
    unpooling,
    batch_normalization,
    group_normalization,
    embedding,
    embedding_bag,
    padding,
    unfolding,
    distances,
    margin_loss,
    class_margin_loss,
    likelihood_loss,
    dropout,
    random_activation,
    attention,
    interpolation,
    grid_sampling,
    recurrent,
    in_place_forms,
    in_place_functions,
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
                and (not name.endswith("_") or hasattr(value, "namespaces"))
            ):
                yield name, value


def namespace(name: str) -> dict[str, Callable[..., Any]]:
    """Return the functions that users find in `torch` (name "torch") or in one of its modules."""
    return {
        key: value for key, value in public() if name in getattr(value, "namespaces", ("torch",))
    }

"""Covariances, correlations and combinations of the elements of a vector."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from engine import creation
from engine.dtypes import TYPE_NAMES
from engine.operators.clamping import clamp
from engine.operators.complex_numbers import conj
from engine.operators.elementary import sqrt
from engine.operators.join import stack
from engine.operators.matrix import mm
from engine.operators.reduction import sum
from engine.operators.repetition import meshgrid
from engine.operators.scalars import mul_number
from engine.operators.selection import masked_select
from engine.operators.shape import squeeze, t, unsqueeze
from engine.operators.views import diagonal
from engine.registry import exported
from engine.tensor import Tensor, from_array
from engine.warn import warn


def _weights(name: str, weights: Tensor, kinds: str, word: str, observations: int) -> Tensor:
    """Raise PyTorch's error for weights that do not fit."""
    if weights.dim() > 1:
        raise RuntimeError(
            f"cov(): expected {name} to have one or fewer dimensions but got {name} with "
            f"{weights.dim()} dimensions"
        )
    if weights._data.dtype.kind not in kinds:
        raise RuntimeError(
            f"cov(): expected {name} to have {word} dtype but got {name} with "
            f"{TYPE_NAMES[weights.dtype.name]} dtype"
        )
    if weights.numel() != observations:
        raise RuntimeError(
            f"cov(): expected {name} to have the same numel as there are observations in the "
            f"input but got {weights.numel()} != {observations}"
        )
    if observations and weights._data.min() < 0:
        raise RuntimeError(f"cov(): {name} cannot be negative")
    return weights


@exported(
    samples=(
        "cov(a(3, 4))",
        "cov(a(4), correction=0)",
        "cov(a(2, 4), fweights=i(3, 4) + 1)",
        "cov(a(2, 4), fweights=i(3, 4) + 1, aweights=p(4))",
    )
)
def cov(
    input: Tensor, *, correction: int = 1, fweights: Any = None, aweights: Any = None
) -> Tensor:
    """Return the covariances of variables, the rows, whose columns are observations.

    fweights: how often each observation counts; aweights: with which weight.

    >>> import engine
    >>> engine.cov(engine.tensor([[0.0, 2.0], [0.0, 4.0]]))
    tensor([[2., 4.],
            [4., 8.]])
    """
    ndim = input.dim()
    if ndim > 2:
        raise RuntimeError(
            "cov(): expected input to have two or fewer dimensions but got an input with "
            f"{ndim} dimensions"
        )
    if input._data.dtype.kind == "b":
        raise RuntimeError("cov(): bool dtype is not supported for input")
    rows = input.view((1, -1)) if ndim < 2 else input
    count = rows._data.shape[1]
    weights: Any = None
    if fweights is not None:
        weights = _weights("fweights", fweights, "iu", "integral", count)
    if aweights is not None:
        checked = _weights("aweights", aweights, "f", "floating point", count)
        weights = checked if weights is None else weights * checked
    total: Any = from_array(np.int64(count)) if weights is None else sum(weights)
    if weights is not None and not total.item():
        raise RuntimeError("cov(): weights sum to zero, can't be normalized")
    average = sum(rows if weights is None else rows * weights, 1) / total
    if aweights is not None and correction:
        free = total - mul_number(sum(weights * aweights), correction) / total
    else:
        free = total - correction
    if free.item() <= 0:
        warn(
            "cov(): degrees of freedom is <= 0. Correction should be strictly less than the number "
            "of observations."
        )
        free = from_array(free._data * 0)
    apart = rows - unsqueeze(average, 1)
    other = conj(t(apart if weights is None else apart * weights))
    return squeeze(mm(apart, other) / free)  # type: ignore[no-any-return]


@exported(samples=("corrcoef(a(2, 4))", "corrcoef(a(4))"))
def corrcoef(input: Tensor) -> Tensor:
    """Return the correlations of variables, the rows, whose columns are observations.

    >>> import engine
    >>> engine.corrcoef(engine.tensor([[0.0, 2.0], [0.0, 4.0]]))
    tensor([[1., 1.],
            [1., 1.]])
    """
    if input.dim() > 2:
        raise RuntimeError(
            "corrcoef(): expected input to have two or fewer dimensions but got an input with "
            f"{input.dim()} dimensions"
        )
    c = cov(input)
    if not c.dim():
        return c / c
    spread = diagonal(c)
    deviation = sqrt(spread.real if c.is_complex() else spread)
    c = c / deviation.view((-1, 1))
    c = c / deviation.view((1, -1))
    if c.is_complex():
        from engine.operators.complex_numbers import complex as from_parts

        return from_parts(clamp(c.real, -1, 1), clamp(c.imag, -1, 1))  # type: ignore[no-any-return]
    return clamp(c, -1, 1)


@exported(
    samples=(
        "combinations(a(4))",
        "combinations(a(3), 3)",
        "combinations(a(3), with_replacement=True)",
    )
)
def combinations(input: Tensor, r: int = 2, with_replacement: bool = False) -> Tensor:
    """Return the combinations of r elements of a vector, one a row.

    >>> import engine
    >>> engine.combinations(engine.tensor([1, 2, 3]))
    tensor([[1, 2],
            [1, 3],
            [2, 3]])
    """
    if input.dim() != 1:
        raise RuntimeError(f"Expect a 1D vector, but got shape {list(input._data.shape)}")
    if r < 0:
        raise RuntimeError(f"Expect a non-negative number, but got {r}")
    if not r:
        return creation.empty(0, dtype=input.dtype)
    places = np.indices((input._data.shape[0],) * r)
    mask = np.ones(places.shape[1:], bool)
    for before, after in pairwise(places):
        mask &= before <= after if with_replacement else before < after
    grids = meshgrid(*[input] * r, indexing="ij")
    return stack([masked_select(grid, from_array(mask)) for grid in grids], 1)

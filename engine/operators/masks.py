"""What rules of several families share: gradients that pass, or not, where a mask says so."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.registry import operator, reads

ndarray = np.ndarray


def _not_implemented(kernel: str, dtype: Any) -> NotImplementedError:
    """Return PyTorch's error for a dtype that its kernel of that name does not take."""
    return NotImplementedError(f"\"{kernel}\" not implemented for '{TYPE_NAMES[dtype.name]}'")


@reads("where(mask, self, 0)")
@operator(
    batch="elementwise",
    name="_masked",
    grad_fn="WhereBackward0",
    rules={"self": lambda grad, mask: _masked(grad, mask)},
)
def _masked(self: Array, mask: Array) -> Array:
    """`self` where the mask holds, else 0, even where `self` is not finite."""
    if self.__class__ is not ndarray and mask.__class__ is np.bool_:
        return self if mask else self.dtype.type(0)
    return np.where(mask, self, self.dtype.type(0))


@reads("where(winner > loser, self, where(winner == loser, self / 2, 0))")
@operator(
    batch="elementwise",
    name="_won",
    rules={"self": lambda grad, winner, loser: _won(grad, winner, loser)},
)
def _won(self: Array, winner: Array, loser: Array) -> Array:
    """The share of a gradient for `winner`: all if it is larger than `loser`, half if equal."""
    if self.__class__ is not ndarray and winner.__class__ is not ndarray is not loser.__class__:
        return self / 2 if winner == loser else self.dtype.type(0) if winner < loser else self
    return np.where(winner < loser, self.dtype.type(0), np.where(winner == loser, self / 2, self))


@operator(
    batch="elementwise",
    name="_not_derivable",
    rules={"self": lambda grad, name: _not_derivable(grad, name)},
)
def _not_derivable(self: Array, name: str) -> Array:
    """Stands in the rule of an operator that has no derivative in PyTorch either."""
    raise RuntimeError(f"derivative for aten::{name} is not implemented")

"""Warnings with PyTorch's texts."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.tensor import Tensor


def warn(text: str) -> None:
    """Issue a UserWarning at the caller outside the engine."""
    warnings.warn(text, UserWarning, stacklevel=4)


def warn_non_leaf_grad(tensor: Tensor) -> None:
    """Warn that `.grad` of a non-leaf is None unless retain_grad was called."""
    warn(
        "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad "
        "attribute won't be populated during autograd.backward(). If you indeed want the .grad "
        "field to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. "
        "If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor "
        "instead. See github.com/pytorch/pytorch/pull/30531 for more information."
    )


def warn_create_graph() -> None:
    """Warn that backward(create_graph=True) makes a circle between a leaf and its gradient."""
    warn(
        "Using backward() with create_graph=True will create a reference cycle between the "
        "parameter and its gradient which can cause a memory leak. We recommend using "
        "autograd.grad when creating the graph to avoid this. If you have to use this function, "
        "make sure to reset the .grad fields of your parameters to None after use to break the "
        "cycle and avoid the leak."
    )

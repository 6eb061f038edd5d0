"""Warnings with PyTorch's texts."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.tensor import Tensor


def warn(text: str, category: type[Warning] = UserWarning) -> None:
    """Issue a warning at the place outside the engine that is being executed."""
    level = 1
    frame = sys._getframe()
    while frame.f_back is not None and _is_ours(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
        level += 1
    warnings.warn(text, category, stacklevel=level)


_said: set[str] = set()


def warn_once(text: str) -> None:
    """Issue a warning the first time only, as PyTorch does with some."""
    if text not in _said:
        _said.add(text)
        warn(text)


def _is_ours(module: str) -> bool:
    return module == "engine" or module.startswith("engine.")


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

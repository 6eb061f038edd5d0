"""Looking at nodes: what `grad_fn._saved_self` and the like show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.node import Freed
from engine.registry import saved_tensor
from engine.tensor import Tensor, from_array
from engine.versions import DTYPE, RESULT, SHAPE, TENSOR

if TYPE_CHECKING:
    from engine.node import Node


def saved_value(node: Node, name: str) -> Any:
    """Return what a node saved under PyTorch's name for it (`_saved_other`).

    Tensors that no rule needed are None; saved values that a backward pass freed are an error.
    """
    wanted = name.removeprefix("_saved_")
    if wanted.endswith("_sym_sizes"):
        wanted = wanted.removesuffix("_sym_sizes") + "_shape"
    op = node.plan.operator
    for place, (_, kind, what) in enumerate(node.plan.entries):
        if what != wanted:
            continue
        if node.saved.__class__ is Freed:
            from engine.backward import freed_error

            raise freed_error(node, node.saved, Freed(None))
        value = node.saved[place]
        if kind in (TENSOR, RESULT):
            return saved_tensor(node, place)
        if kind in (SHAPE, DTYPE):
            return tuple(value) if kind == SHAPE else value
        if op.wraps_numbers and not isinstance(value, Tensor):
            return from_array(np.float64(value))
        return value
    if wanted == "result" or wanted in op.params:
        return None
    raise AttributeError(f"'{type(node).__name__}' object has no attribute '{name}'")

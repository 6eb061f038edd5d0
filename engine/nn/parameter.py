"""PyTorch's `torch.nn.parameter`: tensors that a module registers when they are assigned to it."""

from __future__ import annotations

from typing import Any
from weakref import ref

import numpy as np

from engine import dtypes
from engine.tensor import Parameter, Tensor, from_array

__all__ = ["Buffer", "Parameter"]

_made: dict[int, tuple[ref[Tensor], bool]] = {}  # by id: tensors have an equality of their own


def persistence(value: Any) -> bool | None:
    """Return whether a tensor made by `Buffer` is part of the state; None for anything else."""
    found = _made.get(id(value))
    return found[1] if found is not None and found[0]() is value else None


class _BufferType(type):
    def __instancecheck__(cls, instance: Any) -> bool:
        return persistence(instance) is not None


class Buffer(metaclass=_BufferType):
    """Makes a tensor that a module registers as a buffer when it is assigned to an attribute.

    persistent: whether the module's `state_dict` has it.

    >>> import engine
    >>> Buffer(engine.zeros(2))
    tensor([0., 0.])
    """

    __module__ = "torch.nn.parameter"

    def __new__(cls, data: Tensor | None = None, *, persistent: bool = True) -> Any:
        """Return a tensor that shares the storage of `data`."""
        if data is None:
            made = from_array(np.empty(0, dtypes.get_default_dtype().numpy))
        else:
            made = data.detach().requires_grad_(data.requires_grad)
        key = id(made)
        _made[key] = ref(made, lambda _: _made.pop(key, None)), bool(persistent)
        return made

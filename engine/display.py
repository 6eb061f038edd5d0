"""A tensor as text: what `print(tensor)` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import dtypes, state
from engine.batched import Batched
from engine.printing import tensor_repr

if TYPE_CHECKING:
    from engine.tensor import Tensor


def tensor_text(tensor: Tensor) -> str:
    """Return PyTorch's repr of a tensor."""
    if state.levels:
        from engine.func.display import tracking_text

        return tracking_text(tensor, plain_text)
    if tensor._data.__class__ is Batched:  # its `vmap` is over
        return tensor._data.text(tensor_text(tensor._data.value))
    return plain_text(tensor, tensor._fn is not None)


def plain_text(tensor: Tensor, recorded: bool) -> str:
    """Return the repr of a tensor that no transform is about; `recorded`: it requires grad."""
    from engine.tensor import Parameter

    fn = tensor.grad_fn if recorded else None
    return tensor_repr(
        tensor._data,
        default_dtype=dtypes.get_default_dtype().name,
        requires_grad=recorded,
        grad_fn=None if fn is None else type(fn).__name__,
        parameter=isinstance(tensor, Parameter),
    )

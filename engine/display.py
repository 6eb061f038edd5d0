"""A tensor as text: what `print(tensor)` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import dtypes
from engine.printing import tensor_repr

if TYPE_CHECKING:
    from engine.tensor import Tensor


def tensor_text(tensor: Tensor) -> str:
    """Return PyTorch's repr of a tensor."""
    from engine.tensor import Parameter

    fn = tensor.grad_fn
    return tensor_repr(
        tensor._data,
        default_dtype=dtypes.get_default_dtype().name,
        requires_grad=tensor._fn is not None,
        grad_fn=None if fn is None else type(fn).__name__,
        parameter=isinstance(tensor, Parameter),
    )

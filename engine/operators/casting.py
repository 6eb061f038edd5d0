"""Changing the dtype of a tensor, and copying it."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import dtypes
from engine.dtypes import Array
from engine.operators.shape import expand
from engine.operators.views import _zeros_of, _zeros_shaped
from engine.registry import exported, operator
from engine.tensor import Tensor


@operator(
    batch="elementwise",
    name="_to_copy",
    grad_fn="ToCopyBackward0",
    rules={"self": lambda grad: grad},
    samples=("a(3).to(torch.float64, copy=True)",),
)
def _to_copy(self: Array, dtype: Any) -> Array:
    """A copy in another dtype (the gradient's is cast back on the edge)."""
    if self.dtype.kind == "c" and dtype.kind != "c":
        self = self.real
    return self.astype(dtype)


@exported("Tensor")
def to(
    input: Tensor, *args: Any, dtype: Any = None, device: Any = None, copy: bool = False, **_: Any
) -> Tensor:
    """Return the tensor in another dtype; itself if it has that dtype already.

    >>> import engine
    >>> engine.tensor([1, 2]).to(engine.float64)
    tensor([1., 2.], dtype=torch.float64)
    """
    for argument in args:
        if isinstance(argument, Tensor):
            dtype = argument.dtype
        elif isinstance(argument, dtypes.dtype) or argument in (float, int, bool, complex):
            dtype = argument
        elif isinstance(argument, str) or getattr(argument, "type", None) == "cpu":
            device = argument
    if device is not None and str(device).split(":")[0] != "cpu":
        raise RuntimeError(f"this calculator computes on the CPU only, not on '{device}'")
    numpy = input._data.dtype if dtype is None else dtypes.as_dtype(dtype).numpy
    if numpy is input._data.dtype and not copy:
        return input
    return _to_copy(input, numpy)  # type: ignore[no-any-return]


@exported("Tensor")
def type_as(input: Tensor, other: Tensor) -> Tensor:
    """Return the tensor in the dtype of another."""
    cast: Tensor = to(input, other.dtype)
    return cast


@operator(batch="clone", rules={"self": lambda grad: grad}, inplace=False)
def clone(self: Array, *, memory_format: Any = None) -> Array:
    """Return a copy that is part of the graph.

    >>> import engine
    >>> engine.tensor([1.0]).clone()
    tensor([1.])
    """
    if not self.ndim:
        return self[()]
    return np.array(self, order="K" if memory_format is None else "C")


@exported("Tensor")
def contiguous(input: Tensor, memory_format: Any = None) -> Tensor:
    """Return the tensor with its elements in order in memory: itself, if they are."""
    if input.is_contiguous():
        return input
    return clone(input, memory_format="contiguous")  # type: ignore[no-any-return]


@exported("Tensor")
def cpu(input: Tensor, memory_format: Any = None) -> Tensor:
    """Return the tensor itself: all tensors are on the CPU."""
    return input


@operator(
    batch="elementwise",
    name="_fill",
    grad_fn=lambda self, value: f"FillBackward{3 if isinstance(value, Tensor) else 2}",
    rules={"self": lambda grad: _zeros_of(grad), "value": lambda grad: _total(grad)},
    samples=(
        "(a(3) * 1).fill_(p())",
        "filled(a(2, 3), p())",
    ),
)
def _fill(self: Array, value: Any) -> Array:
    """One value in the shape and dtype of `self`."""
    return np.full(self.shape, value, self.dtype)


@operator(
    name="_drawn",
    grad_fn=lambda self, value, name, p: name,
    rules={
        "self": lambda grad: _zeros_of(grad),
        "p": lambda grad, p_shape: _zeros_shaped(grad, p_shape),
    },
    samples=("drawn(a(3), p(3))",),
)
def _drawn(self: Array, value: Array, name: str, p: Any = None) -> Array:
    """Random numbers in the place of `self`, of the probabilities `p`; the node is called `name`."""
    return value


@operator(
    batch="elementwise",
    name="_zero",
    rules={"self": lambda grad: _zeros_of(grad)},
    samples=(
        "filled(a(3), 0.0) + a(3)",
        "zeroed_part(a(3))",
    ),
)
def _zero(self: Array) -> Array:
    """Zeros in the shape and dtype of `self`."""
    return np.zeros(self.shape, self.dtype)


@operator(name="_total", rules={"self": lambda grad, self_shape: expand(grad, self_shape)})
def _total(self: Array) -> Array:
    """The sum of all elements."""
    return self.sum()

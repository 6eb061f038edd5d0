"""Assignment: x[...] = value, `index_put` and `copy_`."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.batched import outside
from engine.convert import broadcast_error
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.indexing import (
    _array_index,
    _checked,
    _index,
    _is_advanced,
    _leading_views,
    _parts,
    _view_of,
)
from engine.operators.shape import expand, view
from engine.operators.views import _alias, _zeros_of
from engine.registry import OPERATORS, exported, in_rules, operator
from engine.tensor import Tensor
from engine.views import inplace


@operator(
    name="_index_put",
    grad_fn="IndexPutBackward0",
    saves=("index",),
    wraps_numbers=True,
    rules={
        "self": lambda grad, index, accumulate: _index_put_self(grad, index, accumulate),
        "values": lambda grad, index: _index(grad, index),
    },
    samples=(
        "(a(4) * 1).index_put_((i(4, 1),), a(1))",
        "setting(a(4) * 1, m(4), a())",
    ),
)
def _index_put(self: Array, index: Any, values: Any, accumulate: bool = False) -> Array:
    """A copy of `self` with values at an index, or with values added there."""
    out = np.array(self)
    if accumulate:
        np.add.at(out, index, values)
    else:
        out[index] = values
    return out


@in_rules
def _index_put_self(grad: Any, index: Any, accumulate: bool) -> Any:
    return grad if accumulate else _index_put(grad, index, 0)


def _indices(indices: Any) -> tuple[Any, ...]:
    return tuple(slice(None) if i is None else _array_index(i) for i in indices)


def index_put(input: Tensor, indices: Any, values: Tensor, accumulate: bool = False) -> Tensor:
    """Return a copy with `values` at `input[indices]`, or added there.

    >>> import engine
    >>> engine.zeros(3).index_put((engine.tensor([0, 2]),), engine.tensor(1.0))
    tensor([1., 0., 1.])
    """
    result: Tensor = _index_put(input, _checked(input, _indices(indices)), values, accumulate)
    return result


@exported("Tensor")
def index_put_(input: Tensor, indices: Any, values: Tensor, accumulate: bool = False) -> Tensor:
    """Put `values` at `input[indices]`, or add them there, in place."""
    if values._data.dtype != input._data.dtype:
        raise RuntimeError(
            "Index put requires the source and destination dtypes match, got "
            f"{TYPE_NAMES[input.dtype.name]} for the destination and "
            f"{TYPE_NAMES[values.dtype.name]} for the source."
        )
    places = _checked(input, _indices(indices))
    return inplace.apply(OPERATORS["_index_put"], input, places, values, accumulate)


def _check_copy(self: Array, src: Array) -> None:
    """Refuse what does not broadcast to `self`, as PyTorch does."""
    shape, into = src.shape, self.shape
    extra = len(into) - len(shape)
    if extra < 0 or any(n not in (1, m) for n, m in zip(shape, into[extra:], strict=True)):
        wrong = broadcast_error(into, shape)
        if wrong is not None:
            raise wrong
        whole = list(np.broadcast_shapes(shape, into))
        raise RuntimeError(
            f"output with shape {list(into)} doesn't match the broadcast shape {whole}"
        )


@operator(
    batch="elementwise",
    name="_copy",
    check=_check_copy,
    grad_fn="CopyBackwards",
    wraps_numbers=True,
    rules={"self": lambda grad: _zeros_of(grad), "src": lambda grad: grad},
    samples=(
        "setting(a(4) * 1, slice(1, 3), a(2))",
        "setting(a(2, 3) * 1, 0, a(3))",
        "(a(3) * 1).copy_(a(3))",
    ),
)
def _copy(self: Array, src: Array) -> Array:
    """`src` in the shape and dtype of `self`."""
    out = np.empty_like(self)
    out[...] = src
    return out if self.ndim else out[()]


@exported("Tensor.__setitem__")
def setitem(input: Tensor, index: Any, value: Any) -> None:
    """Assign `input[index] = value`, in place."""
    parts = _parts(index)
    if any(_is_advanced(p) for p in parts):
        target, rest = _leading_views(input, parts)
        if not input._data.ndim:
            target = _alias(input)  # PyTorch takes a view of a 0-d tensor for its mask
        places = _checked(target, rest)
        if not isinstance(value, Tensor):
            value = _as_value(value, input)
        parts_seen = tuple([outside(p) for p in places])
        expected = outside(target._data)[parts_seen].shape
        _fits(value._data.shape, expected)
        inplace.apply(OPERATORS["_index_put"], target, places, value)
        return
    target = _view_of(input, parts, reading=False)
    if not isinstance(value, Tensor):
        value = _as_value(value, input)
    shape, into = value._data.shape, target._data.shape
    if shape != into:
        if not shape:
            inplace.apply(OPERATORS["_fill"], target, value)
            return
        value = view(value, shape[next((i for i, n in enumerate(shape) if n != 1), len(shape)) :])
        if value._data.shape != into:
            value = expand(value, into)
    inplace.apply(OPERATORS["_copy"], target, value)


def _as_value(value: Any, like: Tensor) -> Tensor:
    from engine.creation import tensor

    if not isinstance(value, (int, float, complex, np.generic, np.ndarray)):
        raise TypeError(f"can't assign a {type(value).__name__} to a torch.{like.type()[6:]}")
    return tensor(value, dtype=like.dtype)


def _fits(shape: tuple[int, ...], into: tuple[int, ...]) -> None:
    lead = shape
    while len(lead) > len(into) and lead[0] == 1:
        lead = lead[1:]
    extra = len(into) - len(lead)
    if extra < 0 or any(n not in (1, m) for n, m in zip(lead, into[extra:], strict=True)):
        raise RuntimeError(
            f"shape mismatch: value tensor of shape {list(shape)} cannot be broadcast to indexing "
            f"result of shape {list(into)}"
        )

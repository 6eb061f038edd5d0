"""Batching rules of operators that give examples another shape, take them apart, or join them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine import dtypes
from engine.func.batching import Mapped, VmapLevel, invoke, loop, padded_to
from engine.operators.shape import reshape
from engine.registry import OPERATORS
from engine.shapes import as_size, infer_size, wrap_dim, wrap_dims

if TYPE_CHECKING:
    from engine.registry import Operator


def sized(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Another shape for each example."""
    first, size = values
    if isinstance(size, dtypes.dtype):
        return invoke(op, [first.front(), size]), 0
    count = int(np.prod(first.shape, dtype=np.int64))
    shape = as_size(size)
    if level.size:  # PyTorch's error tells the sizes of all examples
        shape = infer_size((level.size, *shape), level.size * count)
    else:
        shape = (0, *infer_size(shape, count))
    return invoke(op, [first.front(), shape]), 0


def expanded(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """New dimensions come between the examples and the dimensions that are there."""
    first, size = values
    sizes = as_size(size)
    extra = len(sizes) - first.ndim
    if extra < 0 or -1 in sizes[:extra]:
        OPERATORS["expand"].kernel(np.empty(first.shape), sizes)  # raises
    return invoke(op, [padded_to(first, len(sizes)), (level.size, *sizes)]), 0


def permuted(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """The examples stay in front."""
    first, order = values
    places = as_size(order)
    if len(places) != first.ndim:
        op.kernel(np.empty(first.shape), places)  # raises
    return invoke(op, [first.front(), (0, *[wrap_dim(d, first.ndim) + 1 for d in places])]), 0


def transposed(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """A matrix of each example, or nothing to do."""
    (first,) = values
    if first.ndim > 2:
        op.kernel(np.empty(first.shape))  # raises
    if first.ndim < 2:
        return OPERATORS["_alias"].call(first.value), first.bdim
    return OPERATORS["transpose"].call(first.front(), 1, 2), 0


def squeezed(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Dimensions of size 1 of an example go; the number of examples does not matter."""
    first, dim = values
    gone = tuple([d + 1 for d in wrap_dims(dim, first.ndim) if first.shape[d] == 1])
    if dim is None:
        shape = tuple([n for n in first.shape if n != 1])
        return reshape(first.front(), (level.size, *shape)), 0
    return invoke(op, [first.front(), gone]), 0


def repeated(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Copies of each example."""
    first, repeats = values
    return invoke(op, [padded_to(first, len(repeats)), (1, *repeats)]), 0


def split(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Several views along a dimension."""
    *lead, dim = values
    first = lead[0]
    return invoke(op, [first.front(), *lead[1:], wrap_dim(dim, first.ndim) + 1]), 0


def joined(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """A list of tensors, joined along a dimension."""
    parts = values[0]
    rest = dict(zip(op.params[1:], values[1:], strict=True))
    if any(t is not None and t.shape == (0,) and op.name == "_cat" for t in parts):
        return loop(op, values, level)
    present = [t for t in parts if t.__class__ is Mapped]
    ndim = len(rest["shape"]) if "shape" in rest else present[0].ndim
    if op.name == "_stack":
        ndim += 1
    rest["dim"] = wrap_dim(rest["dim"], ndim) + 1
    for name in ("shape", "shapes"):
        if name == "shape" and name in rest:
            rest[name] = (level.size, *rest[name])
        elif name in rest:
            rest[name] = tuple([(level.size, *shape) for shape in rest[name]])
    tensors = [t.each() if t.__class__ is Mapped else t for t in parts]
    return invoke(op, [tensors, *rest.values()]), 0

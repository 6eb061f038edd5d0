"""Gradients get the shape and dtype of their target: broadcasting is undone here, once for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.batched import Batched
from engine.errors import explained
from engine.summation import total

if TYPE_CHECKING:
    from engine.graph.node import Node
    from engine.tensor import Tensor


_LEADING = [tuple(range(n)) for n in range(65)]  # NumPy has at most 64 dimensions


def conform(g: Any, target: Any, node: Node) -> Any:
    """Return gradient `g` in the shape and dtype of its target: broadcasting is undone here.

    A gradient that has neither the target's shape nor one that broadcasting made is an error.
    """
    if g is None:
        return None
    like = target._like
    scalar = like.__class__ is not tuple
    shape = () if scalar else like
    if g.shape != shape:
        g = reduce_to(g, shape, node)
    dtype = np.dtype(like) if scalar else target._out_dtype
    if g.dtype is not dtype:
        if g.dtype.kind == "c" and dtype.kind == "f":
            g = g.real
        g = g.astype(dtype)
    return g[()] if scalar else g


def reduce_to(g: Any, shape: tuple[int, ...], node: Node) -> Any:
    """Sum `g` over the dimensions along which `shape` was broadcast to `g.shape`."""
    extra = g.ndim - len(shape)
    if extra > 0 and g.shape[extra:] == shape:
        return total(g, _LEADING[extra])
    if extra < 0 or any(
        n not in (1, m) for n, m in zip(shape, g.shape[max(extra, 0) :], strict=False)
    ):
        raise explained(
            RuntimeError(
                f"Function {node.name()} returned an invalid gradient at index 0 - got "
                f"{list(g.shape)} but expected shape compatible with {list(shape)}"
            ),
            labels=((getattr(node, "origin", None), "the forward operation"),),
        )
    axes = tuple(range(extra)) + tuple(
        extra + i for i, n in enumerate(shape) if n == 1 and g.shape[extra + i] != 1
    )
    return total(g, axes).reshape(shape)


def conform_tensor(g: Tensor, target: Any, node: Node) -> Tensor:
    """`conform` for gradients that are themselves recorded."""
    from engine.dtypes import BY_NUMPY

    leaf = target._data if hasattr(target, "_data") else None
    if leaf.__class__ is Batched:  # the pass took it for a number
        like, dtype = leaf.shape, leaf.dtype
    else:
        like = target._like
        dtype = target._out_dtype if like.__class__ is tuple else np.dtype(like)
    shape = like if like.__class__ is tuple else ()
    if g._data.shape != shape:
        if g._data.ndim < len(shape):
            reduce_to(g._data, shape, node)  # raises
        g = g.sum_to_size(shape)
    if g._data.dtype != dtype:
        if g._data.dtype.kind == "c" and dtype.kind == "f":
            g = g.real
        g = g.to(BY_NUMPY[dtype])
    return g

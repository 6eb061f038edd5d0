"""Tensors with some or all elements replaced: what writing through a view does, as functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.casting import _total
from engine.operators.comparison import _where
from engine.operators.complex_numbers import conj
from engine.operators.norms import _norm_back, _norm_of, _vector_norm
from engine.operators.reduction import sum
from engine.operators.views import (
    _zeros_of,
    diagonal,
    select,
    slice_,
)
from engine.registry import OPERATORS, exported, in_rules, operator
from engine.shapes import wrap_dim
from engine.tensor import Tensor

# -- parts -----------------------------------------------------------------------------------------

_VIEWS: dict[str, Callable[..., Array]] = {
    name: OPERATORS[name].kernel for name in ("diagonal", "select", "slice_")
}


def _replaced(view: str, self: Array, src: Array, *where: Any) -> Array:
    """Return a copy of `self` with `src` in the place of a view of it."""
    out = np.array(self)
    part = _VIEWS[view](out, *where)
    if part.shape != src.shape:
        raise RuntimeError(
            "expected src to have a size equal to the slice of self. src size = "
            f"{list(src.shape)}, slice size = {list(part.shape)}"
        )
    part[...] = src
    return out


@operator(
    inplace=False,
    rules={
        "self": lambda grad, src_shape, offset, dim1, dim2: diagonal_scatter(
            grad, _zeros_of(diagonal(grad, offset, dim1, dim2)), offset, dim1, dim2
        ),
        "src": lambda grad, offset, dim1, dim2: diagonal(grad, offset, dim1, dim2),
    },
    samples=("diagonal_scatter(a(3, 3), a(3))", "diagonal_scatter(a(2, 3, 2), a(3, 1), 1, 0, 2)"),
)
def diagonal_scatter(
    self: Array, src: Array, offset: int = 0, dim1: int = 0, dim2: int = 1
) -> Array:
    """Return the tensor with `src` on a diagonal of two dimensions.

    >>> import engine
    >>> engine.diagonal_scatter(engine.zeros(2, 2), engine.ones(2))
    tensor([[1., 0.],
            [0., 1.]])
    """
    return _replaced("diagonal", self, src, offset, dim1, dim2)


@operator(
    inplace=False,
    rules={
        "self": lambda grad, dim, index: select_scatter(
            grad, _zeros_of(select(grad, dim, index)), dim, index
        ),
        "src": lambda grad, dim, index: select(grad, dim, index),
    },
    samples=("select_scatter(a(2, 3), a(2), 1, -1)",),
)
def select_scatter(self: Array, src: Array, dim: int, index: int) -> Array:
    """Return the tensor with `src` at one index of a dimension.

    >>> import engine
    >>> engine.select_scatter(engine.zeros(2, 2), engine.ones(2), 0, 1)
    tensor([[0., 0.],
            [1., 1.]])
    """
    return _replaced("select", self, src, dim, index)


@operator(
    inplace=False,
    rules={
        "self": lambda grad, dim, start, end, step: slice_scatter(
            grad, _zeros_of(slice_(grad, dim, start, end, step)), dim, start, end, step
        ),
        "src": lambda grad, dim, start, end, step: slice_(grad, dim, start, end, step),
    },
    samples=(
        "slice_scatter(a(4), a(2), 0, 1, 3)",
        "slice_scatter(a(2, 5), a(2, 2), 1, 0, None, 3)",
    ),
)
def slice_scatter(
    self: Array,
    src: Array,
    dim: int = 0,
    start: int | None = None,
    end: int | None = None,
    step: int = 1,
) -> Array:
    """Return the tensor with `src` at every step-th slice of a dimension, from start to end.

    >>> import engine
    >>> engine.slice_scatter(engine.zeros(4), engine.ones(2), 0, 1, 3)
    tensor([0., 1., 1., 0.])
    """
    return _replaced("slice_", self, src, dim, start, end, step)


# -- all -------------------------------------------------------------------------------------------


@operator(
    name="_filled",
    grad_fn=lambda self, value: f"FillBackward{int(isinstance(value, Tensor))}",
    rules={"self": lambda grad: _zeros_of(grad), "value": lambda grad: _total(grad)},
)
def _filled(self: Array, value: Any) -> Array:
    """One value in the shape and dtype of `self`."""
    return np.full(self.shape, value, self.dtype)


@exported("torch", samples=("torch.fill(a(2, 3), 2.0)", "torch.fill(a(2, 3), a())"))
def fill(input: Tensor, value: Any) -> Tensor:
    """Return a tensor of one value, of the shape and dtype of `input`.

    >>> import engine
    >>> engine.fill(engine.zeros(2), 3)
    tensor([3., 3.])
    """
    if isinstance(value, Tensor) and value.dim():
        raise RuntimeError(
            "fill_ only supports 0-dimension value tensor but got tensor with "
            f"{value.dim()} dimensions."
        )
    return _filled(input, value)  # type: ignore[no-any-return]


@exported(
    "torch", samples=("constant_pad_nd(a(2, 3), (1, 2))", "constant_pad_nd(a(3), (-1, 1), 2.0)")
)
def constant_pad_nd(input: Tensor, pad: Any, value: Any = 0) -> Tensor:
    """Return the tensor with a value before and after it: two widths a dimension, the last first.

    >>> import engine
    >>> engine.constant_pad_nd(engine.ones(2), (1, 1))
    tensor([0., 1., 1., 0.])
    """
    from engine.operators.layers.padding import _constant_pad_nd

    widths = tuple(int(n) for n in pad)
    if len(widths) % 2:
        raise RuntimeError(f"Length of pad must be even but instead it equals {len(widths)}")
    if len(widths) > 2 * input.dim():
        raise RuntimeError(
            "Length of pad should be no more than twice the number of dimensions of the input. Pad "
            f"length is {len(widths)}while the input has {input.dim()}dimensions."
        )
    return _constant_pad_nd(input, widths, value)  # type: ignore[no-any-return]


# -- slices of limited norm ------------------------------------------------------------------------


def _others(dim: int, ndim: int) -> tuple[int, ...]:
    """Return all dimensions but one."""
    dim = wrap_dim(dim, ndim)
    return tuple([d for d in range(ndim) if d != dim])


@operator(
    holomorphic=False,
    rules={"self": lambda grad, self, p, dim, maxnorm: _renorm_back(grad, self, p, dim, maxnorm)},
    samples=(
        "renorm(a(2, 3), 2, 0, 1.0)",
        "renorm(a(2, 3, 2), 3, -2, 1.5)",
        "renorm(a(2, 3), 1, 1, 100.0)",
    ),
)
def renorm(self: Array, p: float, dim: int, maxnorm: float) -> Array:
    """Return the tensor with those slices of a dimension scaled down whose p-norm is too large.

    >>> import engine
    >>> engine.renorm(engine.tensor([[3.0, 4.0], [0.3, 0.4]]), 2, 0, 1)
    tensor([[0.6000, 0.8000],
            [0.3000, 0.4000]])
    """
    if p <= 0:
        raise RuntimeError("renorm: non-positive-norm not supported")
    if maxnorm < 0:
        raise RuntimeError(f"renorm: expected maxnorm to be >= 0 but got {maxnorm:g}")
    if self.ndim < 2:
        raise RuntimeError(f"renorm: input needs at least 2 dimensions, got {self.ndim} dimensions")
    norm = _norm_of(self, p, _others(dim, self.ndim), True)
    return (self * np.where(norm > maxnorm, maxnorm / (norm + 1e-7), 1)).astype(self.dtype)


@in_rules
def _renorm_back(grad: Any, x: Any, p: float, dim: int, maxnorm: float) -> Any:
    """The derivative of maxnorm x / (norm + 1e-7) where the norm is larger, else of x."""
    ndim = len(x.shape)
    at = dim + ndim if dim < 0 else dim
    rest = tuple([d for d in range(ndim) if d != at])
    norm = _vector_norm(x, p, rest, True, None)
    scale = 1 / (norm + 1e-7)
    along = _norm_back(sum(conj(x) * grad, rest, True, None), x, x.shape, p, rest, True, norm)
    return _where(norm > maxnorm, maxnorm * scale * (grad - scale * along), grad)

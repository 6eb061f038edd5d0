"""Cumulative sums and products along a dimension, and the shifts their derivatives need."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine import dtypes
from engine.dtypes import Array
from engine.operators.comparison import _where, masked_fill
from engine.operators.elementary import exp, log
from engine.operators.masks import _not_implemented
from engine.operators.rounding import abs
from engine.operators.shape import _sum_to, reshape, unsqueeze
from engine.operators.structure import flip
from engine.registry import in_rules, operator, reads
from engine.shapes import wrap_dim

# -- what rules need -------------------------------------------------------------------------------


@operator(batch="any example", name="_has_zero")
def _has_zero(self: Array) -> Array:
    """Whether any element is 0."""
    return np.bool_(not np.all(self))


@reads("flip(self, (dim,))")
@operator(batch="dims", name="_reversed", rules={"self": lambda grad, dim: _reversed(grad, dim)})
def _reversed(self: Array, dim: int) -> Array:
    """The elements in reverse order along a dimension."""
    return np.flip(self, dim) if self.ndim else self


@operator(
    batch="dims", name="_shifted", rules={"self": lambda grad, dim, by: _shifted(grad, dim, -by, 0)}
)
def _shifted(self: Array, dim: int, by: int, fill: Any) -> Array:
    """The elements moved one place along a dimension, forward (by 1) or back (by -1)."""
    out = np.full_like(self, fill)
    lead = (slice(None),) * wrap_dim(dim, self.ndim)
    ends = (slice(1, None), slice(None, -1))
    into, source = ends if by > 0 else ends[::-1]
    out[(*lead, into)] = self[(*lead, source)]
    return out


@operator(batch="from shape", name="_square_mask")
def _square_mask(self: Array, dim: int, upper: bool) -> Array:
    """A mask over (i, j) for two dimensions of the size of `dim`: i == j, or for `upper` i <= j.

    It broadcasts with `self` after a dimension i was inserted before `dim`.
    """
    dim = wrap_dim(dim, self.ndim)
    n = np.arange(self.shape[dim])
    mask = n[:, None] <= n if upper else n[:, None] == n
    return mask.reshape(mask.shape + (1,) * (self.ndim - dim - 1))


def _accumulated(ufunc: Any, x: Array, dim: Any, dtype: Any) -> Array:
    """Accumulate along a dimension; float32 in double precision, as PyTorch does.

    Sums start from 0, so that none is -0.
    """
    dim = wrap_dim(dim, x.ndim)
    if dtype is not None:
        target = dtypes.as_dtype(dtype).numpy
    else:
        target = np.dtype(np.int64) if x.dtype.kind in "biu" else x.dtype
    x = x.astype(target, copy=False)
    if not x.ndim:
        return x + target.type(0)
    wide = target == np.float32 or target == np.float16
    found = ufunc.accumulate(x, dim, np.float64 if wide else target)
    if ufunc is np.add and target.kind in "fc":
        found += 0.0
    return found.astype(target, copy=False)


# -- sums ------------------------------------------------------------------------------------------


@operator(
    batch="dims",
    rules={"self": lambda grad, dim: _cumsum_back(grad, dim)},
    samples=("cumsum(a(2, 3), 1)", "cumsum(a(2, 3).t(), dim=0)", "cumsum(a(), 0)"),
)
def cumsum(self: Array, dim: int, *, dtype: Any = None) -> Array:
    """Return the sums of all elements up to each one, along a dimension.

    >>> import engine
    >>> engine.cumsum(engine.tensor([1.0, 2.0, 3.0]), 0)
    tensor([1., 3., 6.])
    """
    return _accumulated(np.add, self, dim, dtype)


@reads("flip(cumsum(flip(grad, (dim,)), dim), (dim,))")
@in_rules
def _cumsum_back(grad: Any, dim: int) -> Any:
    """Return the sums from each element on."""
    if math.prod(grad.shape) <= 1 or grad.shape[dim] == 1:
        return grad
    return flip(cumsum(flip(grad, (dim,)), dim), (dim,))


# -- products --------------------------------------------------------------------------------------


@operator(
    batch="dims",
    rules={
        "self": lambda grad, self, self_shape, dim, result: _cumprod_back(
            grad, self, self_shape, dim, result
        )
    },
    samples=(
        "cumprod(a(2, 3), 1)",
        "cumprod(a(2, 3).t(), dim=0)",
        "cumprod(a(4) * i(2, 4), 0)",
        "cumprod(a(2, 3, 2) * i(2, 2, 3, 2), 1)",
        "cumprod(a(), 0)",
    ),
)
def cumprod(self: Array, dim: int, *, dtype: Any = None) -> Array:
    """Return the products of all elements up to each one, along a dimension.

    >>> import engine
    >>> engine.cumprod(engine.tensor([1.0, 2.0, 3.0]), 0)
    tensor([1., 2., 6.])
    """
    return _accumulated(np.multiply, self, dim, dtype)


@in_rules
def _cumprod_back(grad: Any, x: Any, shape: tuple[int, ...], dim: int, result: Any) -> Any:
    """The sum over k >= i of grad_k times the product of all x_j, j <= k, but x_i.

    Without zeros that product is result_k / x_i. With zeros it is computed as written, on a square
    of copies of x, in which the i-th copy has a 1 at i.
    """
    if not shape:
        return grad
    if not _has_zero(x):
        return _cumsum_back(grad * result, dim) / x
    dim = dim + len(shape) if dim < 0 else dim
    copies = masked_fill(unsqueeze(x, dim), _square_mask(x, dim, False), 1)
    products = unsqueeze(grad, dim) * cumprod(copies, dim + 1)
    terms = _where(_square_mask(x, dim, True), products, 0)
    return reshape(_sum_to(terms, (*shape[: dim + 1], 1, *shape[dim + 1 :])), shape)


# -- logarithms of sums of exponentials ------------------------------------------------------------


@operator(
    batch="dims",
    inplace=False,
    rules={"self": lambda grad, self, dim, result: _logcumsumexp_back(grad, self, dim, result)},
    samples=("logcumsumexp(a(2, 3), 1)", "logcumsumexp(a(2, 3), dim=0)", "logcumsumexp(a(), 0)"),
)
def logcumsumexp(self: Array, dim: int) -> Array:
    """Return log(cumsum(exp(x))) along a dimension, computed without overflow.

    >>> import engine
    >>> engine.logcumsumexp(engine.tensor([1000.0, 1000.0]), 0)
    tensor([1000.0000, 1000.6932])
    """
    if self.dtype.kind not in "f":
        raise _not_implemented("logcumsumexp_out_cpu", self.dtype)
    dim = wrap_dim(dim, self.ndim)
    return np.logaddexp.accumulate(self, dim) if self.ndim else self


@in_rules
def _logcumsumexp_back(grad: Any, x: Any, dim: int, result: Any) -> Any:
    """The sum over k >= i of grad_k exp(x_i - result_k), for each sign of grad in logarithms."""
    if not x.ndim:
        return grad
    size, lowest = log(abs(grad)), _lowest(x)
    above = _where(grad > 0, size, lowest) - result
    below = _where(grad < 0, size, lowest) - result
    return exp(_logcumsumexp_reversed(above, dim) + x) - exp(_logcumsumexp_reversed(below, dim) + x)


@operator(name="_lowest")
def _lowest(self: Array) -> Array:
    """The lowest finite number of the dtype: a logarithm of 0 that can be subtracted from itself."""
    return np.finfo(self.dtype).min


@in_rules
def _logcumsumexp_reversed(x: Any, dim: int) -> Any:
    return _reversed(logcumsumexp(_reversed(x, dim), dim), dim)

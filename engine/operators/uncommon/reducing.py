"""Reductions at positions: scatter_reduce and index_reduce.

All elements that go to one position are reduced with each other and, unless `include_self` is false,
with what was there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.comparison import _where, logical_and, masked_fill
from engine.operators.indexing import _along, gather
from engine.operators.scattering import _check_scatter, _cut, scatter, scatter_add
from engine.operators.views import _zeros_of
from engine.registry import OPERATORS, in_rules, operator
from engine.shapes import wrap_dim
from engine.warn import warn_once

_UFUNCS: dict[str, Any] = {
    "sum": np.add,
    "mean": np.add,
    "prod": np.multiply,
    "amax": np.maximum,
    "amin": np.minimum,
}


def _start(dtype: Any, reduce: str) -> Any:
    """Return the number that a reduction leaves as it is."""
    if reduce in ("sum", "mean"):
        return 0
    if reduce == "prod":
        return 1
    if dtype.kind == "f":
        return -np.inf if reduce == "amax" else np.inf
    if dtype.kind == "b":
        return reduce == "amin"
    info = np.iinfo(dtype)
    return info.min if reduce == "amax" else info.max


def _reduced(
    self: Array, dim: int, index: Array, src: Array, reduce: str, include_self: bool
) -> Array:
    """Return a copy of `self` with the elements of `src` reduced at `index` along a dimension."""
    out = np.array(self)
    if not index.size:
        return out if out.ndim else out[()]
    places: Any = _along(index, dim) if self.ndim else ...
    if not self.ndim:  # all elements go to the same place
        places, out = (np.zeros(index.size, np.int64),), out.reshape(1)
        src = np.ravel(src)[: index.size]
    else:
        src = _cut(src, index)
    if not include_self:
        out[places] = _start(out.dtype, reduce)
    _UFUNCS[reduce].at(out, places, src)
    if reduce == "mean":
        count = np.full(out.shape, int(include_self))
        np.add.at(count, places, 1)
        count = np.maximum(count, 1)
        out = (out / count).astype(out.dtype) if out.dtype.kind in "fc" else out // count
    return out.reshape(self.shape)[()]


# -- derivatives -----------------------------------------------------------------------------------


def _reduce_self(
    grad: Any,
    x: Any,
    dim: int,
    index: Any,
    src: Any,
    reduce: str,
    include_self: bool,
    result: Any,
) -> Any:
    """Return the gradient of what was there before."""
    if reduce == "sum":
        found = grad
    elif reduce == "mean":
        found = grad / _counts(grad, dim, index, src, include_self)
    elif reduce == "prod":
        others = masked_fill(x, x == 0, 1)
        found = grad * scatter_reduce(others, dim, index, src, reduce, include_self) / others
    else:
        found = (x == result) * _shared(grad, x, dim, index, src, result)
    return found if include_self else scatter(found, dim, index, 0)


def _reduce_src(
    grad: Any,
    x: Any,
    dim: int,
    index: Any,
    src: Any,
    reduce: str,
    include_self: bool,
    result: Any,
) -> Any:
    """Return the gradient of the elements that were reduced."""
    if reduce == "sum":
        return gather(grad, dim, index, False)
    if reduce == "mean":
        counts = _counts(grad, dim, index, src, include_self)
        return gather(grad, dim, index, False) / gather(counts, dim, index, False)
    if reduce == "prod":
        return _product_src(grad, x, dim, index, src, include_self, result)
    shared = _shared(grad, x, dim, index, src, result)
    return (src == gather(result, dim, index, False)) * gather(shared, dim, index, False)


def _counts(grad: Any, dim: int, index: Any, src: Any, include_self: bool) -> Any:
    """Return how many elements each result is the mean of; 1 for none."""
    counts = _zeros_of(grad) + (1 if include_self else 0)
    counts = scatter_add(counts, dim, index, _zeros_of(src) + 1)
    return masked_fill(counts, counts == 0, 1)


def _shared(grad: Any, x: Any, dim: int, index: Any, src: Any, result: Any) -> Any:
    """Return the gradient of each largest or smallest element, shared among equal ones."""
    mine = _zeros_of(grad) + (x == result)
    theirs = _zeros_of(src) + (src == gather(result, dim, index, False))
    return grad / scatter_add(mine, dim, index, theirs)


def _product_src(
    grad: Any, x: Any, dim: int, index: Any, src: Any, include_self: bool, result: Any
) -> Any:
    """The product of the others: result / src, or without a 0 that is the only one at its place."""
    zero = src == 0
    count = scatter_add(_zeros_of(x), dim, index, _zeros_of(src) + zero)
    single = logical_and(zero, gather(count, dim, index, False) == 1)
    without = scatter_reduce(x, dim, index, masked_fill(src, single, 1), "prod", include_self)
    found = _where(
        single,
        gather(grad * without, dim, index, False),
        gather(grad * result, dim, index, False) / masked_fill(src, zero, 1),
    )
    if _has_several(count):
        return _once_only(found)
    return found


for _helper in (_counts, _shared, _product_src, _reduce_self, _reduce_src):
    in_rules(_helper)


@operator(batch="any example", name="_has_several")
def _has_several(self: Array) -> Array:
    """Whether any element is more than 1."""
    return np.bool_(np.any(self > 1))


@operator(name="_once_only", rules={"self": lambda grad: _refused(grad)})
def _once_only(self: Array) -> Array:
    """A gradient that has no derivative."""
    return self


@in_rules
def _refused(grad: Any) -> Any:
    raise RuntimeError(
        "scatter_reduce(): Double backward is unsupported for src when >1 zeros in src are "
        "scattered to the same position in self"
    )


# -- operators -------------------------------------------------------------------------------------


@operator(
    saves=("index",),
    rules={
        "self": lambda grad, self, dim, index, src, reduce, include_self, result: _reduce_self(
            grad, self, dim, index, src, reduce, include_self, result
        ),
        "src": lambda grad, self, dim, index, src, reduce, include_self, result: _reduce_src(
            grad, self, dim, index, src, reduce, include_self, result
        ),
    },
    samples=(
        "scatter_reduce(a(2, 3), 1, i(3, 2, 3), a(2, 3), 'sum')",
        "scatter_reduce(a(2, 3), 1, i(3, 2, 3), a(2, 3), 'prod', include_self=False)",
        "scatter_reduce(a(2, 3), 1, i(2, 2, 3), a(2, 3), 'prod')",
        "scatter_reduce(a(2, 3), 0, i(2, 2, 2), a(2, 2), 'mean')",
        "scatter_reduce(a(2, 3), 0, i(2, 2, 2), a(2, 2), 'mean', include_self=False)",
        "scatter_reduce(a(2, 3), 1, i(3, 2, 3), a(2, 3), 'amax')",
        "scatter_reduce(a(3), 0, i(3, 4), a(4), 'amin', include_self=False)",
    ),
)
def scatter_reduce(
    self: Array, dim: int, index: Array, src: Array, reduce: str, *, include_self: bool = True
) -> Array:
    """Return the tensor with elements of `src` reduced at positions along a dimension.

    reduce: "sum", "prod", "mean", "amax" or "amin".

    >>> import engine
    >>> places, src = engine.tensor([1, 1]), engine.tensor([2.0, 3.0])
    >>> engine.ones(2).scatter_reduce(0, places, src, "prod")
    tensor([1., 6.])
    """
    dim = wrap_dim(dim, self.ndim)
    if reduce not in _UFUNCS:
        raise RuntimeError(
            f"reduce argument must be either sum, prod, mean, amax or amin, got {reduce}"
        )
    _check_scatter("scatter", self, dim, index, src)
    return _reduced(self, dim, index, src, reduce, include_self)


@operator(name="_index_like", nondifferentiable=("self",))
def _index_like(self: Array, shape: tuple[int, ...], dim: int) -> Array:
    """The positions of slices as positions of all their elements."""
    if not shape:
        return self.reshape(())
    form = [1] * len(shape)
    form[dim] = -1
    return np.broadcast_to(self.reshape(form), shape)


@operator(
    saves=("index",),
    rules={
        "self": lambda grad, self, dim, index, source, source_shape, reduce, include_self, result: (
            _reduce_self(
                grad,
                self,
                dim,
                _index_like(index, source_shape, dim),
                source,
                reduce,
                include_self,
                result,
            )
        ),
        "source": lambda grad, self, dim, index, source, source_shape, reduce, include_self, result: (
            _reduce_src(
                grad,
                self,
                dim,
                _index_like(index, source_shape, dim),
                source,
                reduce,
                include_self,
                result,
            )
        ),
    },
    samples=(
        "index_reduce(a(2, 3), 0, i(2, 2), a(2, 3), 'prod')",
        "index_reduce(a(2, 3), 1, i(3, 2), a(2, 2), 'mean', include_self=False)",
        "a(2, 3).index_reduce(1, i(3, 2), a(2, 2), 'amax')",
        "index_reduce(a(2, 3), 0, i(2, 2), a(2, 3), 'amin')",
    ),
)
def index_reduce(
    self: Array, dim: int, index: Array, source: Array, reduce: str, *, include_self: bool = True
) -> Array:
    """Return the tensor with slices of `source` reduced at positions of a dimension.

    reduce: "prod", "mean", "amax" or "amin".

    >>> import engine, warnings
    >>> warnings.simplefilter("ignore")  # it says that it may change
    >>> places, source = engine.tensor([1, 1]), engine.tensor([2.0, 3.0])
    >>> engine.ones(2).index_reduce(0, places, source, "amax")
    tensor([1., 3.])
    """
    dim = wrap_dim(dim, self.ndim)
    if reduce == "sum" or reduce not in _UFUNCS:
        raise RuntimeError(
            "index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got "
            f"{reduce}."
        )
    length = source.shape[dim] if source.ndim else 1
    if index.size != length:
        raise RuntimeError(
            f"index_reduce_(): Number of indices ({index.size}) should be equal to "
            f"source.size(dim): ({length}), for dim: {dim}"
        )
    if np.size(index) and (index.min() < 0 or index.max() >= (self.shape[dim] if self.ndim else 1)):
        raise IndexError("index out of range in self")
    warn_once("index_reduce() is in beta and the API may change at any time.")
    places = OPERATORS["_index_like"].kernel(index, source.shape, dim)
    return _reduced(self, dim, places, source, reduce, include_self)

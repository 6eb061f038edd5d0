"""Reductions: sum, mean, product, logsumexp, all, any, counts and the trace."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import dtypes
from engine.convert import type_name
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.cumulative import _has_zero, _reversed, _shifted, cumprod
from engine.operators.elementary import exp
from engine.operators.masks import _not_implemented
from engine.operators.shape import expand, reshape
from engine.registry import KERNELS, exported, in_rules, operator, reads
from engine.shapes import wrap_dim, wrap_dims
from engine.summation import total
from engine.tensor import Tensor

_added: Any = np.add.reduce
_multiplied: Any = np.multiply.reduce
_largest: Any = np.maximum.reduce

# -- dimensions: which are reduced, and how a gradient gets them back ------------------------------


def _axes(dim: Any, ndim: int) -> tuple[int, ...] | None:
    """Return the dimensions to reduce in NumPy's terms; none named means all."""
    if dim is None or (dim.__class__ in (tuple, list) and not dim):
        return None
    return wrap_dims(dim, ndim)


@in_rules
def _kept_shape(shape: tuple[int, ...], dim: Any) -> tuple[int, ...]:
    """Return `shape` with the dimensions that a reduction over `dim` removes as size 1."""
    reduced = wrap_dims(dim or None if dim.__class__ in (tuple, list) else dim, len(shape))
    return tuple([1 if i in reduced else n for i, n in enumerate(shape)])


@in_rules
def _reduced(shape: tuple[int, ...], dim: Any) -> int:
    """Return how many elements of a tensor of `shape` a reduction over `dim` makes one of."""
    n = 1
    for kept, size in zip(_kept_shape(shape, dim), shape, strict=True):
        n *= size if kept == 1 else 1
    return n


@reads("value")
@in_rules
def _kept(value: Any, shape: tuple[int, ...], dim: Any, keepdim: bool) -> Any:
    """Return a reduction's value with the reduced dimensions kept as size 1."""
    if keepdim or not shape or dim is None:
        return value  # a 0-d value fits any shape
    return reshape(value, _kept_shape(shape, dim))


@reads("expand(grad, shape)")
def _spread(grad: Any, shape: tuple[int, ...], dim: Any, keepdim: bool) -> Any:
    """Give each element of a tensor of `shape` the gradient of the reduction it went into."""
    return expand(_kept(grad, shape, dim, keepdim), shape)


def _stretched(grad: Array, shape: tuple[int, ...], dim: Any, keepdim: bool) -> Array:
    """`_spread` on arrays: a view without strides, made without the cost of np.broadcast_to."""
    if not shape:
        return grad
    if grad.size == 1:
        return np.ndarray(shape, grad.dtype, np.ascontiguousarray(grad), 0, (0,) * len(shape))
    kept = np.ascontiguousarray(grad).reshape(_kept_shape(shape, dim))
    strides = tuple([0 if n == 1 else s for n, s in zip(kept.shape, kept.strides, strict=True)])
    return np.ndarray(shape, kept.dtype, kept, 0, strides)


KERNELS["_spread"] = _stretched


@reads("expand(grad / n, shape)")
def _averaged(grad: Any, shape: tuple[int, ...], dim: Any, keepdim: bool) -> Any:
    """`_spread` of a mean."""
    return _spread(grad, shape, dim, keepdim) / _reduced(shape, dim)


KERNELS["_averaged"] = lambda grad, shape, dim, keepdim: _stretched(
    grad / grad.dtype.type(_reduced(shape, dim)), shape, dim, keepdim
)


# -- sums and means --------------------------------------------------------------------------------


def _total(x: Array, dim: Any, keepdim: bool, numpy: Any) -> Array:
    axes = None if dim is None else _axes(dim, x.ndim)
    if x.dtype is not numpy or not x.ndim or numpy.kind != "f":
        return _added(x, axes, numpy, None, keepdim)
    found = total(x, axes)
    return found.reshape(_kept_shape(x.shape, dim)) if keepdim else found


def _sum_dtype(x: Array, dtype: Any) -> Any:
    """Return the dtype of a sum or product: integers give int64."""
    if dtype is not None:
        return dtypes.as_dtype(dtype).numpy
    return _INT64 if x.dtype.kind in "biu" else x.dtype


_INT64 = np.dtype(np.int64)


@operator(
    batch="dims",
    grad_fn=lambda self, dim, keepdim, dtype: f"SumBackward{int(dim is not None or keepdim)}",
    inplace=False,
    rules={"self": lambda grad, self_shape, dim, keepdim: _spread(grad, self_shape, dim, keepdim)},
    samples=(
        "sum(a(2, 3))",
        "sum(a(2, 3), 0)",
        "sum(a(2, 3, 4), (0, -1), keepdim=True)",
        "sum(a(0, 3), 0)",
        "sum(a(), -1)",
        "sum(a(2, 3).t(), 1, dtype=torch.float32)",
    ),
)
def sum(self: Array, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Array:
    """Sum over all elements, or over one or several dimensions.

    >>> import engine
    >>> engine.sum(engine.tensor([[1.0, 2.0], [3.0, 4.0]]), 0)
    tensor([4., 6.])
    """
    return _total(self, dim, keepdim, _sum_dtype(self, dtype))


@operator(
    batch="dims",
    grad_fn="NansumBackward0",
    inplace=False,
    rules={
        "self": lambda grad, self, self_shape, dim, keepdim: (
            _spread(grad, self_shape, dim, keepdim) * (self == self)
        )
    },
    samples=("nansum(a(2, 3))", "nansum(a(2, 3), 0, keepdim=True)", "nansum(a(), 0)"),
)
def nansum(self: Array, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Array:
    """Sum the elements that are not NaN.

    >>> import engine
    >>> engine.nansum(engine.tensor([1.0, float("nan"), 2.0]))
    tensor(3.)
    """
    if self.dtype.kind == "c":
        raise RuntimeError("nansum does not support complex inputs")
    present = np.where(np.isnan(self), self.dtype.type(0), self) if self.dtype.kind == "f" else self
    return _total(present, dim, keepdim, _sum_dtype(self, dtype))


@operator(
    batch="dims",
    grad_fn=lambda self, dim, keepdim, dtype: f"MeanBackward{int(dim is not None or keepdim)}",
    inplace=False,
    rules={
        "self": lambda grad, self_shape, dim, keepdim: _averaged(grad, self_shape, dim, keepdim)
    },
    samples=(
        "mean(a(2, 3))",
        "mean(a(2, 3), 0)",
        "mean(a(2, 3, 4), (0, -1), keepdim=True)",
        "mean(a(), 0)",
        "mean(a(2, 3), dtype=torch.float32)",
    ),
)
def mean(self: Array, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Array:
    """Average over all elements, or over one or several dimensions.

    >>> import engine
    >>> engine.mean(engine.tensor([[1.0, 2.0], [3.0, 4.0]]), 0)
    tensor([2., 3.])
    """
    if dtype is not None:
        self = self.astype(dtypes.as_dtype(dtype).numpy)
    if self.dtype.kind not in "fc":
        raise RuntimeError(
            "mean(): could not infer output dtype. Input dtype must be either a floating point or "
            f"complex dtype. Got: {TYPE_NAMES[self.dtype.name]}"
        )
    wide = np.float32 if self.dtype.char == "e" else None  # a sum may exceed float16
    axes = None if dim is None else _axes(dim, self.ndim)
    if wide is None:
        added = _total(self, dim, keepdim, self.dtype)
    else:
        added = _added(self, axes, wide, None, keepdim)
    n = self.size if axes is None else _reduced(self.shape, axes) if axes else 1
    return added / n if wide is None else (added / n).astype(np.float16)


@exported(samples=("nanmean(a(2, 3))", "nanmean(a(2, 3), 1, keepdim=True)"))
def nanmean(input: Tensor, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """Average the elements that are not NaN.

    >>> import engine
    >>> engine.nanmean(engine.tensor([1.0, float("nan"), 2.0]))
    tensor(1.5000)
    """
    if input._data.dtype.kind not in "fc":
        raise RuntimeError(
            "nanmean(): expected input to have floating point or complex dtype but got "
            f"{TYPE_NAMES[input.dtype.name]}"
        )
    present = (input.detach() == input.detach()).sum(dim, keepdim)
    return nansum(input, dim, keepdim, dtype=dtype) / present  # type: ignore[no-any-return]


# -- products --------------------------------------------------------------------------------------


def _prod_name(self: Any, dim: Any, keepdim: bool, dtype: Any) -> str:
    return f"ProdBackward{int(dim is not None)}"


@operator(
    batch="flattened",
    grad_fn=_prod_name,
    inplace=False,
    rules={
        "self": lambda grad, self, self_shape, dim, keepdim, result: _prod_back(
            grad, self, self_shape, dim, keepdim, result
        )
    },
    samples=(
        "prod(a(2, 3))",
        "prod(a(2, 3), 1)",
        "prod(a(2, 3), 0, keepdim=True)",
        "prod(a(2, 3) * i(2, 2, 3), 1)",
        "prod(a(4) * (i(2, 4) > 0))",
        "prod(a())",
        "prod(a(2, 0), 1)",
    ),
)
def prod(self: Array, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Array:
    """Multiply all elements, or those along one dimension.

    The derivative by an element is the product of the others, also where elements are 0.

    >>> import engine
    >>> engine.prod(engine.tensor([[1.0, 2.0], [3.0, 4.0]]), 1)
    tensor([ 2., 12.])
    """
    axis = None
    if dim is not None:
        if not hasattr(dim, "__index__"):
            raise TypeError(
                "prod() received an invalid combination of arguments - got "
                f"({type_name(dim)}), but expected one of:"
            )
        axis = wrap_dim(dim, self.ndim)
    numpy = _sum_dtype(self, dtype)
    return _multiplied(self, axis if self.ndim else None, numpy, None, keepdim)


@reads("grad * result / self")
@in_rules
def _prod_back(
    grad: Any, self: Any, shape: tuple[int, ...], dim: Any, keepdim: bool, result: Any
) -> Any:
    if not shape:
        return grad
    grad = _kept(grad, shape, dim, keepdim)
    if not _has_zero(self):
        return grad * (_kept(result, shape, dim, keepdim) / self)
    if dim is None:
        return grad * reshape(_product_of_others(reshape(self, (-1,)), 0), shape)
    return grad * _product_of_others(self, dim)


@in_rules
def _product_of_others(x: Any, dim: int) -> Any:
    """For each element the product of all others: of those before it, times of those after it."""
    before = cumprod(_shifted(x, dim, 1, 1), dim)
    after = cumprod(_shifted(_reversed(x, dim), dim, 1, 1), dim)
    return before * _reversed(after, dim)


# -- other reductions ------------------------------------------------------------------------------


@operator(
    batch="dims",
    inplace=False,
    rules={
        "self": lambda grad, self, self_shape, dim, keepdim, result: (
            _kept(grad, self_shape, dim, keepdim)
            * exp(self - _kept(result, self_shape, dim, keepdim))
        )
    },
    samples=(
        "logsumexp(a(2, 3), 1)",
        "logsumexp(a(2, 3), (0, 1))",
        "logsumexp(a(2, 3) * 1000, 0, keepdim=True)",
        "logsumexp(a(), 0)",
    ),
)
def logsumexp(self: Array, dim: Any, keepdim: bool = False) -> Array:
    """Return log(sum(exp(x))) along dimensions, computed without overflow; its gradient is softmax.

    >>> import engine
    >>> engine.logsumexp(engine.tensor([1000.0, 1000.0]), 0)
    tensor(1000.6932)
    """
    if self.dtype.kind in "biu":
        self = self.astype(dtypes.get_default_dtype().numpy)
    axes = _axes(dim, self.ndim)
    if not self.ndim:
        return self + 0
    top = _largest(self, axes, None, None, True, -np.inf)
    top = np.where(np.isinf(top), self.dtype.type(0), top)
    total = _added(np.exp(self - top), axes, None, None, True)
    out = np.log(total) + top
    if keepdim:
        return out
    return out.reshape(()) if axes is None else np.squeeze(out, axes)


def _truth(name: str, ufunc: Any, x: Array, dim: Any, keepdim: bool) -> Array:
    out = ufunc.reduce(x, _axes(dim, x.ndim), None, None, keepdim)
    return out.astype(np.uint8) if x.dtype == np.uint8 else out


@operator(
    batch="dims",
    inplace=False,
    samples=("all(m(2, 3))", "all(m(2, 3), 0)", "all(a(2, 3), 1, True)"),
)
def all(self: Array, dim: Any = None, keepdim: bool = False) -> Array:
    """Return whether all elements are True (not 0), or all along dimensions.

    >>> import engine
    >>> engine.all(engine.tensor([[True, False], [True, True]]), 1)
    tensor([False,  True])
    """
    return _truth("all", np.logical_and, self, dim, keepdim)


@operator(
    batch="dims",
    inplace=False,
    samples=("any(m(2, 3))", "any(m(2, 3), 0)", "any(a(2, 3), 1, True)"),
)
def any(self: Array, dim: Any = None, keepdim: bool = False) -> Array:
    """Return whether any element is True (not 0), or any along dimensions.

    >>> import engine
    >>> engine.any(engine.tensor([[True, False], [False, False]]), 1)
    tensor([ True, False])
    """
    return _truth("any", np.logical_or, self, dim, keepdim)


@operator(
    batch="dims", inplace=False, samples=("count_nonzero(m(2, 3))", "count_nonzero(a(2, 3), 0)")
)
def count_nonzero(self: Array, dim: Any = None) -> Array:
    """Return how many elements are not 0.

    >>> import engine
    >>> engine.count_nonzero(engine.tensor([0.0, 2.0, 3.0]))
    tensor(2)
    """
    return _total(np.not_equal(self, 0), dim, False, _INT64)


@operator(
    batch="trace",
    inplace=False,
    rules={"self": lambda grad, self_shape: _on_diagonal(grad, self_shape)},
    samples=("trace(a(3, 3))", "trace(a(2, 3))", "trace(a(0, 3))"),
)
def trace(self: Array) -> Array:
    """Sum the diagonal of a matrix.

    >>> import engine
    >>> engine.trace(engine.tensor([[1.0, 2.0], [3.0, 4.0]]))
    tensor(5.)
    """
    if self.ndim != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {self.ndim}")
    if self.dtype.kind == "b":
        raise _not_implemented("trace", self.dtype)
    return _added(self.diagonal(), dtype=_sum_dtype(self, None))


@operator(name="_on_diagonal", rules={"self": lambda grad: trace(grad)})
def _on_diagonal(self: Array, shape: tuple[int, int]) -> Array:
    """Zeros of `shape` with `self`, a 0-d value, on the diagonal."""
    out = np.zeros(shape, self.dtype)
    np.fill_diagonal(out, self)
    return out

"""Sorting and order statistics: sort, argsort, topk, kthvalue, median, mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import Array
from engine.operators import ties
from engine.operators.extrema import _evenly
from engine.operators.masks import _not_implemented
from engine.operators.picking import _found, _one_dim, _placed, _squeezed, named
from engine.operators.shape import unsqueeze
from engine.registry import OPERATORS, exported, operator
from engine.shapes import wrap_dim
from engine.tensor import Tensor

_take = OPERATORS["_index_of"].kernel


def _declare(name: str, grad_fn: Any, dropped: bool) -> Callable[..., Any]:
    """Return the dispatcher of an operator that takes elements at an index along a dimension.

    dropped: whether the result may lack the dimension (it does unless `keepdim`).
    """

    def along(self: Array, dim: int, index: Array, keepdim: bool) -> Array:
        out = _take(self, dim, index)
        return out if keepdim else _squeezed(out, dim)

    return operator(
        name=f"_{name}_dim",
        batch="dims",
        grad_fn=grad_fn,
        inplace=False,
        saves=("index",),
        rules={
            "self": lambda grad, self_shape, dim, index, keepdim: _placed(
                grad if keepdim or not self_shape else unsqueeze(grad, dim), self_shape, dim, index
            )
        },
    )(along)


def _tensor(name: str, input: Any) -> Array:
    if not isinstance(input, Tensor):
        raise not_a_tensor(name, "input", 1, input)
    return input._data


# -- full sorts ------------------------------------------------------------------------------------


def _sorted_index(x: Array, dim: int, descending: bool) -> Array:
    """Return the positions in sorted order, equal elements in theirs; NaN counts as the largest."""
    if not x.ndim:
        return np.array(0)
    if not descending:
        return np.argsort(x, dim, kind="stable")
    backwards = np.argsort(np.flip(x, dim), dim, kind="stable")
    return x.shape[dim] - 1 - np.flip(backwards, dim)


_sort = _declare("sort", "SortBackward0", False)
_sort_stable = _declare("sort_stable", "SortBackward1", False)


@exported(
    samples=(
        "sort(a(2, 3))",
        "sort(a(2, 3), 0, True)",
        "sort(a(2, 3), dim=1, descending=True, stable=True)",
        "sort(i(2, 5) * 1.0)",
        "sort(a())",
    )
)
def sort(
    input: Tensor, dim: int = -1, descending: bool = False, *, stable: bool | None = None
) -> Any:
    """Return the elements in order along a dimension, and their positions before.

    NaN counts as the largest number.

    >>> import engine
    >>> engine.sort(engine.tensor([3.0, 1.0, 2.0])).values
    tensor([1., 2., 3.])
    """
    x = _tensor("sort", input)
    dim = _one_dim("sort", dim, x.ndim)
    index = _found(lambda a: _sorted_index(a, dim, descending), x)
    pick = _sort if stable is None else _sort_stable
    return named("sort", pick(input, dim, index, True), index)


@exported(samples=("msort(a(2, 3))",))
def msort(input: Tensor) -> Tensor:
    """Return the elements in order along the first dimension.

    >>> import engine
    >>> engine.msort(engine.tensor([3.0, 1.0, 2.0]))
    tensor([1., 2., 3.])
    """
    return sort(input, 0)[0]  # type: ignore[no-any-return]


@operator(
    batch="dims",
    inplace=False,
    samples=("argsort(a(2, 3))", "argsort(a(2, 3), dim=0, descending=True)"),
)
def argsort(self: Array, dim: int = -1, descending: bool = False, stable: bool = False) -> Array:
    """Return the positions of the elements in sorted order along a dimension.

    >>> import engine
    >>> engine.argsort(engine.tensor([3.0, 1.0, 2.0]))
    tensor([1, 2, 0])
    """
    return _sorted_index(self, wrap_dim(dim, self.ndim), descending)


# -- partial sorts ---------------------------------------------------------------------------------


def _lines(x: Array, dim: int, find: Callable[[Array], Any], size: int) -> Array:
    """Return the `size` positions that `find` gives for each line of `x` along a dimension."""
    moved = np.moveaxis(x, dim, -1)
    out = np.empty((*moved.shape[:-1], size), np.int64)
    for place in np.ndindex(moved.shape[:-1]):
        out[place] = find(moved[place])
    return np.moveaxis(out, -1, dim)


def _before(line: Array, largest: bool) -> ties.Before:
    values: list[Any] = line.tolist()
    if largest:
        return lambda i, j: (
            values[i] > values[j] or (values[i] != values[i] and values[j] == values[j])
        )
    return lambda i, j: values[i] < values[j] or (values[i] == values[i] and values[j] != values[j])


def _has_ties(line: Array) -> bool:
    ordered = np.sort(line)
    return bool(np.any(ordered[1:] == ordered[:-1])) or bool(
        ordered.size > 1 and ordered[-2] != ordered[-2]
    )


_topk = _declare("topk", "TopkBackward0", False)


@exported(
    samples=(
        "topk(a(2, 3), 2)",
        "topk(a(2, 3), 1, 0, False)",
        "topk(i(3, 9) * a(), 4)",
        "topk(a(), 1)",
    )
)
def topk(input: Tensor, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Any:
    """Return the k largest (or smallest) elements along a dimension, and their positions.

    >>> import engine
    >>> engine.topk(engine.tensor([3.0, 1.0, 2.0]), 2).values
    tensor([3., 2.])
    """
    x = _tensor("topk", input)
    dim = _one_dim("topk", dim, x.ndim)
    k = k.__index__()
    n = x.shape[dim] if x.ndim else 1
    if not 0 <= k <= n:
        raise RuntimeError("selected index k out of range")
    if x.dtype.kind == "b":
        raise RuntimeError("topk does not support bool dtypes on CPU")

    def find(line: Array) -> Any:
        if not _has_ties(line) or k * 64 <= n:
            return _sorted_index(line, 0, largest)[:k]
        order = list(range(n))
        before = _before(line, largest)
        ties.select(order, k - 1, before)
        if sorted:
            ties.sort(order, 0, k - 1, before)
        return order[:k]

    index = _found(lambda a: _lines(a, dim, find, k) if a.ndim else np.array(0), x)
    return named("topk", _topk(input, dim, index, True), index)


_kthvalue = _declare("kthvalue", "KthvalueBackward0", True)


@exported(
    samples=(
        "kthvalue(a(2, 3), 2)",
        "kthvalue(a(2, 3), 1, 0, True)",
        "kthvalue(i(3, 9) * a(), 4)",
        "kthvalue(a(), 1)",
    )
)
def kthvalue(input: Tensor, k: int, dim: int = -1, keepdim: bool = False) -> Any:
    """Return the k-th smallest elements (counted from 1) along a dimension, and their positions.

    >>> import engine
    >>> engine.kthvalue(engine.tensor([3.0, 1.0, 2.0]), 2).values
    tensor(2.)
    """
    x = _tensor("kthvalue", input)
    dim = _one_dim("kthvalue", dim, x.ndim)
    n = x.shape[dim] if x.ndim else 1
    if not n:
        raise IndexError(f"kthvalue(): Expected reduction dim {dim} to have non-zero size.")
    if not 1 <= k <= n:
        raise RuntimeError(f"kthvalue(): selected number k out of range for dimension {dim}")
    if x.dtype.kind == "b":
        raise _not_implemented("kthvalue_cpu", x.dtype)

    def find(line: Array) -> Any:
        if not _has_ties(line):
            return _sorted_index(line, 0, False)[k - 1]
        order = list(range(n))
        ties.quickselect(order, k - 1, _before(line, False))
        return order[k - 1]

    return _one("kthvalue", _kthvalue, input, dim, find, keepdim)


def _one(name: str, pick: Any, input: Tensor, dim: int, find: Any, keepdim: bool) -> Any:
    """Return the named result of an operator that takes one element of each line."""
    x = input._data
    index = _found(lambda a: _lines(a, dim, find, 1) if a.ndim else np.array(0), x)
    values = pick(input, dim, index, bool(keepdim))
    return named(name, values, index if keepdim else _squeezed(index, dim))


# -- median and mode -------------------------------------------------------------------------------


@operator(
    batch="of all",
    name="median",
    inplace=False,
    grad_fn="MedianBackward0",
    rules={"self": lambda grad, self, result: _evenly(grad, self, result)},
)
def _median(self: Array) -> Array:
    """The lower median of all elements; NaN if there is one."""
    if self.dtype.kind == "b":
        raise _not_implemented("median_cpu", self.dtype)
    if not self.size:
        return self.dtype.type(np.nan if self.dtype.kind == "f" else np.iinfo(self.dtype).min)
    flat = np.sort(self, axis=None)
    return flat[-1] if flat[-1] != flat[-1] else flat[(flat.size - 1) // 2]


@operator(
    batch="of all",
    name="nanmedian",
    inplace=False,
    grad_fn="NanmedianBackward0",
    rules={"self": lambda grad, self, result: _evenly(grad, self, result)},
)
def _nanmedian(self: Array) -> Array:
    """The lower median of the elements that are not NaN."""
    if self.dtype.kind != "f":
        return _whole_median(self)
    present = self[self == self] if self.ndim else self
    return _whole_median(present if present.size else self)


_whole_median = OPERATORS["median"].kernel
_median_dim = _declare("median", "MedianBackward1", True)
_nanmedian_dim = _declare("nanmedian", "NanmedianBackward1", True)


def _median_along(name: str, input: Tensor, dim: Any, keepdim: bool) -> Any:
    x = input._data
    dim = _one_dim(name, dim, x.ndim)
    n = x.shape[dim] if x.ndim else 1
    if not n:
        raise IndexError(f"{name}(): Expected reduction dim {dim} to have non-zero size.")
    if x.dtype.kind == "b":
        raise _not_implemented("median_out_impl", x.dtype)

    def find(line: Array) -> Any:
        missing = line != line
        count = n
        if missing.any():
            if name == "median":
                return int(np.argmax(missing))
            count = n - int(missing.sum())
        return np.argsort(line, kind="stable")[(count - 1) // 2 if count else 0]

    pick = _median_dim if name == "median" else _nanmedian_dim
    return _one(name, pick, input, dim, find, keepdim)


_CASES = (
    "{}(a(2, 3))",
    "{}(a(2, 3), 1)",
    "{}(a(2, 4), dim=0, keepdim=True)",
    "{}(i(3, 9) * a())",
    "{}(i(3, 9) * a(), 0)",
    "{}(a(), 0)",
)


@exported(samples=tuple(c.format("median") for c in _CASES))
def median(input: Tensor, dim: Any = None, keepdim: bool = False) -> Any:
    """Return the median (the lower one of an even number) of all elements, or along a dimension.

    Of all elements, those equal to it share the gradient.

    >>> import engine
    >>> engine.median(engine.tensor([3.0, 1.0, 2.0, 4.0]))
    tensor(2.)
    """
    _tensor("median", input)
    return _median(input) if dim is None else _median_along("median", input, dim, keepdim)


@exported(samples=tuple(c.format("nanmedian") for c in _CASES))
def nanmedian(input: Tensor, dim: Any = None, keepdim: bool = False) -> Any:
    """Return the median of the elements that are not NaN: see `median`.

    >>> import engine
    >>> engine.nanmedian(engine.tensor([3.0, float("nan"), 2.0, 4.0]))
    tensor(3.)
    """
    _tensor("nanmedian", input)
    return _nanmedian(input) if dim is None else _median_along("nanmedian", input, dim, keepdim)


_mode = _declare("mode", "ModeBackward0", True)


@exported(samples=("mode(a(2, 3))", "mode(i(3, 2, 5) * a(), 0, True)", "mode(a())"))
def mode(input: Tensor, dim: int = -1, keepdim: bool = False) -> Any:
    """Return the most frequent elements along a dimension (the smallest of several), and where.

    >>> import engine
    >>> engine.mode(engine.tensor([3.0, 1.0, 3.0])).values
    tensor(3.)
    """
    x = _tensor("mode", input)
    dim = _one_dim("mode", dim, x.ndim)
    n = x.shape[dim] if x.ndim else 1
    if not n:
        raise IndexError(f"mode(): Expected reduction dim {dim} to have non-zero size.")

    def find(line: Array) -> Any:
        order = list(range(n))
        ties.sort(order, 0, n, _before(line, False))
        values = line[order].tolist()
        best, longest, run = 0, 0, 0
        for place, value in enumerate(values):
            run = run + 1 if place and value == values[place - 1] else 1
            if run > longest:
                longest, best = run, place
        return order[best]

    return _one("mode", _mode, input, dim, find, keepdim)

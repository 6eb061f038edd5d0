"""Largest and smallest elements: max, min, amax, amin, argmax, argmin, aminmax, cummax, cummin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine import return_types
from engine.convert import not_a_tensor, type_name
from engine.dtypes import Array
from engine.operators.clamping import maximum, minimum
from engine.operators.indexing import _scatter_added
from engine.operators.masks import _masked, _not_implemented
from engine.operators.picking import _found, _one_dim, _placed, _squeezed, named
from engine.operators.reduction import _axes, _kept, sum
from engine.operators.shape import unsqueeze
from engine.registry import OPERATORS, exported, in_rules, operator, reads
from engine.shapes import wrap_dim
from engine.tensor import Tensor

_largest: Any = np.maximum.reduce
_smallest: Any = np.minimum.reduce

# -- the gradient of a largest or smallest element -------------------------------------------------


@operator(name="_same", nondifferentiable=("self", "result"))
def _same(self: Array, result: Array) -> Array:
    """Where the elements equal one result; NaN equals NaN here."""
    return self == result if result == result else np.isnan(self)


def _tied(self: Array, result: Array) -> Array:
    """Where several elements are the extreme one (of all: of each row, nothing is said)."""
    same = np.asarray(self == result) if np.ndim(result) == 0 else np.array(False)
    return same & (np.count_nonzero(same) > 1)


@reads("grad * (x == result) / sum(x == result)")
@in_rules
def _evenly(grad: Any, x: Any, result: Any) -> Any:
    """Share the gradient of the one result among all elements equal to it."""
    mask = _same(x, result)
    return _masked(grad / sum(mask), mask)


@reads("grad * (x == result) / sum(x == result)")
@in_rules
def _by_count(
    grad: Any, x: Any, shape: tuple[int, ...], dim: Any, keepdim: bool, result: Any
) -> Any:
    """Share the gradient of each result among the elements equal to it."""
    mask = x == _kept(result, shape, dim, keepdim)
    return _kept(grad, shape, dim, keepdim) * mask / sum(mask, dim, dim is not None)


def _check(name: str, x: Array, dim: Any, shown: str = "") -> None:
    """Raise PyTorch's error for an empty reduction; it calls the operator `shown` or name()."""
    if not x.size:
        axes = _axes(dim, x.ndim)
        if axes is None:
            raise RuntimeError(
                f"{name}(): Expected reduction dim to be specified for input.numel() == 0. "
                "Specify the reduction dim with the 'dim' argument."
            )
        for axis in axes:
            if not x.shape[axis]:
                raise IndexError(
                    f"{shown or name + '()'}: Expected reduction dim {axis} to have non-zero size."
                )


# -- over dimensions: all equal elements share -----------------------------------------------------


@operator(
    kink=_tied,
    batch="dims",
    inplace=False,
    rules={
        "self": lambda grad, self, self_shape, dim, keepdim, result: _by_count(
            grad, self, self_shape, dim, keepdim, result
        )
    },
    samples=("amax(a(2, 3))", "amax(a(2, 3), 1)", "amax(i(2, 3, 4) * a(), (0, 1), True)"),
)
def amax(self: Array, dim: Any = (), keepdim: bool = False) -> Array:
    """Return the largest elements over dimensions; equal ones share the gradient.

    >>> import engine
    >>> engine.amax(engine.tensor([[1.0, 5.0], [7.0, 2.0]]), 1)
    tensor([5., 7.])
    """
    _check("amax", self, dim)
    return _largest(self, _axes(dim, self.ndim), None, None, keepdim)


@operator(
    kink=_tied,
    batch="dims",
    inplace=False,
    rules={
        "self": lambda grad, self, self_shape, dim, keepdim, result: _by_count(
            grad, self, self_shape, dim, keepdim, result
        )
    },
    samples=("amin(a(2, 3))", "amin(a(2, 3), 1)", "amin(i(2, 3, 4) * a(), (0, 1), True)"),
)
def amin(self: Array, dim: Any = (), keepdim: bool = False) -> Array:
    """Return the smallest elements over dimensions; equal ones share the gradient.

    >>> import engine
    >>> engine.amin(engine.tensor([[1.0, 5.0], [7.0, 2.0]]), 1)
    tensor([1., 2.])
    """
    _check("amin", self, dim)
    return _smallest(self, _axes(dim, self.ndim), None, None, keepdim)


@operator(
    name="aminmax",
    inplace=False,
    multiple=True,
    rules={
        "self": lambda grads, self, self_shape, dim, keepdim: _both_back(
            grads, self, self_shape, dim, keepdim
        )
    },
)
def _aminmax(self: Array, dim: Any, keepdim: bool) -> tuple[Array, Array]:
    """The smallest and the largest elements."""
    axes = _axes(dim, self.ndim)
    return (
        _smallest(self, axes, None, None, keepdim),
        _largest(self, axes, None, None, keepdim),
    )


@in_rules
def _both_back(grads: Any, x: Any, shape: tuple[int, ...], dim: Any, keepdim: bool) -> Any:
    low, high = grads
    whole = () if dim is None else dim
    if low is not None:
        low = _by_count(low, x, shape, dim, keepdim, amin(x, whole, keepdim))
    if high is not None:
        high = _by_count(high, x, shape, dim, keepdim, amax(x, whole, keepdim))
    return high if low is None else low if high is None else low + high


@exported(samples=("aminmax(a(2, 3))", "aminmax(a(2, 3), dim=1, keepdim=True)"))
def aminmax(input: Tensor, *, dim: int | None = None, keepdim: bool = False) -> Any:
    """Return the smallest and the largest elements, named `min` and `max`.

    >>> import engine
    >>> engine.aminmax(engine.tensor([3.0, 1.0, 2.0])).max
    tensor(3.)
    """
    if not isinstance(input, Tensor):
        raise not_a_tensor("aminmax", "input", 1, input)
    if not input._data.size:
        if dim is None:
            raise RuntimeError(
                "aminmax(): cannot compute aminmax over an empty dimension as the operation has "
                "no identity."
            )
        _check("aminmax", input._data, dim, "aminmax")
    return return_types.aminmax(_aminmax(input, dim, keepdim))


# -- max and min: of all elements, along a dimension, of two tensors -------------------------------


def _declare(name: str, ufunc: Any) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return the dispatchers of the largest (smallest) of all elements, and along a dimension."""

    def whole(self: Array) -> Array:
        if not self.size:
            _check(name, self, None)
        if self.dtype.kind == "c":
            raise _not_implemented(f"{name}_all", self.dtype)
        return ufunc.reduce(self, None)

    def along(self: Array, dim: int, index: Any, keepdim: bool) -> Array:
        return ufunc.reduce(self, dim, None, None, keepdim) if self.ndim else self[()]

    title = name.capitalize()
    return (
        operator(
            name=name,
            batch="of all",
            grad_fn=f"{title}Backward1",
            inplace=False,
            kink=_tied,
            rules={"self": lambda grad, self, result: _evenly(grad, self, result)},
        )(whole),
        operator(
            name=f"_{name}_dim",
            batch="dims",
            grad_fn=f"{title}Backward0",
            inplace=False,
            saves=("index",),
            rules={
                "self": lambda grad, self_shape, dim, index, keepdim: (
                    _placed(grad if keepdim else unsqueeze(grad, dim), self_shape, dim, index)
                    if self_shape
                    else grad
                )
            },
        )(along),
    )


_max, _max_dim = _declare("max", np.maximum)
_min, _min_dim = _declare("min", np.minimum)


def _along(name: str, input: Tensor, dim: Any, keepdim: bool) -> Any:
    pick, arg = (_max_dim, np.argmax) if name == "max" else (_min_dim, np.argmin)
    x = input._data
    dim = _one_dim(name, dim, x.ndim)
    if not x.size:
        _check(name, x, dim)
    index = _found(lambda a: np.asarray(arg(a, dim, keepdims=True) if a.ndim else np.int64(0)), x)
    values = pick(input, dim, index, bool(keepdim))
    return named(name, values, index if keepdim else _squeezed(index, dim))


_CASES = (
    "{}(a(2, 3))",
    "{}(a(2, 3), 1)",
    "{}(a(2, 3), dim=0, keepdim=True)",
    "{}(a(2, 3), a(3))",
    "{}(i(2, 3, 4) * a())",
    "{}(a(), 0)",
)


@exported(samples=tuple(c.format("max") for c in _CASES))
def max(
    input: Tensor,
    dim: Any = None,
    keepdim: bool = False,
    *,
    other: Any = None,
    axis: Any = None,
    keepdims: bool = False,
) -> Any:
    """Return the largest element; or values and indices along `dim`; or, of two tensors, `maximum`.

    Among equal elements, the gradient of the largest of all is shared evenly; along a dimension the
    first one has it all.

    >>> import engine
    >>> engine.max(engine.tensor([[1.0, 5.0], [7.0, 2.0]]), 1).indices
    tensor([1, 0])
    """
    if dim is None and other is None and axis is None and isinstance(input, Tensor):
        return _max(input)
    return _extreme("max", maximum, input, dim, keepdim, other, axis, keepdims)


@exported(samples=tuple(c.format("min") for c in _CASES))
def min(
    input: Tensor,
    dim: Any = None,
    keepdim: bool = False,
    *,
    other: Any = None,
    axis: Any = None,
    keepdims: bool = False,
) -> Any:
    """Return the smallest element; or values and indices along `dim`; or, of two tensors, `minimum`.

    Among equal elements, the gradient of the smallest of all is shared evenly; along a dimension the
    first one has it all.

    >>> import engine
    >>> engine.min(engine.tensor([[1.0, 5.0], [7.0, 2.0]]), 1).indices
    tensor([0, 1])
    """
    if dim is None and other is None and axis is None and isinstance(input, Tensor):
        return _min(input)
    return _extreme("min", minimum, input, dim, keepdim, other, axis, keepdims)


def _extreme(
    name: str,
    of_two: Any,
    input: Any,
    dim: Any,
    keepdim: bool,
    other: Any,
    axis: Any,
    keepdims: bool,
) -> Any:
    if not isinstance(input, Tensor):
        raise not_a_tensor(name, "input", 1, input)
    if dim is None:
        dim = axis
    if isinstance(dim, Tensor) and other is None:
        other = dim
    if other is None:
        return _along(name, input, dim, keepdim or keepdims)
    if not isinstance(other, Tensor):
        raise TypeError(
            f"{name}() received an invalid combination of arguments - got "
            f"(Tensor, other={type_name(other)}), but expected one of:"
        )
    return of_two(input, other)


# -- where they are --------------------------------------------------------------------------------


def _arg(name: str, function: Any, x: Array, dim: Any, keepdim: bool) -> Array:
    if x.dtype.kind == "b":
        raise RuntimeError(f"{name}(): does not support bool input")
    if dim is not None:
        dim = wrap_dim(dim, x.ndim)
    if not x.size:
        if dim is None:
            raise IndexError(
                f"{name}(): Expected reduction dim to be specified for input.numel() == 0."
            )
        _check(name, x, dim)
    return function(x, dim, keepdims=keepdim) if x.ndim else np.int64(0)


@operator(
    batch="flattened",
    inplace=False,
    samples=("argmax(a(2, 3))", "argmax(a(2, 3), 1, True)", "argmax(a(), 0)"),
)
def argmax(self: Array, dim: Any = None, keepdim: bool = False) -> Array:
    """Return the position of the largest element, the first of equal ones; in the flat tensor, or
    along a dimension.

    >>> import engine
    >>> engine.argmax(engine.tensor([[1.0, 5.0], [7.0, 2.0]]), 1)
    tensor([1, 0])
    """
    return _arg("argmax", np.argmax, self, dim, keepdim)


@operator(
    batch="flattened",
    inplace=False,
    samples=("argmin(a(2, 3))", "argmin(a(2, 3), 1, True)", "argmin(a(), 0)"),
)
def argmin(self: Array, dim: Any = None, keepdim: bool = False) -> Array:
    """Return the position of the smallest element, the first of equal ones; in the flat tensor, or
    along a dimension.

    >>> import engine
    >>> engine.argmin(engine.tensor([[1.0, 5.0], [7.0, 2.0]]), 1)
    tensor([0, 1])
    """
    return _arg("argmin", np.argmin, self, dim, keepdim)


# -- cumulative ------------------------------------------------------------------------------------


_take = OPERATORS["_index_of"].kernel


def _cumulative(name: str) -> Callable[..., Any]:
    return operator(
        name=f"_{name}",
        batch="dims",
        grad_fn=f"{name.capitalize()}Backward0",
        inplace=False,
        saves=("index",),
        rules={
            "self": lambda grad, self_shape, dim, index: (
                _scatter_added(grad, self_shape, dim, index) if self_shape else grad
            )
        },
    )(_take)


_cummax = _cumulative("cummax")
_cummin = _cumulative("cummin")


def _running(name: str, input: Tensor, dim: int) -> Any:
    if not isinstance(input, Tensor):
        raise not_a_tensor(name, "input", 1, input)
    x = input._data
    dim = wrap_dim(dim, x.ndim)
    ufunc, op = (np.maximum, _cummax) if name == "cummax" else (np.minimum, _cummin)

    def reach(x: Array) -> Array:
        if not x.ndim:
            return np.array(0)
        best = ufunc.accumulate(x, dim)
        n = np.arange(x.shape[dim]).reshape((-1,) + (1,) * (x.ndim - dim - 1))
        # An element that equals the running extreme is the latest to reach it; NaN equals NaN here.
        reached = (x == best) | ((x != x) & (best != best))
        return np.maximum.accumulate(np.where(reached, n, 0), dim)

    index = _found(reach, x)
    return named(name, op(input, dim, index), index)


@exported(samples=("cummax(a(2, 3), 1)", "cummax(i(2, 3, 4) * a(), dim=0)"))
def cummax(input: Tensor, dim: int) -> Any:
    """Return the largest elements up to each one along a dimension, and where they are.

    >>> import engine
    >>> engine.cummax(engine.tensor([1.0, 3.0, 2.0]), 0).values
    tensor([1., 3., 3.])
    """
    return _running("cummax", input, dim)


@exported(samples=("cummin(a(2, 3), 1)", "cummin(i(2, 3, 4) * a(), dim=0)"))
def cummin(input: Tensor, dim: int) -> Any:
    """Return the smallest elements up to each one along a dimension, and where they are.

    >>> import engine
    >>> engine.cummin(engine.tensor([2.0, 3.0, 1.0]), 0).values
    tensor([2., 2., 1.])
    """
    return _running("cummin", input, dim)

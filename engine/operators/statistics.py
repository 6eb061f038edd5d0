"""Variance and standard deviation."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.convert import wrong_arguments
from engine.dtypes import Array
from engine.operators.masks import _masked
from engine.operators.reduction import _averaged, _axes, _kept, _reduced, mean
from engine.registry import KERNELS, OPERATORS, exported, in_rules, operator, reads
from engine.tensor import Tensor

_added: Any = np.add.reduce

# -- variance --------------------------------------------------------------------------------------


def _moments(name: str, x: Array, dim: Any, correction: Any, keepdim: bool) -> tuple[Array, Array]:
    """Return variance and mean, computed in double precision."""
    if x.dtype.kind not in "fc":
        family = name if "_" in name else "std and var"
        raise RuntimeError(f"{family} only support floating point and complex dtypes")
    axes = _axes(dim, x.ndim)
    n = x.size if axes is None else _reduced(x.shape, axes) if axes else 1
    wide = x.astype(np.complex128 if x.dtype.kind == "c" else np.float64, copy=False)
    center = _added(wide, axes, None, None, True) / np.float64(n)
    apart = wide - center
    squares = apart * apart if x.dtype.kind == "f" else apart.real**2 + apart.imag**2
    free = n - (1 if correction is None else correction)
    if free <= 0:
        from engine.warn import warn

        warn(
            f"{name}(): degrees of freedom is <= 0. Correction should be strictly less than the "
            "reduction factor (input numel divided by output numel)."
        )
        free = 0
    variance = _added(squares, axes, None, None, keepdim) / np.float64(free)
    if not keepdim:
        center = center.reshape(variance.shape)
    return variance, center.astype(x.dtype)


def _part(x: Array) -> Any:
    """Return the real dtype of the variance of `x`."""
    return x.real.dtype


@operator(
    batch="dims",
    name="var",
    inplace=False,
    holomorphic=False,
    rules={
        "self": lambda grad, self, self_shape, dim, correction, keepdim: _var_back(
            grad, self, self_shape, dim, correction, keepdim
        )
    },
)
def _var(self: Array, dim: Any, correction: Any, keepdim: bool) -> Array:
    """The variance."""
    return _moments("var", self, dim, correction, keepdim)[0].astype(_part(self))


@reads("grad * 2 * (x - mean(x)) / (n - (1 if correction is None else correction))")
@in_rules
def _var_back(
    grad: Any, x: Any, shape: tuple[int, ...], dim: Any, correction: Any, keepdim: bool
) -> Any:
    """2 (x - mean) / (n - correction); infinite, or NaN at the mean, where that divides by 0."""
    free = _reduced(shape, dim) - (1 if correction is None else correction)
    if free <= 0 and (dim is None or not shape):
        return grad * (float("inf") * (x != mean(x)))
    factor = 2.0 / free if free else float("inf")
    return factor * _kept(grad, shape, dim, keepdim) * (x - mean(x, dim, True))


@operator(
    batch="dims",
    name="std",
    inplace=False,
    holomorphic=False,
    rules={
        "self": lambda grad, self, self_shape, dim, correction, keepdim, result: _std_back(
            grad, self, self_shape, dim, correction, keepdim, result
        )
    },
)
def _std(self: Array, dim: Any, correction: Any, keepdim: bool) -> Array:
    """The standard deviation."""
    return np.sqrt(_moments("std", self, dim, correction, keepdim)[0]).astype(_part(self))


@reads("grad * (x - mean(x)) / (result * (n - (1 if correction is None else correction)))")
@in_rules
def _std_back(
    grad: Any,
    x: Any,
    shape: tuple[int, ...],
    dim: Any,
    correction: Any,
    keepdim: bool,
    result: Any,
) -> Any:
    """The derivative of sqrt(var), 0 where all elements are equal."""
    grad = _masked(grad / (result * 2), result != 0)
    return _var_back(grad, x, shape, dim, correction, keepdim)


@operator(
    batch="dims",
    name="var_mean",
    inplace=False,
    holomorphic=False,
    multiple=True,
    rules={
        "self": lambda grads, self, self_shape, dim, correction, keepdim: _pair_back(
            grads, self, self_shape, dim, correction, keepdim, False
        )
    },
)
def _var_mean(self: Array, dim: Any, correction: Any, keepdim: bool) -> tuple[Array, Array]:
    """The variance and the mean."""
    variance, center = _moments("var_mean", self, dim, correction, keepdim)
    return variance.astype(_part(self)), center


@operator(
    batch="dims",
    name="std_mean",
    inplace=False,
    holomorphic=False,
    multiple=True,
    rules={
        "self": lambda grads, self, self_shape, dim, correction, keepdim: _pair_back(
            grads, self, self_shape, dim, correction, keepdim, True
        )
    },
)
def _std_mean(self: Array, dim: Any, correction: Any, keepdim: bool) -> tuple[Array, Array]:
    """The standard deviation and the mean."""
    variance, center = _moments("std_mean", self, dim, correction, keepdim)
    return np.sqrt(variance).astype(_part(self)), center


@in_rules
def _pair_back(
    grads: Any,
    x: Any,
    shape: tuple[int, ...],
    dim: Any,
    correction: Any,
    keepdim: bool,
    is_std: bool,
) -> Any:
    """The sum of the gradients through both results; either may have none."""
    spread, center = grads
    if spread is not None:
        if is_std:  # computed anew: the other result may be all that is left of the forward pass
            result = _std_again(x, dim, correction, keepdim)
            spread = _std_back(spread, x, shape, dim, correction, keepdim, result)
        else:
            spread = _var_back(spread, x, shape, dim, correction, keepdim)
    if center is not None:
        center = _averaged(center, shape, dim, keepdim)
    return center if spread is None else spread if center is None else spread + center


_std_again = _std
KERNELS["_std_again"] = OPERATORS["std"].kernel


def _spread_arguments(name: str, input: Any, dim: Any, unbiased: Any, correction: Any) -> Any:
    """Return (dim, correction) from the several forms that PyTorch's signatures have."""
    if dim.__class__ is bool:  # var(unbiased)
        dim, unbiased = None, dim
    if (
        not isinstance(input, Tensor)
        or isinstance(dim, (str, float))
        or (unbiased is not None and (unbiased.__class__ is not bool or correction is not None))
    ):
        raise wrong_arguments(
            OPERATORS[name], tuple(v for v in (input, dim, unbiased) if v is not None), {}
        )
    return dim, correction if unbiased is None else int(unbiased)


_VARIANTS = (
    "{}(a(2, 3))",
    "{}(a(2, 3), 1)",
    "{}(a(2, 3), False)",
    "{}(a(2, 3), 0, False, True)",
    "{}(a(2, 3, 4), (0, 2), correction=0.5, keepdim=True)",
    "{}(a(2, 3).t(), dim=1, unbiased=False)",
)


def _variants(name: str) -> tuple[str, ...]:
    return tuple(v.format(name) for v in _VARIANTS)


@exported(samples=_variants("var"))
def var(
    input: Tensor,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: Any = None,
) -> Tensor:
    """Return the variance, sum((x - mean)²) / (n - correction), of all elements or along dimensions.

    correction: 1 if not given; `unbiased=False` is another way of saying 0.

    >>> import engine
    >>> engine.var(engine.tensor([1.0, 2.0, 4.0]))
    tensor(2.3333)
    """
    dim, correction = _spread_arguments("var", input, dim, unbiased, correction)
    return _var(input, dim, correction, keepdim)  # type: ignore[no-any-return]


@exported(samples=_variants("std"))
def std(
    input: Tensor,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: Any = None,
) -> Tensor:
    """Return the standard deviation, the square root of the variance: see `var`.

    >>> import engine
    >>> engine.std(engine.tensor([1.0, 2.0, 4.0]))
    tensor(1.5275)
    """
    dim, correction = _spread_arguments("std", input, dim, unbiased, correction)
    return _std(input, dim, correction, keepdim)  # type: ignore[no-any-return]


@exported(samples=_variants("var_mean"))
def var_mean(
    input: Tensor,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: Any = None,
) -> tuple[Tensor, Tensor]:
    """Return the variance and the mean: see `var`.

    >>> import engine
    >>> engine.var_mean(engine.tensor([1.0, 2.0, 3.0]))
    (tensor(1.), tensor(2.))
    """
    dim, correction = _spread_arguments("var_mean", input, dim, unbiased, correction)
    return _var_mean(input, dim, correction, keepdim)  # type: ignore[no-any-return]


@exported(samples=_variants("std_mean"))
def std_mean(
    input: Tensor,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: Any = None,
) -> tuple[Tensor, Tensor]:
    """Return the standard deviation and the mean: see `var`.

    >>> import engine
    >>> engine.std_mean(engine.tensor([1.0, 2.0, 3.0]))
    (tensor(1.), tensor(2.))
    """
    dim, correction = _spread_arguments("std_mean", input, dim, unbiased, correction)
    return _std_mean(input, dim, correction, keepdim)  # type: ignore[no-any-return]

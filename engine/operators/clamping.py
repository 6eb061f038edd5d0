"""Limits: clamping, and the larger and the smaller of two tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import dtypes
from engine.convert import not_a_tensor, wrong_arguments
from engine.dtypes import Array
from engine.operators.masks import _masked, _not_implemented, _won
from engine.registry import OPERATORS, Operator, exported, in_rules, operator, reads
from engine.tensor import Tensor

# -- clamping --------------------------------------------------------------------------------------

_PLAIN = frozenset((float, int, type(None)))


def _common(name: str, *operands: Any) -> list[Any]:
    """Bring arrays and numbers to their common dtype; None stays None."""
    dtype = dtypes.result_type(*[v for v in operands if v is not None]).numpy
    if dtype.kind == "c":
        raise NotImplementedError(f"{name} is not supported for complex types")
    if dtype.kind == "b":
        scalar = not any(hasattr(v, "dtype") for v in operands[1:])
        raise _not_implemented(f"{name}_{'scalar_' if scalar else ''}cpu", dtype)
    return [
        v if v is None else v.astype(dtype) if hasattr(v, "dtype") else dtype.type(v)
        for v in operands
    ]


def _between(name: str, self: Array, min: Any, max: Any) -> Array:
    if self.dtype.kind != "f" or min.__class__ not in _PLAIN or max.__class__ not in _PLAIN:
        self, min, max = _common(name, self, min, max)
    if min is not None:  # the bound first: of two equal zeros NumPy returns the second operand
        self = np.maximum(min, self)
    return self if max is None else np.minimum(max, self)


_clamp_rules: dict[str, Any] = {
    "self": lambda grad, self, min, max: _masked(grad, _within_bounds(self, min, max)),
    "min": lambda grad, self, min, max: _masked(grad, _below_bound(self, min, max)),
    "max": lambda grad, self, min, max: _masked(grad, _above_bound(self, min, max)),
}


def _clamp_kernel(self: Array, min: Any = None, max: Any = None) -> Array:
    """min(max(x, low), high)"""
    if min is None and max is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")
    return _between("clamp", self, min, max)


def _clamp_name(self: Any, min: Any, max: Any) -> str:
    return f"ClampBackward{int(not (isinstance(min, Tensor) or isinstance(max, Tensor)))}"


def _at_bound(self: Any, min: Any, max: Any) -> Any:
    return np.any([self == bound for bound in (min, max) if bound is not None], axis=0)


_clamp = operator(
    name="clamp", batch="elementwise", grad_fn=_clamp_name, rules=_clamp_rules, kink=_at_bound
)(_clamp_kernel)
# With a tensor for one bound, PyTorch counts the absent bound among the node's inputs.
_clamp_tensors = operator(
    name="_clamp_tensors",
    batch="elementwise",
    grad_fn="ClampBackward0",
    rules=_clamp_rules,
    kink=_at_bound,
    wraps_numbers=True,
)(_clamp_kernel)


@reads("(x >= min) & (x <= max)")
@in_rules
def _within_bounds(x: Any, min: Any, max: Any) -> Any:
    """Where clamping leaves x as it is, the bounds included."""
    if min is None:
        return x <= max
    if max is None:
        return x >= min
    return (x >= min) & (x <= max)


@reads("(x < min) & (min < max)")
@in_rules
def _below_bound(x: Any, min: Any, max: Any) -> Any:
    """Where the result is the lower bound; the upper one wins if they are in the wrong order."""
    return x < min if max is None else (x < min) & (min < max)


@reads("(x > max) | (max < min)")
@in_rules
def _above_bound(x: Any, min: Any, max: Any) -> Any:
    """Where the result is the upper bound."""
    return x > max if min is None else (x > max) | (max < min)


@exported(
    samples=(
        "clamp(a(2, 3), -0.5, 0.5)",
        "clamp(a(2, 3), min=0)",
        "clamp(a(2, 3), max=0.25)",
        "clamp(a(2, 3), a(3), a(2, 1))",
        "clamp(a(2, 3), min=a(3))",
        "clamp(a(), max=a(2))",
        "a(3).clamp(0.5, -0.5)",
    )
)
def clamp(input: Tensor, min: Any = None, max: Any = None) -> Tensor:
    """Limit the elements to the range from `min` to `max`: numbers or tensors, one may be None.

    The gradient passes where min <= x <= max, and else to the bound that was taken, if a tensor.

    >>> import engine
    >>> engine.clamp(engine.tensor([-2.0, 0.5, 2.0]), -1, 1)
    tensor([-1.0000,  0.5000,  1.0000])
    """
    op, args = _clamp_call(input, min, max)
    return op.call(*args)  # type: ignore[no-any-return]


def _clamp_call(input: Tensor, min: Any, max: Any) -> tuple[Operator, tuple[Any, Any, Any]]:
    """Return the operator that serves a call of `clamp`, and its arguments."""
    numbers, tensors_too = OPERATORS["clamp"], OPERATORS["_clamp_tensors"]
    if min.__class__ in _PLAIN and max.__class__ in _PLAIN and isinstance(input, Tensor):
        return numbers, (input, min, max)
    bounds = [min, max]
    given = [b for b in bounds if b is not None]
    tensors = [b for b in given if isinstance(b, Tensor)]
    if (
        not isinstance(input, Tensor)
        or not all(isinstance(b, (Tensor, int, float, complex, np.generic)) for b in given)
        or (len(tensors) == 1 < len(given) and (tensors[0]._data.ndim or tensors[0]._fn))
    ):
        raise wrong_arguments(numbers, (input, *given), {})
    if len(tensors) == len(given) == 1:
        return tensors_too, (input, min, max)
    if len(tensors) == 1:  # beside a number, a 0-d tensor counts as a number
        min, max = (b.item() if isinstance(b, Tensor) else b for b in bounds)
    return numbers, (input, min, max)


clip = clamp


@operator(
    kink=lambda self, min: self == min,
    batch="elementwise",
    grad_fn=lambda self, min: f"ClampMinBackward{int(isinstance(min, Tensor))}",
    rules={
        "self": lambda grad, self, min: _masked(grad, self >= min),
        "min": lambda grad, self, min: _masked(grad, self < min),
    },
    samples=("clamp_min(a(2, 3), 0)", "clamp_min(a(2, 3), a(3))"),
)
def clamp_min(self: Array, min: Any) -> Array:
    """Raise the elements that are smaller to `min`, a number or a tensor.

    >>> import engine
    >>> engine.clamp_min(engine.tensor([-2.0, 0.5]), 0)
    tensor([0.0000, 0.5000])
    """
    return _between("clamp_min", self, min, None)


@operator(
    kink=lambda self, max: self == max,
    batch="elementwise",
    grad_fn=lambda self, max: f"ClampMaxBackward{int(isinstance(max, Tensor))}",
    rules={
        "self": lambda grad, self, max: _masked(grad, self <= max),
        "max": lambda grad, self, max: _masked(grad, self > max),
    },
    samples=("clamp_max(a(2, 3), 0)", "clamp_max(a(2, 3), a(3))"),
)
def clamp_max(self: Array, max: Any) -> Array:
    """Lower the elements that are larger to `max`, a number or a tensor.

    >>> import engine
    >>> engine.clamp_max(engine.tensor([-2.0, 0.5]), 0)
    tensor([-2.,  0.])
    """
    return _between("clamp_max", self, None, max)


# -- the larger and the smaller of two -------------------------------------------------------------


def _pairwise(name: str, ufunc: Any, rules: dict[str, Any]) -> Any:
    """Declare an operator of two tensors; return its dispatcher."""
    swapped = name in ("maximum", "minimum")  # of -0.0 and 0.0 PyTorch's return the first

    def kernel(self: Array, other: Array) -> Array:
        r = ufunc(other, self) if swapped else ufunc(self, other)
        if r.dtype.kind == "c":
            raise RuntimeError(f"{name} not implemented for complex tensors.")
        return r

    kernel.__name__ = name
    return operator(
        shape="binary",
        name=name,
        promote="arithmetic",
        inplace=False,
        kink=lambda self, other: self == other,
        rules=rules,
        samples=(f"{name}(a(2, 3), a(3))", f"{name}(a(), a(2, 1))", f"{name}(a(3), a(3).round())"),
    )(kernel)


def _two_tensors(name: str, input: Any, other: Any) -> None:
    if not isinstance(input, Tensor):
        raise not_a_tensor(name, "input", 1, input)
    if not isinstance(other, Tensor):
        raise not_a_tensor(name, "other", 2, other)


_maximum = _pairwise(
    "maximum",
    np.maximum,
    {
        "self": lambda grad, self, other: _won(grad, self, other),
        "other": lambda grad, self, other: _won(grad, other, self),
    },
)
_minimum = _pairwise(
    "minimum",
    np.minimum,
    {
        "self": lambda grad, self, other: _won(grad, other, self),
        "other": lambda grad, self, other: _won(grad, self, other),
    },
)
_fmax = _pairwise(
    "fmax",
    np.fmax,
    {
        "self": lambda grad, self, other: _masked(grad, (self >= other) | (other != other)),
        "other": lambda grad, self, other: _masked(
            grad, (self < other) | ((self != self) & (other == other))
        ),
    },
)
_fmin = _pairwise(
    "fmin",
    np.fmin,
    {
        "self": lambda grad, self, other: _masked(grad, (self <= other) | (other != other)),
        "other": lambda grad, self, other: _masked(
            grad, (self > other) | ((self != self) & (other == other))
        ),
    },
)


def maximum(input: Tensor, other: Tensor) -> Tensor:
    """Return the larger of two tensors, elementwise with broadcasting; NaN if either is NaN.

    The gradient goes to the larger one, half to each where they are equal.

    >>> import engine
    >>> engine.maximum(engine.tensor([1.0, 5.0]), engine.tensor([3.0, 2.0]))
    tensor([3., 5.])
    """
    _two_tensors("maximum", input, other)
    return _maximum(input, other)  # type: ignore[no-any-return]


def minimum(input: Tensor, other: Tensor) -> Tensor:
    """Return the smaller of two tensors, elementwise with broadcasting; NaN if either is NaN.

    The gradient goes to the smaller one, half to each where they are equal.

    >>> import engine
    >>> engine.minimum(engine.tensor([1.0, 5.0]), engine.tensor([3.0, 2.0]))
    tensor([1., 2.])
    """
    _two_tensors("minimum", input, other)
    return _minimum(input, other)  # type: ignore[no-any-return]


def fmax(input: Tensor, other: Tensor) -> Tensor:
    """Return the larger of two tensors, or the one that is not NaN; ties belong to the first.

    >>> import engine
    >>> engine.fmax(engine.tensor([1.0, float("nan")]), engine.tensor([3.0, 2.0]))
    tensor([3., 2.])
    """
    _two_tensors("fmax", input, other)
    return _fmax(input, other)  # type: ignore[no-any-return]


def fmin(input: Tensor, other: Tensor) -> Tensor:
    """Return the smaller of two tensors, or the one that is not NaN; ties belong to the first.

    >>> import engine
    >>> engine.fmin(engine.tensor([1.0, float("nan")]), engine.tensor([3.0, 2.0]))
    tensor([1., 2.])
    """
    _two_tensors("fmin", input, other)
    return _fmin(input, other)  # type: ignore[no-any-return]

"""Random tensors of any shape and dtype, as PyTorch's `make_tensor` draws them."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any

from engine import dtypes
from engine.creation import empty
from engine.operators.complex_numbers import view_as_real
from engine.sampling import randint
from engine.tensor import Tensor

__all__ = ["make_tensor"]


def make_tensor(
    *shape: Any,
    dtype: dtypes.dtype,
    device: Any,
    low: float | None = None,
    high: float | None = None,
    requires_grad: bool = False,
    noncontiguous: bool = False,
    exclude_zero: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """Return a tensor of numbers drawn evenly from [low, high).

    The default interval is [0, 2) for bool, [0, 10) for uint8, [-9, 10) for other integers and
    [-9, 9) for floating point; complex numbers are drawn part by part.

    exclude_zero: zeros become 1, or the smallest normal number.
    noncontiguous: the tensor is every second element of a larger one.

    >>> import engine
    >>> x = make_tensor(2, 3, dtype=engine.float64, device="cpu", low=-1, high=1)
    >>> x.shape, bool((x.abs() <= 1).all())
    (torch.Size([2, 3]), True)
    """
    size = tuple(shape[0] if len(shape) == 1 and isinstance(shape[0], Sequence) else shape)
    whole = dtype.category < dtypes.float32.category
    if noncontiguous and memory_format is not None:
        raise ValueError(
            "The parameters `noncontiguous` and `memory_format` are mutually exclusive, but got "
            f"noncontiguous={noncontiguous!r} and memory_format={memory_format!r}"
        )
    if requires_grad and whole:
        raise ValueError(
            "`requires_grad=True` is not supported for boolean and integral dtypes, but got "
            f"dtype={dtype!r}"
        )
    noncontiguous = noncontiguous and math.prod(size) > 1
    if noncontiguous:
        size = (*size[:-1], 2 * size[-1])
    start, end = _interval(dtype, whole, low, high)
    if whole:
        result = randint(start, end, size, dtype=dtype)
    else:
        result = empty(size, dtype=dtype)
        target = view_as_real(result) if result.is_complex() else result
        if end - start >= dtypes.finfo(target.dtype).max:
            target.uniform_(start / 2, end / 2).mul_(2)
        else:
            target.uniform_(start, end)
    if noncontiguous:
        result = result[..., 1::2]
    if exclude_zero:
        result[result.eq(0)] = 1 if whole else dtypes.finfo(dtype).tiny
    if not whole:
        result.requires_grad = requires_grad
    return result


def _interval(
    dtype: dtypes.dtype, whole: bool, low: float | None, high: float | None
) -> tuple[Any, Any]:
    """Return the interval to draw from: the one given, or the default, within the dtype's range."""
    if dtype is dtypes.bool_:
        least, most, defaults = 0.0, 2.0, (0, 2)
    elif whole:
        info = dtypes.iinfo(dtype)
        # The default of uint8 starts below zero and is cut off there, as in PyTorch.
        least, most, defaults = info.min, info.max + (dtype is not dtypes.int64), (-9, 10)
    else:
        limits = dtypes.finfo(dtype)
        least, most, defaults = limits.min, limits.max, (-9, 9)
    start: Any = defaults[0] if low is None else low
    end: Any = defaults[1] if high is None else high
    if any(isinstance(value, float) and math.isnan(value) for value in (start, end)):
        raise ValueError(f"`low` and `high` cannot be NaN, but got low={start!r} and high={end!r}")
    if start == end and not whole:
        warnings.warn(
            "Passing `low==high` to `torch.testing.make_tensor` for floating or complex types is "
            "deprecated since 2.1 and will be removed in 2.3. Use `torch.full(...)` instead.",
            FutureWarning,
            stacklevel=3,
        )
    elif start >= end:
        raise ValueError(f"`low` must be less than `high`, but got {start} >= {end}")
    elif end < least or start >= most:
        raise ValueError(
            f"The value interval specified by `low` and `high` is [{start}, {end}), but {dtype} "
            f"only supports [{least}, {most})"
        )
    start, end = min(max(start, least), most), min(max(end, least), most)
    return (math.ceil(start), math.ceil(end)) if whole else (start, end)

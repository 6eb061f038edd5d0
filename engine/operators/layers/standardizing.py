"""What all normalisations share: mean 0 and variance 1 over dimensions, and the way back."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.elementary import rsqrt
from engine.operators.reduction import sum
from engine.operators.shape import reshape
from engine.registry import in_rules

Dims = tuple[int, ...]


def _check_mixed(x: Array, *parameters: Any) -> None:
    """Refuse parameters of another dtype: PyTorch mixes only half precision with single."""
    first = next((p for p in parameters if p is not None), x)
    if first.dtype == x.dtype:
        return
    if any(p is not None and p.dtype.name != "float32" for p in parameters):
        raise RuntimeError("mixed dtype (CPU): expect parameter to have scalar type of Float")
    if x.dtype.name != "float16":
        raise RuntimeError("mixed dtype (CPU): all inputs must share same datatype.")


def _moments(x: Array, dims: Dims) -> tuple[Array, Array]:
    """Return mean and variance over dimensions, which are kept; summed in double precision."""
    wide = x.astype(np.float64)
    count = prod([x.shape[d] for d in dims])
    mean = np.add.reduce(wide, axis=dims, keepdims=True) / count
    centred = wide - mean
    return mean, np.add.reduce(centred * centred, axis=dims, keepdims=True) / count


def _affine(
    x: Array, mean: Array, variance: Array, weight: Array | None, bias: Array | None, eps: float
) -> Array:
    """(x - mean) / sqrt(variance + eps) * weight + bias, by one multiplication and one addition."""
    scale = 1 / np.sqrt(variance + eps)
    if weight is not None:
        scale = scale * weight
    shift = -mean * scale
    if bias is not None:
        shift = shift + bias
    return x * scale.astype(x.dtype) + shift.astype(x.dtype)


@in_rules
def _mean_over(x: Any, dims: Dims) -> Any:
    """Return the mean over dimensions, which are kept."""
    size = 1
    for d in dims:
        size *= x.shape[d]
    return sum(x, dims, True) / size


@in_rules
def _standard(x: Any, dims: Dims, eps: float) -> Any:
    """Return x with mean 0 and variance 1 over dimensions."""
    centred = x - _mean_over(x, dims)
    return centred * rsqrt(_mean_over(centred * centred, dims) + eps)


@in_rules
def _standardized_back(grad: Any, x: Any, dims: Dims, eps: float) -> Any:
    """With s = 1 / σ and y = s (x - mean): s (g - mean(g) - y mean(g y))."""
    centred = x - _mean_over(x, dims)
    inverse = rsqrt(_mean_over(centred * centred, dims) + eps)
    y = centred * inverse
    return inverse * (grad - _mean_over(grad, dims) - y * _mean_over(grad * y, dims))


@in_rules
def _per_channel(values: Any, ndim: int) -> Any:
    """Return one value a channel in a shape that broadcasts to (N, C, ...)."""
    return reshape(values, (-1,) + (1,) * (ndim - 2))


@in_rules
def _by_channel(grad: Any) -> Any:
    """Return the sum over all dimensions but the second."""
    return sum(grad, (0, *range(2, grad.ndim)))

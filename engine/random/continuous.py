"""Random numbers from continuous distributions, as CPU PyTorch draws them.

See `engine.random.generator`, which gathers the distributions, for what all these functions share.
"""

import math
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES
from engine.random.mersenne import Generator, default_generator
from engine.random.normals import BLOCK, in_blocks, multiply_add, one_by_one, through_libm
from engine.random.requests import C_NAMES, Array, DType, Shape, floating, part_of, size_of


def uniform(
    shape: Shape,
    dtype: DType,
    low: float = 0.0,
    high: float = 1.0,
    *,
    generator: Generator | None = None,
) -> Array:
    """Draw numbers uniform in [low, high), of a floating-point or complex dtype.

    >>> uniform(2, "float32", generator=Generator().manual_seed(0)).tolist()
    [0.49625658988952637, 0.7682217955589294]
    """
    dtype = np.dtype(dtype)
    part = floating(part_of(dtype), "check_uniform_bounds")
    if low != 0.0 or high != 1.0:
        _check_range(low, high, part)
    source = generator or default_generator
    count = size_of(shape) * (dtype.itemsize // part.itemsize)
    values: Array = source.doubles(count) if part == np.float64 else source.floats(count)
    if low != 0.0 or high != 1.0:
        kind = values.dtype.type
        values = multiply_add(values, float(kind(high) - kind(low)), float(kind(low)))
        values[values == kind(high)] = low
    if part == np.float16:
        values = values.astype(part)
        values[values == part.type(high)] = low
    return values.view(dtype).reshape(shape)


def _check_range(low: float, high: float, dtype: np.dtype[Any]) -> None:
    limit = float(np.finfo(dtype).max)
    for name, bound in (("from", low), ("to", high)):
        if not -limit <= bound <= limit:
            raise RuntimeError(f"{name} is out of bounds for {C_NAMES[dtype.name]}")
    if low > high:
        raise RuntimeError(
            f"uniform_ expects to return a [from, to) range, but found from={low:g} > to={high:g}"
        )
    if high - low > limit:
        raise RuntimeError(
            f"uniform_ expects to-from <= std::numeric_limits<{TYPE_NAMES[dtype.name]}>::max(), "
            f"but found to={high:g} and from={low:g} which result in to-from to exceed the limit"
        )


def rand(shape: Shape, dtype: DType, *, generator: Generator | None = None) -> Array:
    """Draw numbers uniform in [0, 1), as `torch.rand`."""
    return uniform(shape, dtype, generator=generator)


def normal(
    shape: Shape,
    dtype: DType,
    mean: float = 0.0,
    std: float = 1.0,
    *,
    generator: Generator | None = None,
    contiguous: bool = True,
) -> Array:
    """Draw normal numbers of mean `mean` and standard deviation `std`, real or complex.

    A complex number's parts share the variance. `contiguous=False` draws what PyTorch draws to
    fill a tensor with gaps in memory: the numbers then come one by one even if they are many.

    >>> normal(2, "float64", generator=Generator().manual_seed(0)).tolist()
    [1.5409961082440433, -0.2934289057609464]
    """
    if not std >= 0.0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std:g}")
    dtype = np.dtype(dtype)
    part = floating(part_of(dtype), "normal_kernel_cpu")
    source = generator or default_generator
    count = size_of(shape)
    if dtype.kind == "c":
        count, std = 2 * count, std / math.sqrt(2.0)
    if count >= BLOCK and contiguous:
        values = in_blocks(source, count, part, mean, std)
    else:
        values = one_by_one(source, count)
        values = multiply_add(values, std, mean).astype(part)
    return values.view(dtype).reshape(shape)


def randn(shape: Shape, dtype: DType, *, generator: Generator | None = None) -> Array:
    """Draw standard normal numbers, as `torch.randn`."""
    return normal(shape, dtype, generator=generator)


def normal_of(
    mean: Array | float, std: Array | float, *, generator: Generator | None = None
) -> Array:
    """Draw normal numbers whose means, deviations or both are given one by one.

    `mean` and `std` are arrays that broadcast, or one of them is a number. The result has the
    dtype of `mean`, or of `std` where the mean is a number.
    """
    if isinstance(std, (int, float)):
        mean = np.asarray(mean)
        return np.asarray(normal(mean.shape, mean.dtype, 0.0, std, generator=generator) + mean)
    std = np.asarray(std)
    if std.dtype.kind == "c":
        raise RuntimeError("normal expects standard deviation to be non-complex")
    if std.size and not std.min() >= 0:
        raise RuntimeError("normal expects all elements of std >= 0.0")
    dtype = std.dtype if isinstance(mean, (int, float)) else np.asarray(mean).dtype
    shape = np.broadcast_shapes(np.shape(mean), std.shape)
    noise = normal(shape, dtype, generator=generator)
    # Rounded to the result's dtype after each step, as in-place operations on it are.
    noise = np.multiply(noise, std).astype(dtype)
    return np.asarray(np.add(noise, mean).astype(dtype))


def trunc_normal(
    shape: Shape,
    dtype: DType,
    mean: float = 0.0,
    std: float = 1.0,
    low: float = -2.0,
    high: float = 2.0,
    *,
    generator: Generator | None = None,
) -> Array:
    """Draw normal numbers until all lie in [low, high], as `torch.nn.init.trunc_normal_`.

    Where less than 0.3 of the distribution lies there, uniform numbers are drawn instead, and
    accepted with the probability of their density relative to its peak.
    """
    dtype = np.dtype(dtype)
    if mean < low - 2 * std or mean > high + 2 * std:
        warnings.warn(
            "mean is more than 2 std from [a, b] in nn.init.trunc_normal_. "
            "The distribution of values may be incorrect.",
            stacklevel=2,
        )

    def below(x: float) -> float:
        return (1.0 + math.erf((x - mean) / std / math.sqrt(2.0))) / 2.0

    if below(high) - below(low) > 0.3:
        lowest, highest = dtype.type(low), dtype.type(high)
        values = normal(shape, dtype, mean, std, generator=generator)
        while (outside := (values < lowest) | (values > highest)).any():
            values = np.where(outside, normal(shape, dtype, mean, std, generator=generator), values)
        return values
    peak = dtype.type(-0.5 * ((max(low, min(mean, high)) - mean) / std) ** 2)
    values = np.zeros(shape, dtype)
    pending = np.ones(shape, bool)
    while pending.any():
        candidates = uniform(shape, dtype, low, high, generator=generator)
        values = np.where(pending, candidates, values)
        scaled = (candidates - dtype.type(mean)) / dtype.type(std)
        log_density = scaled * scaled * dtype.type(-0.5) - peak
        with np.errstate(divide="ignore"):
            log_uniform = np.log(uniform(shape, dtype, generator=generator))
        pending &= log_uniform > log_density
    return values


def exponential(
    shape: Shape, dtype: DType, rate: float = 1.0, *, generator: Generator | None = None
) -> Array:
    """Draw exponentially distributed numbers of rate `rate`, of a floating-point dtype."""
    dtype = np.dtype(dtype)
    if not rate > 0.0:
        raise RuntimeError(f"exponential_ expects lambda > 0.0, but found lambda={rate:g}")
    _check_continuous("Exponential", dtype, TYPE_NAMES)
    drawn = (generator or default_generator).doubles(size_of(shape))
    values = -1.0 / rate * through_libm("log1p", -drawn, dtype == np.float64)
    return values.astype(dtype).reshape(shape)


def _check_continuous(name: str, dtype: np.dtype[Any], names: Mapping[str, str]) -> None:
    if dtype.kind != "f":
        raise RuntimeError(
            f"{name} distribution is a continuous probability distribution. dtype must be a "
            f"floating point but you specified {names.get(dtype.name, dtype.name)}"
        )


def cauchy(
    shape: Shape,
    dtype: DType,
    median: float = 0.0,
    sigma: float = 1.0,
    *,
    generator: Generator | None = None,
) -> Array:
    """Draw Cauchy distributed numbers of centre `median` and half width `sigma`."""
    dtype = np.dtype(dtype)
    if not sigma > 0.0:
        raise RuntimeError(f"cauchy_ expects sigma > 0.0, but found sigma={sigma:g}")
    _check_continuous("Cauchy", dtype, C_NAMES)
    angle = math.pi * ((generator or default_generator).doubles(size_of(shape)) - 0.5)
    values = multiply_add(through_libm("tan", angle, dtype == np.float64), sigma, median)
    return values.astype(dtype).reshape(shape)


def log_normal(
    shape: Shape,
    dtype: DType,
    mean: float = 1.0,
    std: float = 2.0,
    *,
    generator: Generator | None = None,
) -> Array:
    """Draw numbers whose logarithms are normal of mean `mean` and standard deviation `std`."""
    if not std > 0.0:
        raise RuntimeError(f"log_normal_ expects std > 0.0, but found std={std:g}")
    dtype = floating(dtype, "log_normal_cpu")
    values = one_by_one(generator or default_generator, size_of(shape))
    values = through_libm("exp", multiply_add(values, std, mean), dtype == np.float64)
    with np.errstate(over="ignore"):
        return values.astype(dtype).reshape(shape)

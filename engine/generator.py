"""Random numbers that equal CPU PyTorch's for the same seed.

Each function draws from a generator (the default one where none is given) exactly what PyTorch's
kernel draws, in the same order, and leaves the generator in the same state. The functions return
new arrays of the shape asked for; `shape` is a tuple of ints (or an int), `dtype` a NumPy dtype or
its name. Errors are PyTorch's, raised as plain exceptions before anything is drawn.

Source: https://docs.pytorch.org/docs/stable/torch.html#random-sampling
"""

import math
import warnings
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from engine.dtypes import TYPE_NAMES
from engine.mersenne import (
    Generator,
    default_generator,
    get_rng_state,
    initial_seed,
    manual_seed,
    seed,
    set_rng_state,
)
from engine.normals import BLOCK, in_blocks, multiply_add, one_by_one, through_libm

__all__ = [
    *("Generator", "default_generator", "get_rng_state", "initial_seed", "manual_seed", "seed"),
    *("bernoulli", "cauchy", "exponential", "geometric", "log_normal", "multinomial", "normal"),
    *("normal_of", "poisson", "rand", "randint", "randn", "random", "randperm", "set_rng_state"),
    *("trunc_normal", "uniform"),
]

Array: TypeAlias = np.ndarray[Any, Any]
Shape: TypeAlias = Sequence[int] | int
DType: TypeAlias = np.dtype[Any] | str

_INT64_MIN, _INT64_MAX = -(1 << 63), (1 << 63) - 1
_WIDE = 1 << 28  # ranges from here on are drawn with 64 bits, so that `%` stays nearly fair
_DIGITS = {"float16": 11, "float32": 24, "float64": 53}
_C_NAMES = {
    **{"bool": "bool", "uint8": "unsigned char", "int8": "signed char", "int16": "short int"},
    **{"int32": "int", "int64": "long int"},
    **{"float16": "c10::Half", "float32": "float", "float64": "double"},
}


def _size(shape: Shape) -> int:
    return shape if isinstance(shape, int) else math.prod(shape)


def _unsupported(kernel: str, dtype: np.dtype[Any]) -> NotImplementedError:
    return NotImplementedError(f"\"{kernel}\" not implemented for '{TYPE_NAMES[dtype.name]}'")


def _floating(dtype: DType, kernel: str) -> np.dtype[Any]:
    result = np.dtype(dtype)
    if result.kind != "f":
        raise _unsupported(kernel, result)
    return result


def _part(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the type of a complex number's parts; other types return themselves."""
    return np.dtype(f"f{dtype.itemsize // 2}") if dtype.kind == "c" else dtype


def uniform(
    shape: Shape,
    dtype: DType,
    low: float = 0.0,
    high: float = 1.0,
    *,
    generator: Generator | None = None,
) -> Array:
    """Draw numbers uniform in [low, high), of a floating-point or complex dtype.

    >>> from engine.generator import Generator
    >>> uniform(2, "float32", generator=Generator().manual_seed(0)).round(4).tolist()
    [0.4963..., 0.7682...]
    """
    dtype = np.dtype(dtype)
    part = _floating(_part(dtype), "check_uniform_bounds")
    limit = float(np.finfo(part).max)
    for name, bound in (("from", low), ("to", high)):
        if not -limit <= bound <= limit:
            raise RuntimeError(f"{name} is out of bounds for {_C_NAMES[part.name]}")
    if low > high:
        raise RuntimeError(
            "uniform_ expects to return a [from, to) range, "
            f"but found from={low:g} > to={high:g}"
        )
    if high - low > limit:
        raise RuntimeError(
            f"uniform_ expects to-from <= std::numeric_limits<{TYPE_NAMES[part.name]}>::max(), but "
            f"found to={high:g} and from={low:g} which result in to-from to exceed the limit"
        )
    source = generator or default_generator
    count = _size(shape) * (dtype.itemsize // part.itemsize)
    values = source.doubles(count) if part == np.float64 else source.floats(count)
    if low != 0.0 or high != 1.0:
        kind = values.dtype.type
        values = multiply_add(values, float(kind(high) - kind(low)), float(kind(low)))
        values[values == kind(high)] = low
    if part == np.float16:
        values = values.astype(part)
        values[values == part.type(high)] = low
    return values.view(dtype).reshape(shape)


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
    fill a tensor with gaps in memory: it then makes the numbers one by one even if they are many.

    >>> from engine.generator import Generator
    >>> normal(2, "float64", generator=Generator().manual_seed(0)).round(4).tolist()
    [1.541, -0.2934]
    """
    if not std >= 0.0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std:g}")
    dtype = np.dtype(dtype)
    part = _floating(_part(dtype), "normal_kernel_cpu")
    source = generator or default_generator
    count = _size(shape)
    if dtype.kind == "c":
        count, std = 2 * count, std / math.sqrt(2.0)
    if count >= BLOCK and contiguous:
        values = in_blocks(source, count, part, mean, std)
    else:
        values = one_by_one(source, count, part == np.float64)
        values = multiply_add(values, std, mean).astype(part)
    return values.view(dtype).reshape(shape)


def randn(shape: Shape, dtype: DType, *, generator: Generator | None = None) -> Array:
    """Draw standard normal numbers, as `torch.randn`."""
    return normal(shape, dtype, generator=generator)


def normal_of(
    mean: Array | float, std: Array | float, *, generator: Generator | None = None
) -> Array:
    """Draw normal numbers whose means, deviations or both are given one by one.

    `mean` and `std` are arrays that broadcast, or one of them a number. The result has the dtype
    of `mean`, or of `std` where the mean is a number.
    """
    if isinstance(std, (int, float)):
        mean = np.asarray(mean)
        noise = normal(mean.shape, mean.dtype, 0.0, std, generator=generator)
        return noise + mean
    std = np.asarray(std)
    if std.dtype.kind == "c":
        raise RuntimeError("normal expects standard deviation to be non-complex")
    if std.size and not std.min() >= 0:
        raise RuntimeError("normal expects all elements of std >= 0.0")
    dtype = std.dtype if isinstance(mean, (int, float)) else np.asarray(mean).dtype
    noise = normal(np.broadcast_shapes(np.shape(mean), std.shape), dtype, generator=generator)
    # In the dtype of the result, step by step, as in-place operations on it are.
    noise = np.multiply(noise, std).astype(dtype)
    return np.add(noise, mean).astype(dtype)


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

    Where less than 0.3 of the distribution lies there, uniform numbers are drawn and accepted with
    the probability of their density relative to its peak instead.
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
        values = np.where(pending, uniform(shape, dtype, low, high, generator=generator), values)
        scaled = (values - dtype.type(mean)) / dtype.type(std)
        log_density = scaled * scaled * dtype.type(-0.5) - peak
        with np.errstate(divide="ignore"):
            log_uniform = np.log(uniform(shape, dtype, generator=generator))
        pending &= log_uniform > log_density
    return values


def randint(
    low: int, high: int, shape: Shape, dtype: DType = "int64", *, generator: Generator | None = None
) -> Array:
    """Draw integers from `low` up to but without `high`, of any real dtype.

    >>> from engine.generator import Generator
    >>> randint(0, 10, 4, generator=Generator().manual_seed(0)).tolist()
    [4, 9, 3, 0]
    """
    dtype = np.dtype(dtype)
    if low >= high:
        raise RuntimeError(
            f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}"
        )
    if dtype.kind == "f":
        low, high = _representable(low, high, dtype)
    _check_bounds(low, high - 1, dtype)
    return _integers(low, high - low, shape, dtype, generator or default_generator)


def random(
    shape: Shape, dtype: DType, low: int | None = None, *, generator: Generator | None = None
) -> Array:
    """Draw integers as `Tensor.random_()` without an upper end does.

    From 0, or from `low` if given, to the largest value of an integer dtype; in a floating-point
    dtype to the last integer below which it holds all of them.
    """
    dtype = np.dtype(dtype)
    source = generator or default_generator
    count = _size(shape)
    if dtype.kind not in "bfiu":
        raise _unsupported("random_kernel_cpu", dtype)
    top = 1 << _DIGITS[dtype.name] if dtype.kind == "f" else 1
    if dtype.kind in "iu":
        top = int(np.iinfo(dtype).max)
    if low == _INT64_MIN:
        if dtype.name not in ("int64", "float32", "float64"):
            raise RuntimeError(
                "random_full_64_bits_range_kernel_cpu handles only int64, double, float and "
                "bfloat16"
            )
        return source.longs(count).view(np.int64).astype(dtype).reshape(shape)
    if low is not None:
        if dtype.kind == "f":
            low, _ = _representable(low, top, dtype)
        _check_bounds(low, top, dtype)
        return _integers(low, top - low + 1, shape, dtype, source)
    wide = dtype.name in ("int64", "float64")
    bits = source.longs(count) if wide else source.words(count)
    return (bits % bits.dtype.type(top + 1)).astype(dtype).reshape(shape)


def _integers(
    low: int, span: int, shape: Shape, dtype: np.dtype[Any], source: Generator
) -> Array:
    """Draw integers from [low, low + span) by the remainder of 32 or, for wide spans, 64 bits."""
    count = _size(shape)
    bits = source.longs(count) if span >= _WIDE else source.words(count)
    values = (bits % bits.dtype.type(span)).astype(np.int64) + np.int64(low)
    return values.astype(dtype).reshape(shape)


def _representable(low: int, high: int, dtype: np.dtype[Any]) -> tuple[int, int]:
    """Move the ends of [low, high) inwards to where `dtype` no longer rounds out of the range."""
    digits = _DIGITS[dtype.name]
    with np.errstate(over="ignore"):
        next_low, last = float(dtype.type(low + 1)), float(dtype.type(high - 1))
    if math.isfinite(next_low) and next_low < low:
        low = int(next_low) + (1 << (abs(low + 1).bit_length() - digits))
    if math.isfinite(last) and last >= high:
        high = int(last) - (1 << (abs(high - 1).bit_length() - digits))
    return low, high


def _check_bounds(low: int, last: int, dtype: np.dtype[Any]) -> None:
    """Raise an error where `dtype` cannot hold an end, and warn where it skips integers."""
    name = _C_NAMES.get(dtype.name)
    if name is None:
        raise RuntimeError(
            "check_random_bounds handles only integral, floating-point and boolean types"
        )
    smallest, largest = 0.0, 1.0
    if dtype.kind == "f":
        smallest, largest = float(np.finfo(dtype).min), float(np.finfo(dtype).max)
    elif dtype.kind != "b":
        smallest, largest = int(np.iinfo(dtype).min), int(np.iinfo(dtype).max)
    for end, value in (("from", low), ("to - 1", last)):
        if not smallest <= value <= largest:
            raise RuntimeError(f"{end} is out of bounds for {name}")
    if dtype.kind == "f":
        digits = _DIGITS[dtype.name]
        for end, value in (("from", low), ("to - 1", last)):
            if abs(value) > 1 << digits:
                warnings.warn(
                    f"{end} is out of bounds [-(2^{digits}), 2^{digits}]. Due to precision "
                    f"limitations {name} can support discrete uniform distribution only within "
                    "this range. This warning will become an error in version 1.7 release, please "
                    "fix the code in advance",
                    stacklevel=3,
                )


def randperm(n: int, dtype: DType = "int64", *, generator: Generator | None = None) -> Array:
    """Draw a permutation of the integers below `n` by Fisher and Yates' shuffle, shape (n,).

    >>> from engine.generator import Generator
    >>> randperm(5, generator=Generator().manual_seed(0)).tolist()
    [4, 1, 2, 0, 3]
    """
    dtype = np.dtype(dtype)
    if n < 0:
        raise RuntimeError(f"Trying to create tensor with negative dimension {n}: [{n}]")
    if dtype.kind not in "fiu":
        raise _unsupported("randperm", dtype)
    if dtype.kind == "f" and n > (1 << _DIGITS[dtype.name]) + 1:
        limit = (1 << _DIGITS[dtype.name]) + 1
        raise RuntimeError(
            f"n cannot be greater than {limit} for {TYPE_NAMES[dtype.name]} type."
        )
    if dtype.kind != "f" and n > int(np.iinfo(dtype).max):
        raise RuntimeError(
            f"value cannot be converted to type {dtype.name}_t without overflow"
        )
    source = generator or default_generator
    steps = max(n - 1, 0)
    # PyTorch keeps 32 bits a step for its old sequences wherever that is nearly fair.
    bits = source.words(steps) if n < ((1 << 32) - 1) // 20 else source.longs(steps)
    jumps = bits % np.arange(n, n - steps, -1).astype(bits.dtype)
    result = list(range(n))
    for i, jump in enumerate(jumps.tolist()):
        j = i + jump
        result[i], result[j] = result[j], result[i]
    return np.array(result, dtype)


def bernoulli(
    p: float | Array, shape: Shape, dtype: DType, *, generator: Generator | None = None
) -> Array:
    """Draw ones with probability `p` and zeros otherwise, of any real dtype.

    A number `p` is compared in double precision (`Tensor.bernoulli_(p)` and dropout); an array
    `p`, broadcast to `shape`, in its own dtype (`torch.bernoulli(p)`), so that the two draw
    different numbers.
    """
    dtype = np.dtype(dtype)
    source = generator or default_generator
    if isinstance(p, (int, float)):
        if not 0.0 <= p <= 1.0:
            raise RuntimeError(f"bernoulli_ expects p to be in [0, 1], but got p={p:g}")
        if dtype.kind == "c":
            raise _unsupported("bernoulli_scalar_cpu_", dtype)
        return (source.doubles(_size(shape)) < p).astype(dtype).reshape(shape)
    p = np.asarray(p)
    if dtype.kind == "c":
        raise _unsupported("bernoulli_tensor_cpu_self_", dtype)
    _floating(p.dtype, "bernoulli_tensor_cpu_p_")
    if not ((p >= 0) & (p <= 1)).all():
        raise RuntimeError(
            "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message "
            "be improved?  If so, please report an enhancement request to PyTorch.)"
        )
    count = _size(shape)
    drawn = source.doubles(count) if p.dtype == np.float64 else source.floats(count)
    return (drawn.reshape(shape) < p).astype(dtype)


def exponential(
    shape: Shape, dtype: DType, rate: float = 1.0, *, generator: Generator | None = None
) -> Array:
    """Draw exponentially distributed numbers of rate `rate`, of a floating-point dtype."""
    dtype = np.dtype(dtype)
    if not rate > 0.0:
        raise RuntimeError(f"exponential_ expects lambda > 0.0, but found lambda={rate:g}")
    _continuous("Exponential", dtype, TYPE_NAMES)
    drawn = (generator or default_generator).doubles(_size(shape))
    values = -1.0 / rate * through_libm("log1p", -drawn, dtype == np.float64)
    return values.astype(dtype).reshape(shape)


def _continuous(distribution: str, dtype: np.dtype[Any], names: dict[str, str]) -> None:
    if dtype.kind != "f":
        raise RuntimeError(
            f"{distribution} distribution is a continuous probability distribution. dtype must be "
            f"a floating point but you specified {names.get(dtype.name, dtype.name)}"
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
    _continuous("Cauchy", dtype, _C_NAMES)
    angle = math.pi * ((generator or default_generator).doubles(_size(shape)) - 0.5)
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
    dtype = _floating(dtype, "log_normal_cpu")
    exact = dtype == np.float64
    values = one_by_one(generator or default_generator, _size(shape), exact)
    values = through_libm("exp", multiply_add(values, std, mean), exact)
    return values.astype(dtype).reshape(shape)


def geometric(
    shape: Shape, dtype: DType, p: float, *, generator: Generator | None = None
) -> Array:
    """Draw the numbers of trials up to the first success of probability `p`, of any real dtype."""
    dtype = np.dtype(dtype)
    if not 0.0 < p < 1.0:
        raise RuntimeError(f"geometric_ expects p to be in (0, 1), but got p={p:g}")
    if dtype.kind not in "fiu":
        raise _unsupported("geometric_cpu", dtype)
    drawn = (generator or default_generator).doubles(_size(shape))
    # Rounded up to an integer, a last bit may matter: always through the C library.
    values = np.ceil(through_libm("log", drawn, True) / math.log1p(-p))
    return values.astype(dtype).reshape(shape)

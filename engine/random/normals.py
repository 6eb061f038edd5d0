"""Normal random numbers by Box and Muller's method, rounded as PyTorch's CPU kernels round.

A pair of uniform numbers u, v makes a pair of normal ones: sqrt(-2 log u) times the cosine and the
sine of 2 pi v. PyTorch has two ways of doing so, which draw different numbers:

- `one_by_one`, for fewer than 16 numbers, in double precision; the second number of a pair is
  kept for the next request.
- `in_blocks`, from 16 numbers on: in blocks of 16, whose first 8 uniform numbers are the u and
  whose last 8 the v. If the count is no multiple of 16, the last 16 numbers are made afresh.

The single-precision blocks use AVX2 versions of the Cephes library's logf, sinf and cosf, which
differ in the last bits from other libraries'; they are reproduced here step by step, so that the
numbers agree in every bit. Each step is done in double precision and rounded to single: for one
sum, product, root or fused multiply-add of single-precision numbers that gives the right rounding.

References: G. Box, M. Muller, "A note on the generation of random normal deviates", Ann. Math.
Stat. 29 (1958), 610; S. Moshier, Cephes Mathematical Library, https://www.netlib.org/cephes.
"""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from engine.random.mersenne import Generator

Array: TypeAlias = np.ndarray[Any, Any]

BLOCK = 16
_CHUNK = 1024  # blocks worked on at a time, so that the intermediate results stay in the cache
_EXACT = 1 << 16  # numbers up to which double precision goes through the C library, one by one


def _single(*values: float) -> list[float]:
    return [float(np.float32(value)) for value in values]


# Cephes' logf: log(1 + x) = x - x^2/2 + x^3 P(x) on [sqrt(1/2) - 1, sqrt(2) - 1], log 2 in 2 parts.
_SQRT_HALF, _LOG2_HIGH, _LOG2_LOW = _single(0.707106781186547524, 0.693359375, -2.12194440e-4)
_LOG = _single(
    *(7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1),
    *(-1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1),
)
# Cephes' sinf and cosf on [0, pi/4], and pi/4 in three parts.
_FOUR_OVER_PI, _TWO_PI = _single(1.27323954473516, 2 * math.pi)
_QUARTER_PI = _single(-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8)
_SIN = _single(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1)
_COS = _single(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2)


def through_libm(name: str, values: Array, exact: bool) -> Array:
    """Apply a function of `math` (and NumPy) to doubles, as the C library rounds if `exact`.

    NumPy's own vector functions may differ from the C library's in the last bit, but take a
    hundredth of the time: they serve where that bit is rounded away, or for large arrays.
    """
    if exact and values.size <= _EXACT:
        try:
            return np.fromiter(map(getattr(math, name), values.tolist()), np.float64, values.size)
        except (ValueError, OverflowError):
            pass  # a pole or a range error, where NumPy gives infinity
    with np.errstate(all="ignore"):
        function: Callable[[Array], Array] = getattr(np, name)
        return function(values)


def multiply_add(a: Array, b: float, c: float) -> Array:
    """Compute a * b + c with one rounding, as the processor's fused instruction does.

    `a` is an array of float32 or float64, `b` and `c` are numbers of that type.
    """
    if a.dtype == np.float32:
        single: Array = (a.astype(np.float64) * float(b) + float(c)).astype(np.float32)
        return single
    product = a * b
    total = product + c
    if b in (0.0, 1.0) or c == 0.0 or not math.isfinite(b * 134217729.0):
        return total
    # What the two roundings lost, by the error-free product and sum of Dekker and Knuth.
    a_high, a_low = _halves(a)
    b_high, b_low = _halves(np.float64(b))
    lost = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
    shadow = total - product
    lost += (product - (total - shadow)) + (c - shadow)
    return np.asarray(np.where(np.isfinite(total), total + lost, total))


def _halves(values: Any) -> tuple[Any, Any]:
    """Split doubles into a high and a low part of 26 bits each, whose products are exact."""
    scaled = values * 134217729.0  # 2^27 + 1
    high = scaled - (scaled - values)
    return high, values - high


def one_by_one(generator: Generator, count: int) -> Array:
    """Draw standard normal numbers in double precision, shape (count,), one pair after another."""
    kept = generator.next_normal
    if kept is not None and count:
        generator.next_normal = None
        return np.concatenate([[kept], one_by_one(generator, count - 1)])
    pairs = (count + 1) // 2
    uniform = generator.doubles(2 * pairs)
    radius = np.sqrt(-2.0 * through_libm("log1p", -uniform[1::2], True))
    angle = 2.0 * math.pi * uniform[0::2]
    normal = np.empty(2 * pairs)
    normal[0::2] = radius * through_libm("cos", angle, True)
    normal[1::2] = radius * through_libm("sin", angle, True)
    if count % 2:
        generator.next_normal = float(normal[-1])
    return normal[:count]


def in_blocks(
    generator: Generator, count: int, dtype: np.dtype[Any], mean: float, std: float
) -> Array:
    """Draw at least 16 normal numbers, shape (count,), of dtype float16, float32 or float64."""
    rest = count % BLOCK
    if dtype == np.float64:
        values: Array = generator.doubles(count)
        tail: Array = generator.doubles(BLOCK if rest else 0)
    else:
        # Half precision does not draw the uniform numbers that the last block overwrites.
        values = generator.floats(count - rest if dtype == np.float16 else count)
        tail = generator.floats(BLOCK if rest else 0)
    box_muller = _double_blocks if dtype == np.float64 else _single_blocks
    whole = values[: count - rest].reshape(-1, 2, BLOCK // 2)
    result = np.empty(count, dtype)
    for start in range(0, len(whole), _CHUNK):
        chunk = box_muller(whole[start : start + _CHUNK], mean, std)
        result[BLOCK * start : BLOCK * start + chunk.size] = chunk.reshape(-1)
    if rest:
        result[-BLOCK:] = box_muller(tail.reshape(1, 2, BLOCK // 2), mean, std).reshape(-1)
    return result


def _double_blocks(uniform: Array, mean: float, std: float) -> Array:
    """Turn uniform numbers, shape (blocks, 2, 8), into normal ones in double precision."""
    u, v = uniform[:, 0].reshape(-1), uniform[:, 1].reshape(-1)
    radius = np.sqrt(-2.0 * through_libm("log", 1.0 - u, True))
    angle = 2.0 * math.pi * v
    pair = [radius * through_libm(name, angle, True) for name in ("cos", "sin")]
    shape = (-1, BLOCK // 2)
    return multiply_add(np.stack([part.reshape(shape) for part in pair], 1), std, mean)


def _single_blocks(uniform: Array, mean: float, std: float) -> Array:
    """Turn uniform numbers, shape (blocks, 2, 8), into normal ones in single precision."""
    doubles = uniform.astype(np.float64)
    radius = _rounded(np.sqrt(_rounded(-2.0 * _log(1.0 - doubles[:, 0]))))
    sine, cosine = _sine_cosine(_rounded(_TWO_PI * doubles[:, 1]))
    normal = np.stack([radius * cosine, radius * sine], 1).astype(np.float32)
    return multiply_add(normal, float(np.float32(std)), float(np.float32(mean)))


def _rounded(values: Array) -> Array:
    """Round doubles to single precision, in place."""
    values[...] = values.astype(np.float32)
    return values


def _polynomial(coefficients: list[float], x: Array) -> Array:
    """Evaluate a polynomial, highest power first, by single-precision fused multiply-adds."""
    y = _rounded(coefficients[0] * x + coefficients[1])
    for coefficient in coefficients[2:]:
        y = _rounded(y * x + coefficient)
    return y


def _log(values: Array) -> Array:
    """Compute the natural logarithm of single-precision numbers from (0, 1] as Cephes does."""
    x, integer_exponent = np.frexp(values)
    low = x < _SQRT_HALF
    exponent = integer_exponent.astype(np.float64) - low
    x = np.where(low, x + x, x) - 1.0
    square = _rounded(x * x)
    y = _rounded(_polynomial(_LOG, x) * x)
    y = _rounded(y * square + _rounded(exponent * _LOG2_LOW))
    y = _rounded(y - 0.5 * square)
    return _rounded(exponent * _LOG2_HIGH + _rounded(x + y))


def _sine_cosine(angle: Array) -> tuple[Array, Array]:
    """Compute sine and cosine of single-precision angles from [0, 2 pi] as Cephes does."""
    octant = _rounded(angle * _FOUR_OVER_PI).astype(np.int32)
    octant += octant & 1  # the nearest multiple of pi/2, counted in octants
    x, quarters = angle, octant.astype(np.float64)
    for part in _QUARTER_PI:
        x = _rounded(quarters * part + x)
    square = _rounded(x * x)
    cosine = _rounded(_polynomial(_COS, square) * square)
    cosine = _rounded(cosine * square - 0.5 * square)
    cosine = _rounded(cosine + 1.0)
    sine = _rounded(_polynomial(_SIN, square) * square)
    sine = _rounded(sine * x + x)
    swap = (octant & 2) != 0
    sine, cosine = np.where(swap, cosine, sine), np.where(swap, sine, cosine)
    return (
        np.where((octant & 4) != 0, -sine, sine),
        np.where(((octant + 2) & 4) != 0, -cosine, cosine),
    )

"""Random integers, permutations and choices, as CPU PyTorch draws them.

See `engine.random.generator`, which gathers the distributions, for what all these functions share.
"""

import math
import warnings
from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES
from engine.random.continuous import exponential
from engine.random.mersenne import Generator, default_generator
from engine.random.normals import through_libm
from engine.random.requests import C_NAMES, Array, DType, Shape, floating, size_of, unsupported

_INT64_MIN = -(1 << 63)
_WIDE = 1 << 28  # ranges from here on are drawn with 64 bits, so that `%` stays nearly fair
_DIGITS = {"float16": 11, "float32": 24, "float64": 53}


def randint(
    low: int, high: int, shape: Shape, dtype: DType = "int64", *, generator: Generator | None = None
) -> Array:
    """Draw integers from `low` up to but without `high`, of any real dtype.

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
    dtype to the last integer up to which it holds all of them.
    """
    dtype = np.dtype(dtype)
    source = generator or default_generator
    count = size_of(shape)
    if dtype.kind not in "bfiu":
        raise unsupported("random_kernel_cpu", dtype)
    if dtype.kind == "f":
        top = 1 << _DIGITS[dtype.name]
    else:
        top = 1 if dtype.kind == "b" else int(np.iinfo(dtype).max)
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
    bits: Array = source.longs(count) if wide else source.words(count)
    values: Array = (bits % bits.dtype.type(top + 1)).astype(dtype)
    return values.reshape(shape)


def _integers(low: int, span: int, shape: Shape, dtype: np.dtype[Any], source: Generator) -> Array:
    """Draw integers from [low, low + span) by the remainder of 32 or, for wide spans, 64 bits."""
    count = size_of(shape)
    bits: Array = source.longs(count) if span >= _WIDE else source.words(count)
    values: Array = (bits % bits.dtype.type(span)).astype(np.int64) + np.int64(low)
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
    name = C_NAMES.get(dtype.name)
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

    >>> randperm(5, generator=Generator().manual_seed(0)).tolist()
    [4, 0, 1, 3, 2]
    """
    dtype = np.dtype(dtype)
    if n < 0:
        raise RuntimeError(f"Trying to create tensor with negative dimension {n}: [{n}]")
    if dtype.kind not in "fiu":
        raise unsupported("randperm", dtype)
    if dtype.kind == "f":
        limit = (1 << _DIGITS[dtype.name]) + 1
        if n > limit:
            raise RuntimeError(
                f"n cannot be greater than {limit} for {TYPE_NAMES[dtype.name]} type."
            )
    elif n > int(np.iinfo(dtype).max):
        raise RuntimeError(f"value cannot be converted to type {dtype.name}_t without overflow")
    source = generator or default_generator
    steps = max(n - 1, 0)
    # PyTorch keeps to 32 bits a step, and so to its old sequences, wherever that is nearly fair.
    bits: Array = source.words(steps) if n < ((1 << 32) - 1) // 20 else source.longs(steps)
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
            raise unsupported("bernoulli_scalar_cpu_", dtype)
        return (source.doubles(size_of(shape)) < p).astype(dtype).reshape(shape)
    p = np.asarray(p)
    if dtype.kind == "c":
        raise unsupported("bernoulli_tensor_cpu_self_", dtype)
    floating(p.dtype, "bernoulli_tensor_cpu_p_")
    if not ((p >= 0) & (p <= 1)).all():
        raise RuntimeError(
            "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message "
            "be improved?  If so, please report an enhancement request to PyTorch.)"
        )
    count = size_of(shape)
    drawn: Array = source.doubles(count) if p.dtype == np.float64 else source.floats(count)
    return np.asarray(drawn.reshape(shape) < p).astype(dtype)


def geometric(shape: Shape, dtype: DType, p: float, *, generator: Generator | None = None) -> Array:
    """Draw the numbers of trials up to the first success of probability `p`, of any real dtype."""
    dtype = np.dtype(dtype)
    if not 0.0 < p < 1.0:
        raise RuntimeError(f"geometric_ expects p to be in (0, 1), but got p={p:g}")
    if dtype.kind not in "fiu":
        raise unsupported("geometric_cpu", dtype)
    drawn = (generator or default_generator).doubles(size_of(shape))
    # Through the C library: what is rounded up to an integer may hang on the last bit.
    values = np.ceil(through_libm("log", drawn, True) / math.log1p(-p))
    return np.asarray(values.astype(dtype).reshape(shape))


def multinomial(
    weights: Array,
    num_samples: int,
    replacement: bool = False,
    *,
    generator: Generator | None = None,
) -> Array:
    """Choose `num_samples` indices of each row of `weights`, with probabilities as its weights.

    `weights` has a floating-point dtype and shape (n,) or (rows, n); the result has dtype int64
    and shape (num_samples,) or (rows, num_samples). Without replacement (or for one sample) the
    choice is where weight over exponential noise is largest, which PyTorch derives in issue 11931
    from the Gumbel-max trick; with replacement it is a search in the cumulative weights.
    """
    weights = np.asarray(weights)
    if not 0 < weights.ndim <= 2:
        raise RuntimeError("prob_dist must be 1 or 2 dim")
    if weights.dtype.kind != "f":
        raise RuntimeError(
            "multinomial only supports floating-point dtypes for input, got: "
            + TYPE_NAMES[weights.dtype.name]
        )
    if num_samples <= 0:
        raise RuntimeError("cannot sample n_sample <= 0 samples")
    if not replacement and num_samples > weights.shape[-1]:
        raise RuntimeError(
            "cannot sample n_sample > prob_dist.size(-1) samples without replacement"
        )
    source = generator or default_generator
    if not weights.size:
        return np.empty((*weights.shape[:-1], num_samples), np.int64)
    if not replacement or num_samples == 1:
        if not (weights.max() < np.inf and weights.min() >= 0):
            raise RuntimeError("probability tensor contains either `inf`, `nan` or element < 0")
        if (weights.sum(-1) == 0).any():
            raise RuntimeError("invalid multinomial distribution (sum of probabilities <= 0)")
        noise = exponential(weights.shape, weights.dtype, generator=source)
        with np.errstate(all="ignore"):
            scores = weights / noise
        if num_samples == 1:
            return np.asarray(scores.argmax(-1, keepdims=True))
        return np.asarray(np.argsort(-scores, -1, kind="stable")[..., :num_samples])
    return _with_replacement(weights, num_samples, source)


def _with_replacement(weights: Array, num_samples: int, source: Generator) -> Array:
    if not (weights >= 0).all():
        raise RuntimeError("invalid multinomial distribution (encountering probability entry < 0)")
    if not np.isfinite(weights).all():
        raise RuntimeError(
            "invalid multinomial distribution (encountering probability entry = infinity or NaN)"
        )
    rows = np.atleast_2d(weights)
    if rows.dtype == np.float16:
        rows = rows.astype(np.float32)
    cumulative = np.cumsum(rows, -1, dtype=rows.dtype)
    if not (cumulative[:, -1] > 0).all():
        raise RuntimeError("invalid multinomial distribution (sum of probabilities <= 0)")
    cumulative /= cumulative[:, -1:].copy()
    cumulative[:, -1] = 1
    drawn = source.doubles(len(rows) * num_samples).reshape(len(rows), num_samples)
    pairs = zip(cumulative.astype(np.float64), drawn, strict=True)
    result = np.stack([np.searchsorted(row, at) for row, at in pairs])
    return result.reshape(*weights.shape[:-1], num_samples)


def poisson(rates: Array, *, generator: Generator | None = None) -> Array:
    """Draw Poisson distributed numbers whose means are `rates`, of its shape and dtype.

    Small rates multiply uniform numbers until exp(-rate) is passed (Knuth); from 10 on the
    transformed rejection method is used (W. Hoermann, Insurance: Math. and Econ. 12 (1993), 39).
    """
    rates = np.asarray(rates)
    floating(rates.dtype, "poisson_cpu")
    if not (rates >= 0).all():
        raise RuntimeError("invalid Poisson rate, expected rate to be non-negative")
    source = generator or default_generator
    drawn = [_poisson(rate, source) for rate in rates.reshape(-1).tolist()]
    return np.array(drawn, rates.dtype).reshape(rates.shape)


def _poisson(rate: float, source: Generator) -> int:
    if rate == 0.0:
        return 0
    if rate < 10.0:
        limit, product, count = math.exp(-rate), source.double(), 0
        while product > limit:
            product *= source.double()
            count += 1
        return count
    root, log_rate = math.sqrt(rate), math.log(rate)
    b = 0.931 + 2.53 * root
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    while True:
        u, v = source.double() - 0.5, source.double()
        margin = 0.5 - abs(u)
        count = math.floor((2 * a / margin + b) * u + rate + 0.43) if margin else -1
        if margin >= 0.07 and v <= 0.9277 - 3.6224 / (b - 2):
            return count
        if count < 0 or (margin < 0.013 and v > margin):
            continue
        acceptance = math.log(v * inverse_alpha / (a / (margin * margin) + b)) if v else -math.inf
        if acceptance <= count * log_rate - rate - math.lgamma(count + 1.0):
            return count

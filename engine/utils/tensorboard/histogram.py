"""Histograms as TensorBoard keeps them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.utils.tensorboard.events import Histogram


@cache
def limits() -> Array:
    """Return the limits of TensorFlow's histograms: 0, and ±1e-12 growing by 10 % up to 1e20."""
    positive = []
    value = 1e-12
    while value < 1e20:
        positive.append(value)
        value *= 1.1
    return np.array([*(-v for v in reversed(positive)), 0.0, *positive])


def histogram(values: Any, bins: Any = "tensorflow", max_bins: int | None = None) -> Histogram:
    """Return the histogram of an array; empty buckets at both ends are left out but for one.

    bins: "tensorflow", or what numpy.histogram takes: a number, limits, or a rule's name.

    Raises:
        ValueError: There are no values, or some are not finite.
    """
    array = np.asarray(values, dtype=np.float64).reshape(-1)
    if array.size == 0:
        raise ValueError("The input has no element.")
    if not np.isfinite(array).all():
        raise ValueError(
            "range parameter must be finite: a histogram has no place for NaN or infinity"
        )
    edges = limits() if isinstance(bins, str) and bins == "tensorflow" else bins
    counts, ends = np.histogram(array, bins=edges)
    if max_bins is not None and len(counts) > max_bins:
        factor = len(counts) // max_bins
        missing = -len(counts) % factor
        counts = np.pad(counts, (0, missing)).reshape(-1, factor).sum(-1)
        ends = np.append(ends[:-1][::factor], ends[-1])
    filled = np.flatnonzero(counts)
    if filled.size == 0:
        raise ValueError("The histogram is empty, please file a bug report.")
    first, last = int(filled[0]), int(filled[-1])
    # One empty bucket stays before the first full one.
    if first > 0:
        kept, upper = counts[first - 1 : last + 1], ends[first : last + 2]
    else:
        kept, upper = np.concatenate([[0], counts[: last + 1]]), ends[: last + 2]
    return Histogram(
        float(array.min()),
        float(array.max()),
        float(array.size),
        float(array.sum()),
        float(array.dot(array)),
        upper.tolist(),
        kept.tolist(),
    )

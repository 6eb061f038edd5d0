"""(f) Memory: the peak of forward and backward of a perceptron of 1,000 layers, over the start."""

from __future__ import annotations

import sys

from tests.benchmarks.measure import Row
from tests.benchmarks.training import part, peers

LAYERS = 1000
TARGET = 1.1


def measure(quick: bool = False) -> list[Row]:
    """Peaks of processes; where the system tells none (it is Linux that does), nothing."""
    if sys.platform != "linux":
        return [Row("peak memory", "PyTorch", None, None, TARGET, "MiB")]
    rows = []
    for width in (8,) if quick else (64, 128, 256):
        layers = 10 if quick else LAYERS
        (ours,) = part("ours", "memory", width, layers)
        peer = part("PyTorch", "memory", width, layers)[0] if "PyTorch" in peers() else None
        what = f"peak, {layers:,} layers of {width}"
        rows.append(Row(what, "PyTorch", ours, peer, None if quick else TARGET, "MiB"))
    return rows

"""(e) Training: a step of three linear layers with ReLU, cross entropy and SGD, on one thread."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

from tests.benchmarks.measure import Row

WIDTHS = {64: (200, 10), 256: (60, 8), 1024: (8, 5)}
"""Loops a repeat and repeats a process, by the width of the layers."""
TARGETS = {
    "PyTorch": {64: 0.7, 256: 1.1, 1024: 1.1},
    "HIPS autograd": {64: 0.6, 256: 0.6, 1024: 0.6},
}
MODULE = {"PyTorch": "torch", "HIPS autograd": "autograd"}
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def part(engine: str, *arguments: object) -> list[float]:
    """What one engine prints for its part, from a process of its own with one thread."""
    command = [sys.executable, "-m", "tests.benchmarks.perceptron", engine, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **ONE_THREAD}
    )
    return [float(word) for word in done.stdout.split()]


def peers() -> list[str]:
    """The peers that are installed here."""
    return [name for name, module in MODULE.items() if importlib.util.find_spec(module) is not None]


def measure(quick: bool = False) -> list[Row]:
    """Best step of each engine, in processes that take turns."""
    rows = []
    for width, (loops, repeats) in {8: (1, 1)}.items() if quick else WIDTHS.items():
        best: dict[str, float] = {}
        losses: dict[str, float] = {}
        for _ in range(1 if quick else 3):
            for name in ("ours", *peers()):
                seconds, losses[name] = part(name, "training", width, loops, repeats)
                best[name] = min(seconds * 1e6, best.get(name, float("inf")))
        if max(losses.values()) - min(losses.values()) > 1e-3:
            raise AssertionError(f"the engines do not compute the same: {losses}")
        for name, targets in TARGETS.items():
            what = f"step, 3 layers of {width}"
            rows.append(Row(what, name, best["ours"], best.get(name), targets.get(width), "us"))
    return rows

"""(c) Depth: chains of 1,000 to 1,000,000 operators; forward, backward, deletion."""

from __future__ import annotations

import gc
import importlib.util
from time import perf_counter
from typing import Any

from tests.benchmarks.measure import Row

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
TARGET = 1.5
"""Time per operator at any length against that at the shortest."""
PHASES = ("forward", "backward", "deletion")


def _chain(module: Any, n: int, total: int) -> tuple[float, float, float]:
    """Seconds per operator of forward, backward and deletion of a chain of n operators."""
    taken = [0.0, 0.0, 0.0]
    rounds = max(1, total // n)
    x = module.tensor(0.5, dtype=module.float64, requires_grad=True)
    for _ in range(rounds):
        gc.collect()
        times = [perf_counter()]
        y = x
        for _ in range(n // 2):
            y = y * 1.0000001
            y = y + 0.0000001
        times.append(perf_counter())
        y.backward()
        times.append(perf_counter())
        del y
        times.append(perf_counter())
        x.grad = None
        taken = [t + b - a for t, a, b in zip(taken, times, times[1:], strict=False)]
    forward, backward, deletion = (t / (rounds * n) for t in taken)
    return forward, backward, deletion


def measure(quick: bool = False) -> list[Row]:
    """Ours at each length against ours at the shortest; PyTorch at each length beside it.

    The garbage collector is set as it is when a script runs.
    """
    import engine
    from grammar.run import patient_collector

    modules: dict[str, Any] = {"ours": engine}
    if importlib.util.find_spec("torch") is not None:
        import torch

        torch.set_num_threads(1)
        modules["PyTorch"] = torch
    lengths = (100, 2_000) if quick else LENGTHS
    best: dict[tuple[str, int, str], float] = {}
    with patient_collector():
        for _ in range(1 if quick else 3):
            for n in lengths:
                for who, module in modules.items():
                    seconds = _chain(module, n, 0 if quick else 20_000)
                    for phase, s in zip(("all", *PHASES), (sum(seconds), *seconds), strict=True):
                        key = (who, n, phase)
                        best[key] = min(s * 1e6, best.get(key, s * 1e6))
    rows = []
    for phase in ("all", *PHASES):
        shortest = best["ours", lengths[0], phase]
        for n in lengths:
            ours = best["ours", n, phase]
            what = f"{phase}, chain of {n:,}"
            if n != lengths[0]:
                target = TARGET if phase == "all" else None
                rows.append(Row(what, f"ours at {lengths[0]:,}", ours, shortest, target, "us/op"))
            rows.append(Row(what, "PyTorch", ours, best.get(("PyTorch", n, phase)), None, "us/op"))
    return rows

"""(c) Depth: chains of 1,000 to 1,000,000 operators; forward, backward, deletion."""

from __future__ import annotations

import gc
import importlib.util
from collections.abc import Callable
from time import perf_counter
from typing import Any

from tests.benchmarks.measure import Row, minima, take_turns

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
TARGET = 1.5
"""Time per operator at any length against that at the shortest."""
PHASES = ("forward", "backward", "deletion")


def _chain(module: Any, n: int, phase: str, total: int) -> Callable[[], float]:
    """Seconds per operator of one phase of a chain of n operators, over `total` operators."""

    def run() -> float:
        taken = 0.0
        rounds = max(1, total // n)
        x = module.tensor(0.5, dtype=module.float64, requires_grad=True)
        for _ in range(rounds):
            gc.collect()
            start = perf_counter()
            y = x
            for _ in range(n // 2):
                y = y * 1.0000001
                y = y + 0.0000001
            forward = perf_counter()
            y.backward()
            backward = perf_counter()
            del y
            deletion = perf_counter()
            x.grad = None
            taken += {
                "forward": forward - start,
                "backward": backward - forward,
                "deletion": deletion - backward,
            }[phase]
        return taken / (rounds * n)

    return run


def measure(quick: bool = False) -> list[Row]:
    """Ours at each length against ours at the shortest; PyTorch at each length beside it."""
    import engine

    modules: dict[str, Any] = {"ours": engine}
    if importlib.util.find_spec("torch") is not None:
        import torch

        torch.set_num_threads(1)
        modules["PyTorch"] = torch
    lengths = (100, 2_000) if quick else LENGTHS
    total = 0 if quick else 100_000
    repeats = 1 if quick else 5
    rows = []
    for phase in PHASES:
        actions = {
            f"{who} {n}": _chain(module, n, phase, total)
            for n in lengths
            for who, module in modules.items()
        }
        best = {k: s * 1e6 for k, s in minima(take_turns(actions, repeats)).items()}
        shortest = best[f"ours {lengths[0]}"]
        for n in lengths:
            ours = best[f"ours {n}"]
            what = f"{phase}, chain of {n:,}"
            if n != lengths[0]:
                against = f"ours at {lengths[0]:,}"
                rows.append(Row(what, against, ours, shortest, TARGET, "us/op"))
            rows.append(Row(what, "PyTorch", ours, best.get(f"PyTorch {n}"), None, "us/op"))
    return rows

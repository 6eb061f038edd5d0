"""Timing that survives a busy machine: peers take turns in one run, and only ratios are judged."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import NamedTuple


class Row(NamedTuple):
    """One comparison. `ours` and `peer` are in `unit`; a ratio above `target` is over it.

    `peer` is None when the peer is missing here; `target` is None when nothing is demanded.
    """

    what: str
    against: str
    ours: float | None
    peer: float | None
    target: float | None
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """Ours over the peer's; below one is faster."""
        return None if self.ours is None or self.peer is None else self.ours / self.peer

    @property
    def verdict(self) -> str:
        """PASS, OVER, "missing" (no peer here), or nothing when no target is set."""
        if self.ratio is None:
            return "missing"
        if self.target is None:
            return ""
        return "PASS" if self.ratio <= self.target else "OVER"


def take_turns(
    actions: Mapping[str, Callable[[], float]], repeats: int, warmup: int = 1
) -> dict[str, list[float]]:
    """Runs all actions in turn `repeats` times; each returns the seconds that it took itself."""
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for turn in range(warmup + repeats):
        for name, action in actions.items():
            taken = action()
            if turn >= warmup:
                seconds[name].append(taken)
    return seconds


def timed(action: Callable[[], object], loops: int = 1) -> Callable[[], float]:
    """An action that returns the mean seconds of `loops` calls in a row."""

    def run() -> float:
        start = perf_counter()
        for _ in range(loops):
            action()
        return (perf_counter() - start) / loops

    return run


def medians(seconds: Mapping[str, list[float]]) -> dict[str, float]:
    """The middle time of each action: for whole processes, whose fastest run is luck."""
    return {name: statistics.median(times) for name, times in seconds.items()}


def minima(seconds: Mapping[str, list[float]]) -> dict[str, float]:
    """The best time of each action: for pure computation, which noise can only slow down."""
    return {name: min(times) for name, times in seconds.items()}


def table(rows: list[Row]) -> str:
    """The comparisons as lines of aligned text."""

    def cell(value: float | None, unit: str = "") -> str:
        return "-" if value is None else f"{value:.4g}{' ' + unit if unit else ''}"

    cells = [["what", "ours", "against", "peer", "ratio", "target", "verdict"]]
    for row in rows:
        cells.append(
            [
                row.what,
                cell(row.ours, row.unit),
                row.against,
                cell(row.peer, row.unit),
                cell(row.ratio),
                "" if row.target is None else f"<= {row.target:g}",
                row.verdict,
            ]
        )
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in lines)

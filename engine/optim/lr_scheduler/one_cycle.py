"""The schedule of one cycle: up to the largest learning rate, then down far below the first."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from engine.optim.lr_scheduler import momentum as momenta
from engine.optim.lr_scheduler.base import LRScheduler, checked, one_each


class OneCycleLR(LRScheduler):
    """lr from max_lr/div_factor to max_lr in the first share `pct_start` of all steps, then down to
    max_lr/div_factor/final_div_factor.

    total_steps: of the training; or epochs and steps_per_epoch.
    anneal_strategy: "cos" or "linear".
    three_phase: go down to the first rate as fast as up, and only then to the last one.
    cycle_momentum: move the momentum between max_momentum and base_momentum, the other way round.

    Smith and Topin, "Super-convergence", 2017.
    """

    __module__ = "torch.optim.lr_scheduler"

    def __init__(
        self,
        optimizer: Any,
        max_lr: Any,
        total_steps: int | None = None,
        epochs: int | None = None,
        steps_per_epoch: int | None = None,
        pct_start: float = 0.3,
        anneal_strategy: str = "cos",
        cycle_momentum: bool = True,
        base_momentum: Any = 0.85,
        max_momentum: Any = 0.95,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
        three_phase: bool = False,
        last_epoch: int = -1,
    ) -> None:
        self.optimizer = checked(optimizer)
        self.total_steps = _total(total_steps, epochs, steps_per_epoch)
        self._schedule_phases = _phases(pct_start * self.total_steps, self.total_steps, three_phase)
        if pct_start < 0 or pct_start > 1 or not isinstance(pct_start, float):
            raise ValueError(f"Expected float between 0 and 1 pct_start, but got {pct_start}")
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(
                f"anneal_strategy must be one of 'cos' or 'linear', instead got {anneal_strategy}"
            )
        self._anneal_func_type = anneal_strategy
        rates = one_each("max_lr", optimizer, max_lr)
        if last_epoch == -1:
            for rate, group in zip(rates, optimizer.param_groups, strict=True):
                group["initial_lr"] = rate / div_factor
                group["max_lr"] = rate
                group["min_lr"] = group["initial_lr"] / final_div_factor
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            self.use_beta1 = momenta.uses_beta(optimizer)
            momenta.start(optimizer, base_momentum, max_momentum, self.use_beta1, last_epoch == -1)
        super().__init__(optimizer, last_epoch)

    def _anneal(self, start: Any, end: Any, share: float) -> Any:
        if self._anneal_func_type == "cos":
            return end + (start - end) / 2.0 * (math.cos(math.pi * share) + 1)
        return (end - start) * share + start

    def get_lr(self) -> list[Any]:
        """Return the rates of this step; set the momentum, too."""
        self._check_called_by_step()
        step = self.last_epoch
        if step > self.total_steps:
            raise ValueError(
                f"Tried to step {step} times. The specified number of total steps is "
                f"{self.total_steps}"
            )
        before = 0.0
        phase = self._schedule_phases[-1]
        for candidate in self._schedule_phases:
            if step <= candidate["end_step"] or candidate is phase:
                phase = candidate
                break
            before = candidate["end_step"]
        share = (step - before) / (phase["end_step"] - before)
        rates = []
        for group in self.optimizer.param_groups:
            rates.append(self._anneal(group[phase["start_lr"]], group[phase["end_lr"]], share))
            if self.cycle_momentum:
                value = self._anneal(
                    group[phase["start_momentum"]], group[phase["end_momentum"]], share
                )
                momenta.set_momentum(group, value, self.use_beta1)
        return rates


def _total(total: Any, epochs: Any, steps: Any) -> int:
    def positive(name: str, value: Any) -> int:
        if not isinstance(value, int) or value <= 0:
            raise ValueError(f"Expected positive integer {name}, but got {value}")
        return value

    if total is not None:
        return positive("total_steps", total)
    if epochs is not None and steps is not None:
        return positive("epochs", epochs) * positive("steps_per_epoch", steps)
    raise ValueError("You must define either total_steps OR (epochs AND steps_per_epoch)")


def _phases(up: float, total: int, three: bool) -> list[dict[str, Any]]:
    """Return the phases: their last steps, and which rates and momenta they go between."""
    corners: list[tuple[float, str, str]] = [(0.0, "initial_lr", "max_momentum")]
    corners.append((float(up) - 1, "max_lr", "base_momentum"))
    if three:
        corners.append((float(2 * up) - 2, "initial_lr", "max_momentum"))
    corners.append((total - 1, "min_lr", "max_momentum"))
    return [
        {
            "end_step": end,
            "start_lr": lr,
            "end_lr": next_lr,
            "start_momentum": momentum,
            "end_momentum": next_momentum,
        }
        for (_, lr, momentum), (end, next_lr, next_momentum) in pairwise(corners)
    ]

"""The schedule that goes up and down between two learning rates."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from engine.optim.lr_scheduler import momentum as momenta
from engine.optim.lr_scheduler.base import (
    LRScheduler,
    checked,
    one_each,
    restore,
    set_value,
    state_of,
)


class CyclicLR(LRScheduler):
    """lr from base_lr to max_lr in `step_size_up` steps, and back in `step_size_down`.

    mode: "triangular"; "triangular2" (each cycle half as high); "exp_range" (times gamma^step).
    scale_fn: the height of a cycle instead, of its number or of the step (scale_mode "cycle" or
        "iterations").
    cycle_momentum: move the momentum between max_momentum and base_momentum, the other way round.

    Smith, "Cyclical learning rates for training neural networks", 2015.
    """

    __module__ = "torch.optim.lr_scheduler"

    def __init__(
        self,
        optimizer: Any,
        base_lr: Any,
        max_lr: Any,
        step_size_up: float = 2000,
        step_size_down: float | None = None,
        mode: str = "triangular",
        gamma: float = 1.0,
        scale_fn: Callable[[float], float] | None = None,
        scale_mode: str = "cycle",
        cycle_momentum: bool = True,
        base_momentum: Any = 0.8,
        max_momentum: Any = 0.9,
        last_epoch: int = -1,
    ) -> None:
        self.optimizer = checked(optimizer)
        base_lrs = one_each("base_lr", optimizer, base_lr)
        if last_epoch == -1:
            for lr, group in zip(base_lrs, optimizer.param_groups, strict=True):
                set_value(group, "lr", lr)
        self.max_lrs = one_each("max_lr", optimizer, max_lr)
        up = float(step_size_up)
        self.total_size = up + (up if step_size_down is None else float(step_size_down))
        self.step_ratio = up / self.total_size
        if mode not in ("triangular", "triangular2", "exp_range") and scale_fn is None:
            raise ValueError("mode is invalid and scale_fn is None")
        self.mode = mode
        self.gamma = gamma
        self._scale_fn_custom = scale_fn
        self.scale_mode = scale_mode
        if scale_fn is None:
            self.scale_mode = "iterations" if mode == "exp_range" else "cycle"
        self.cycle_momentum = cycle_momentum
        if cycle_momentum:
            self.use_beta1 = momenta.uses_beta(optimizer)
            self.base_momentums, self.max_momentums = momenta.start(
                optimizer, base_momentum, max_momentum, self.use_beta1, last_epoch == -1
            )
        super().__init__(optimizer, last_epoch)
        self.base_lrs = base_lrs

    def scale_fn(self, x: float) -> float:
        """Return the height of a cycle, as a share of the first one's."""
        if self._scale_fn_custom is not None:
            return self._scale_fn_custom(x)
        if self.mode == "triangular2":
            return float(1 / (2.0 ** (x - 1)))
        return float(self.gamma**x) if self.mode == "exp_range" else 1.0

    def get_lr(self) -> list[Any]:
        """Return the rates of this step; set the momentum, too."""
        self._check_called_by_step()
        cycle = math.floor(1 + self.last_epoch / self.total_size)
        x = 1.0 + self.last_epoch / self.total_size - cycle
        if x <= self.step_ratio:
            place = x / self.step_ratio
        else:
            place = (x - 1) / (self.step_ratio - 1)
        of = cycle if self.scale_mode == "cycle" else self.last_epoch
        rates = [
            base + (most - base) * place * self.scale_fn(of)
            for base, most in zip(self.base_lrs, self.max_lrs, strict=True)
        ]
        if self.cycle_momentum:
            values = [
                most - (most - base) * place * self.scale_fn(of)
                for base, most in zip(self.base_momentums, self.max_momentums, strict=True)
            ]
            for group, value in zip(self.optimizer.param_groups, values, strict=True):
                momenta.set_momentum(group, value, self.use_beta1)
        return rates

    def state_dict(self) -> dict[str, Any]:
        """Return what the scheduler remembers; of scale_fn only the state of a callable object."""
        state = super().state_dict()
        del state["_scale_fn_custom"]
        function = self._scale_fn_custom
        state["_scale_fn_custom"] = None if function is None else state_of(function)
        return state

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what `state_dict` returned; scale_fn stays."""
        rest = {key: value for key, value in state_dict.items() if key != "_scale_fn_custom"}
        super().load_state_dict(rest)
        if self._scale_fn_custom is not None:
            restore(self._scale_fn_custom, state_dict["_scale_fn_custom"])

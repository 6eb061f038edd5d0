"""Momentum that moves against the learning rate, in schedules that go up and down."""

from __future__ import annotations

from typing import Any

from engine.optim.lr_scheduler.base import one_each
from engine.optim.optimizer import Group, Optimizer


def uses_beta(optimizer: Optimizer) -> bool:
    """Return whether the momentum is the first of `betas`, as in Adam; it must be something."""
    if "momentum" not in optimizer.defaults and "betas" not in optimizer.defaults:
        raise ValueError(
            "optimizer must support momentum or beta1 with `cycle_momentum` option enabled"
        )
    return "betas" in optimizer.defaults


def start(
    optimizer: Optimizer, base: Any, largest: Any, beta: bool, first: bool
) -> tuple[list[Any], list[Any]]:
    """Return the least and the largest momentum of each group; set the largest in the first step."""
    most = one_each("max_momentum", optimizer, largest)
    least = one_each("base_momentum", optimizer, base)
    if first:
        for high, low, group in zip(most, least, optimizer.param_groups, strict=True):
            set_momentum(group, high, beta)
            group["max_momentum"] = high
            group["base_momentum"] = low
    return least, most


def set_momentum(group: Group, value: Any, beta: bool) -> None:
    """Set the momentum of a parameter group."""
    if beta:
        group["betas"] = (value, *group["betas"][1:])
    else:
        group["momentum"] = value

"""Adagrad: steps scaled by the root of the sum of all squared gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.optim.elementwise import (
    Elementwise,
    Update,
    advance,
    check,
    check_fused,
    check_rate,
    count,
    number,
)
from engine.optim.optimizer import Group
from engine.tensor import Tensor, from_array


class Adagrad(Elementwise):
    """Adagrad: s = s + g², p -= lr/(1 + (t - 1)*lr_decay) * g / (sqrt(s) + eps) at step t.

    initial_accumulator_value: what the sum s starts from.

    Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
    optimization", 2011.
    """

    __module__ = "torch.optim.adagrad"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check_rate(lr)
        check("lr_decay value", lr_decay)
        check("weight_decay value", weight_decay)
        check("initial_accumulator_value value", initial_accumulator_value)
        check("epsilon value", eps)
        super().__init__(
            params,
            {
                "lr": lr,
                "lr_decay": lr_decay,
                "eps": eps,
                "weight_decay": weight_decay,
                "initial_accumulator_value": initial_accumulator_value,
                "foreach": foreach,
                "maximize": maximize,
                "differentiable": differentiable,
                "fused": fused,
            },
        )
        check_fused(fused, differentiable, foreach)
        for group in self.param_groups:
            for p in group["params"]:
                self._start(p)

    def _start(self, p: Tensor) -> None:
        state = self.state[p]
        state["step"] = count()
        start = self.defaults["initial_accumulator_value"]
        value = complex(start, start) if p._data.dtype.kind == "c" else start
        state["sum"] = from_array(np.full_like(p._data, value))

    def _rule(self, group: Group, p: Tensor) -> tuple[tuple[Tensor, ...], Update, int]:
        state = self.state[p]
        if not state:
            self._start(p)
        step = advance(state)
        rate = number(group["lr"], group) / (1 + (step - 1) * group["lr_decay"])
        eps, decay = group["eps"], group["weight_decay"]

        def update(on: Any, p: Any, g: Any, total: Any) -> None:
            if decay != 0:
                g = on.plus(g, p, decay)
            on.addcmul_(total, g, g)
            on.addcdiv_(p, g, on.sqrt(total) + eps, -rate)

        return (state["sum"],), update, 1

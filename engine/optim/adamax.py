"""Adamax: Adam with the largest recent gradient in place of the root mean square."""

from __future__ import annotations

from typing import Any

from engine.optim.elementwise import (
    Elementwise,
    Update,
    advance,
    check,
    check_betas,
    check_rate,
    count,
    number,
    zeros_like,
)
from engine.optim.optimizer import Group
from engine.tensor import Tensor


class Adamax(Elementwise):
    """Adamax: m = b1*m + (1 - b1)*g, u = max(b2*u, |g| + eps), p -= lr/(1 - b1^t) * m/u.

    Kingma and Ba, "Adam: a method for stochastic optimization", 2014.
    """

    __module__ = "torch.optim.adamax"

    def __init__(
        self,
        params: Any,
        lr: Any = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        check_rate(lr)
        check("epsilon value", eps)
        check_betas(betas)
        check("weight_decay value", weight_decay)
        super().__init__(
            params,
            {
                "lr": lr,
                "betas": betas,
                "eps": eps,
                "weight_decay": weight_decay,
                "foreach": foreach,
                "maximize": maximize,
                "differentiable": differentiable,
                "capturable": capturable,
            },
        )

    def _rule(self, group: Group, p: Tensor) -> tuple[tuple[Tensor, ...], Update, int]:
        state = self.state[p]
        if not state:
            state["step"] = count()
            state["exp_avg"] = zeros_like(p)
            state["exp_inf"] = zeros_like(p)
        step = advance(state)
        beta1, beta2 = group["betas"]
        eps, decay = group["eps"], group["weight_decay"]
        rate = number(group["lr"], group) / (1 - beta1**step)

        def update(on: Any, p: Any, g: Any, mean: Any, largest: Any) -> None:
            if decay != 0:
                g = on.plus(g, p, decay)
            on.lerp_(mean, g, 1 - beta1)
            on.mul_(largest, beta2)
            on.copy_(largest, on.maximum(largest, on.abs(g) + eps))
            on.addcdiv_(p, mean, largest, -rate)

        return (state["exp_avg"], state["exp_inf"]), update, 1

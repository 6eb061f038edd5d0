"""RAdam: Adam that waits with the scaling of steps until its variance is known well enough."""

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


class RAdam(Elementwise):
    """RAdam: Adam with steps rectified by the length of the mean of squares.

    With r = 2/(1 - b2) - 1 and r_t = r - 2*t*b2^t/(1 - b2^t), steps are those of Adam times
    sqrt((r_t - 4)(r_t - 2)r / ((r - 4)(r - 2)r_t)) if r_t > 5, else lr * m/(1 - b1^t).

    Liu et al., "On the variance of the adaptive learning rate and beyond", 2019.
    """

    __module__ = "torch.optim.radam"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
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
                "maximize": maximize,
                "foreach": foreach,
                "capturable": capturable,
                "decoupled_weight_decay": decoupled_weight_decay,
                "differentiable": differentiable,
            },
        )

    def _rule(self, group: Group, p: Tensor) -> tuple[tuple[Tensor, ...], Update, int]:
        state = self.state[p]
        if not state:
            state["step"] = count()
            state["exp_avg"] = zeros_like(p)
            state["exp_avg_sq"] = zeros_like(p)
        step = advance(state)
        lr = number(group["lr"], group)
        beta1, beta2 = group["betas"]
        eps, decay, decoupled = group["eps"], group["weight_decay"], group["decoupled_weight_decay"]
        correction1 = 1 - beta1**step
        correction2 = 1 - beta2**step
        longest = 2 / (1 - beta2) - 1
        length = longest - 2 * step * (beta2**step) / correction2
        rectifies = length > 5.0
        rectified = 1.0
        if rectifies:
            rectified = (
                (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
            ) ** 0.5

        def update(on: Any, p: Any, g: Any, mean: Any, square: Any) -> None:
            if decay != 0:
                if decoupled:
                    on.mul_(p, 1 - lr * decay)
                else:
                    g = on.plus(g, p, decay)
            on.lerp_(mean, g, 1 - beta1)
            on.mul_(square, beta2)
            on.addcmul_(square, g, g, 1 - beta2)
            move = mean / correction1 * lr
            if rectifies:
                move = move * (correction2**0.5 / (on.sqrt(square) + eps)) * rectified
            on.add_(p, move, -1)

        return (state["exp_avg"], state["exp_avg_sq"]), update, 1 + (decay != 0 and decoupled)

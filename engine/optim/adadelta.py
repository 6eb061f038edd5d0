"""Adadelta: steps in units of the parameter, without a learning rate of their own."""

from __future__ import annotations

from typing import Any

from engine.optim.elementwise import (
    Elementwise,
    Update,
    advance,
    check,
    check_rate,
    count,
    number,
    zeros_like,
)
from engine.optim.optimizer import Group
from engine.tensor import Tensor


class Adadelta(Elementwise):
    """Adadelta: p -= lr*d with d = sqrt(u + eps) / sqrt(v + eps) * g.

    v and u are running means, with decay rate rho, of g² and of d².

    Zeiler, "Adadelta: an adaptive learning rate method", 2012.
    """

    __module__ = "torch.optim.adadelta"

    def __init__(
        self,
        params: Any,
        lr: Any = 1.0,
        rho: float = 0.9,
        eps: float = 1e-6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        capturable: bool = False,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_rate(lr)
        if not 0.0 <= rho <= 1.0:
            raise ValueError(f"Invalid rho value: {rho}")
        check("epsilon value", eps)
        check("weight_decay value", weight_decay)
        super().__init__(
            params,
            {
                "lr": lr,
                "rho": rho,
                "eps": eps,
                "weight_decay": weight_decay,
                "maximize": maximize,
                "capturable": capturable,
                "foreach": foreach,
                "differentiable": differentiable,
            },
        )

    def _rule(self, group: Group, p: Tensor) -> tuple[tuple[Tensor, ...], Update, int]:
        state = self.state[p]
        if not state:
            state["step"] = count()
            state["square_avg"] = zeros_like(p)
            state["acc_delta"] = zeros_like(p)
        advance(state)
        lr, rho, eps = number(group["lr"], group), group["rho"], group["eps"]
        decay = group["weight_decay"]

        def update(on: Any, p: Any, g: Any, square: Any, moved: Any) -> None:
            if decay != 0:
                g = on.plus(g, p, decay)
            on.mul_(square, rho)
            on.addcmul_(square, g, g, 1 - rho)
            delta = on.sqrt(moved + eps) / on.sqrt(square + eps) * g
            on.mul_(moved, rho)
            on.addcmul_(moved, delta, delta, 1 - rho)
            on.add_(p, delta, -lr)

        return (state["square_avg"], state["acc_delta"]), update, 1

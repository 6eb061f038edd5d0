"""Averaged stochastic gradient descent."""

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


class ASGD(Elementwise):
    """Gradient descent that also keeps an average `ax` of the parameters, from step t0 on.

    p = (1 - lambd*eta)*p - eta*g, ax += mu*(p - ax); after step t
    eta = lr/(1 + lambd*lr*t)^alpha and mu = 1/max(1, t - t0).

    Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
    """

    __module__ = "torch.optim.asgd"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-2,
        lambd: float = 1e-4,
        alpha: float = 0.75,
        t0: float = 1e6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        check_rate(lr)
        check("weight_decay value", weight_decay)
        super().__init__(
            params,
            {
                "lr": lr,
                "lambd": lambd,
                "alpha": alpha,
                "t0": t0,
                "weight_decay": weight_decay,
                "foreach": foreach,
                "maximize": maximize,
                "differentiable": differentiable,
                "capturable": capturable,
            },
        )

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        for own in self.state.values():
            for name in ("eta", "mu"):
                if name in own and not isinstance(own[name], Tensor):
                    own[name] = count(own[name])

    def _rule(self, group: Group, p: Tensor) -> tuple[tuple[Tensor, ...], Update, int]:
        state = self.state[p]
        lr, lambd = number(group["lr"], group), group["lambd"]
        if not state:
            state["step"] = count()
            state["eta"] = count(lr)
            state["mu"] = count(1.0)
            state["ax"] = zeros_like(p)
        step = advance(state)
        decay = group["weight_decay"]
        eta, mu = state["eta"].item(), state["mu"].item()
        state["eta"].fill_(lr / ((1 + lambd * lr * step) ** group["alpha"]))
        state["mu"].fill_(1 / max(1, step - group["t0"]))

        def update(on: Any, p: Any, g: Any, average: Any) -> None:
            if decay != 0:
                g = on.plus(g, p, decay)
            on.mul_(p, 1 - lambd * eta)
            on.add_(p, g, -eta)
            if mu == 1:
                on.copy_(average, p)
            else:
                on.add_(average, (p - average) * mu)

        return (state["ax"],), update, 2

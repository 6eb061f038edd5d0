"""NAdam: Adam with Nesterov's momentum."""

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


class NAdam(Elementwise):
    """NAdam: Adam whose step looks ahead, with a momentum that grows with the number of steps t.

    mu_t = b1*(1 - 0.96^(t*momentum_decay)/2), P_t the product of mu_1 to mu_t, and
    p -= lr * (mu_(t+1)/(1 - P_(t+1)) * m + (1 - mu_t)/(1 - P_t) * g) / (sqrt(v/(1 - b2^t)) + eps).

    Dozat, "Incorporating Nesterov momentum into Adam", 2016.
    """

    __module__ = "torch.optim.nadam"

    def __init__(
        self,
        params: Any,
        lr: Any = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum_decay: float = 4e-3,
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
        check("momentum_decay value", momentum_decay)
        super().__init__(
            params,
            {
                "lr": lr,
                "betas": betas,
                "eps": eps,
                "weight_decay": weight_decay,
                "momentum_decay": momentum_decay,
                "decoupled_weight_decay": decoupled_weight_decay,
                "maximize": maximize,
                "foreach": foreach,
                "capturable": capturable,
                "differentiable": differentiable,
            },
        )

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        for own in self.state.values():
            if "mu_product" in own and not isinstance(own["mu_product"], Tensor):
                own["mu_product"] = count(own["mu_product"])

    def _rule(self, group: Group, p: Tensor) -> tuple[tuple[Tensor, ...], Update, int]:
        state = self.state[p]
        if not state:
            state["step"] = count()
            state["mu_product"] = count(1.0)
            state["exp_avg"] = zeros_like(p)
            state["exp_avg_sq"] = zeros_like(p)
        step = advance(state)
        lr = number(group["lr"], group)
        beta1, beta2 = group["betas"]
        eps, decay, decoupled = group["eps"], group["weight_decay"], group["decoupled_weight_decay"]
        correction = 1 - beta2**step
        growth = group["momentum_decay"]
        mu = beta1 * (1.0 - 0.5 * (0.96 ** (step * growth)))
        mu_next = beta1 * (1.0 - 0.5 * (0.96 ** ((step + 1) * growth)))
        product = state["mu_product"]
        product.mul_(mu)
        so_far = product.item()
        of_gradient = -lr * (1.0 - mu) / (1.0 - so_far)
        of_mean = (-lr * mu_next) / (1.0 - so_far * mu_next)

        def update(on: Any, p: Any, g: Any, mean: Any, square: Any) -> None:
            if decay != 0:
                if decoupled:
                    on.mul_(p, 1 - lr * decay)
                else:
                    g = on.plus(g, p, decay)
            on.lerp_(mean, g, 1 - beta1)
            on.mul_(square, beta2)
            on.addcmul_(square, g, g, 1 - beta2)
            scale = on.sqrt(square / correction) + eps
            on.addcdiv_(p, g, scale, of_gradient)
            on.addcdiv_(p, mean, scale, of_mean)

        return (state["exp_avg"], state["exp_avg_sq"]), update, 2 + (decay != 0 and decoupled)

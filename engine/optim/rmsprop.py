"""RMSprop: steps scaled by the root of a running mean of squared gradients."""

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


class RMSprop(Elementwise):
    """RMSprop: v = alpha*v + (1 - alpha)*g², p -= lr * g / (sqrt(v) + eps).

    centered: v minus the square of the running mean of g takes v's place.
    momentum: b = momentum*b + g / (sqrt(v) + eps), p -= lr*b.

    Hinton, lecture 6 of "Neural networks for machine learning", 2012.
    """

    __module__ = "torch.optim.rmsprop"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_rate(lr)
        check("epsilon value", eps)
        check("momentum value", momentum)
        check("weight_decay value", weight_decay)
        check("alpha value", alpha)
        super().__init__(
            params,
            {
                "lr": lr,
                "momentum": momentum,
                "alpha": alpha,
                "eps": eps,
                "centered": centered,
                "weight_decay": weight_decay,
                "capturable": capturable,
                "foreach": foreach,
                "maximize": maximize,
                "differentiable": differentiable,
            },
        )

    def _rule(self, group: Group, p: Tensor) -> tuple[tuple[Tensor, ...], Update, int]:
        state = self.state[p]
        momentum, centered = group["momentum"], group["centered"]
        if not state:
            state["step"] = count()
            state["square_avg"] = zeros_like(p)
            if momentum > 0:
                state["momentum_buffer"] = zeros_like(p)
            if centered:
                state["grad_avg"] = zeros_like(p)
        advance(state)
        lr, alpha, eps = number(group["lr"], group), group["alpha"], group["eps"]
        decay = group["weight_decay"]
        names = ["square_avg"]
        names += ["momentum_buffer"] if momentum > 0 else []
        names += ["grad_avg"] if centered else []

        def update(on: Any, p: Any, g: Any, square: Any, *more: Any) -> None:
            if decay != 0:
                g = on.plus(g, p, decay)
            on.mul_(square, alpha)
            on.addcmul_(square, g, g, 1 - alpha)
            if centered:
                mean = more[-1]
                on.lerp_(mean, g, 1 - alpha)
                scale = on.sqrt(on.plus_product(square, mean, mean, -1)) + eps
            else:
                scale = on.sqrt(square) + eps
            if momentum > 0:
                on.mul_(more[0], momentum)
                on.addcdiv_(more[0], g, scale)
                on.add_(p, more[0], -lr)
            else:
                on.addcdiv_(p, g, scale, -lr)

        return tuple(state[name] for name in names), update, 1

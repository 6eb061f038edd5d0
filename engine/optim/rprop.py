"""Rprop: a step size of its own for each element, by the signs of its gradients alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.optim.elementwise import (
    Elementwise,
    Update,
    advance,
    check_rate,
    count,
    number,
    zeros_like,
)
from engine.optim.optimizer import Group
from engine.tensor import Tensor, from_array


class Rprop(Elementwise):
    """Resilient backpropagation: p -= sign(g) * s, with a step size s for each element.

    s grows by the factor etas[1] while the gradient keeps its sign, and shrinks by etas[0] when it
    changes (that element then rests for one step); it stays between step_sizes[0] and step_sizes[1]
    and starts as lr.

    Riedmiller and Braun, "A direct adaptive method for faster backpropagation learning", 1993.
    """

    __module__ = "torch.optim.rprop"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-2,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50),
        *,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_rate(lr)
        if not 0.0 < etas[0] < 1.0 < etas[1]:
            raise ValueError(f"Invalid eta values: {etas[0]}, {etas[1]}")
        super().__init__(
            params,
            {
                "lr": lr,
                "etas": etas,
                "step_sizes": step_sizes,
                "foreach": foreach,
                "maximize": maximize,
                "differentiable": differentiable,
                "capturable": capturable,
            },
        )

    def _rule(self, group: Group, p: Tensor) -> tuple[tuple[Tensor, ...], Update, int]:
        state = self.state[p]
        if not state:
            lr = number(group["lr"], group)
            state["step"] = count()
            state["prev"] = zeros_like(p)
            start = complex(lr, lr) if p._data.dtype.kind == "c" else lr
            state["step_size"] = from_array(np.full_like(p._data, start))
        advance(state)
        shrink, grow = group["etas"]
        least, most = group["step_sizes"]

        def update(on: Any, p: Any, g: Any, previous: Any, size: Any) -> None:
            sign = on.sign(g * previous)
            turned = sign < 0
            # An unknown sign (NaN) makes the step size unknown: the product keeps it.
            factor = on.where(turned, shrink, on.where(sign > 0, grow, sign * 0 + 1))
            on.copy_(size, on.clip(size * factor, least, most))
            g = on.where(turned, 0.0, g)
            on.addcmul_(p, on.sign(g), size, -1)
            on.copy_(previous, g)

        return (state["prev"], state["step_size"]), update, 1

"""Stochastic gradient descent."""

from __future__ import annotations

from typing import Any

from engine.optim.elementwise import (
    Elementwise,
    Update,
    check,
    check_fused,
    number,
    zeros_like,
)
from engine.optim.optimizer import Group
from engine.tensor import Tensor


class SGD(Elementwise):
    """Gradient descent, with momentum if wanted.

    g + weight_decay*p is the gradient; b = momentum*b + (1 - dampening)*g, from b = g on; the step is
    -lr*b, or -lr*(g + momentum*b) with Nesterov's momentum (Sutskever et al., "On the importance of
    initialization and momentum in deep learning", 2013), or -lr*g without momentum.

    >>> import engine
    >>> w = engine.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = engine.optim.SGD([w], lr=0.1)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w
    tensor([0.8000, 1.6000], requires_grad=True)
    """

    __module__ = "torch.optim.sgd"

    _splits_complex = False

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: Any = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        if isinstance(lr, Tensor) and lr.numel() != 1:
            raise ValueError("Tensor lr must be 1-element")
        if lr < 0.0:
            raise ValueError(f"Invalid learning rate: {lr}")
        check("momentum value", momentum)
        check("weight_decay value", weight_decay)
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        super().__init__(
            params,
            {
                "lr": lr,
                "momentum": momentum,
                "dampening": dampening,
                "weight_decay": weight_decay,
                "nesterov": nesterov,
                "maximize": maximize,
                "foreach": foreach,
                "differentiable": differentiable,
                "fused": fused,
            },
        )
        check_fused(fused, differentiable, foreach)

    def _rule(self, group: Group, p: Tensor) -> tuple[tuple[Tensor, ...], Update, int]:
        descent = -number(group["lr"], group)
        decay = number(group["weight_decay"], group)
        momentum = group["momentum"]
        if momentum == 0:

            def plain(on: Any, p: Any, g: Any) -> None:
                on.add_(p, g if decay_is_zero else on.plus(g, p, decay), descent)

            decay_is_zero = not isinstance(decay, Tensor) and decay == 0
            return (), plain, 1
        state = self.state[p]
        buffer = state.get("momentum_buffer")
        first = buffer is None
        if first:
            buffer = state["momentum_buffer"] = zeros_like(p)
        dampened = 1 - group["dampening"]
        nesterov = group["nesterov"]

        def update(on: Any, p: Any, g: Any, b: Any) -> None:
            if isinstance(decay, Tensor) or decay != 0:
                g = on.plus(g, p, decay)
            if first:
                on.copy_(b, on.detached(g))
            else:
                on.mul_(b, momentum)
                on.add_(b, g, dampened)
            on.add_(p, on.plus(g, b, momentum) if nesterov else b, descent)

        return (buffer,), update, 1

"""Adam and AdamW: adaptive moment estimation."""

from __future__ import annotations

from typing import Any

from engine.optim.elementwise import (
    Elementwise,
    Update,
    advance,
    check,
    check_betas,
    check_fused,
    check_rate,
    count,
    number,
    zeros_like,
)
from engine.optim.optimizer import Group
from engine.tensor import Tensor


class Adam(Elementwise):
    """Adam: steps scaled by running means of the gradient and of its square.

    m = b1*m + (1 - b1)*g, v = b2*v + (1 - b2)*g², and after t steps
    p -= lr * m/(1 - b1^t) / (sqrt(v/(1 - b2^t)) + eps).

    amsgrad: the largest v so far takes v's place.
    decoupled_weight_decay: p -= lr*weight_decay*p, instead of adding weight_decay*p to g.

    Kingma and Ba, "Adam: a method for stochastic optimization", 2014; Reddi et al., "On the
    convergence of Adam and beyond", 2018 (amsgrad).

    >>> import engine
    >>> w = engine.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = engine.optim.Adam([w], lr=0.1)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w
    tensor([0.9000, 1.9000], requires_grad=True)
    """

    __module__ = "torch.optim.adam"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-3,
        betas: Any = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
        decoupled_weight_decay: bool = False,
    ) -> None:
        if isinstance(lr, Tensor) and foreach and not capturable:
            raise ValueError(
                "lr as a Tensor is not supported for capturable=False and foreach=True"
            )
        check_rate(lr)
        check("epsilon value", eps)
        check_betas(betas)
        check("weight_decay value", weight_decay)
        if not any(all(isinstance(b, kind) for b in betas[:2]) for kind in (float, Tensor)):
            raise ValueError("betas must be either both floats or both Tensors")
        for i in range(2):
            if isinstance(betas[i], Tensor):
                if not capturable and foreach:
                    raise ValueError(
                        f"betas[{i}] as a Tensor is not supported for capturable=False and "
                        "foreach=True"
                    )
                if betas[i].numel() != 1:
                    raise ValueError(f"Tensor betas[{i}] must be 1-element")
        super().__init__(
            params,
            {
                "lr": lr,
                "betas": tuple(betas),
                "eps": eps,
                "weight_decay": weight_decay,
                "amsgrad": amsgrad,
                "maximize": maximize,
                "foreach": foreach,
                "capturable": capturable,
                "differentiable": differentiable,
                "fused": fused,
                "decoupled_weight_decay": decoupled_weight_decay,
            },
        )
        check_fused(fused, differentiable, foreach)

    def _rule(self, group: Group, p: Tensor) -> tuple[tuple[Tensor, ...], Update, int]:
        state = self.state[p]
        amsgrad = group["amsgrad"]
        if not state:
            state["step"] = count()
            state["exp_avg"] = zeros_like(p)
            state["exp_avg_sq"] = zeros_like(p)
            if amsgrad:
                state["max_exp_avg_sq"] = zeros_like(p)
        step = advance(state)
        lr = number(group["lr"], group)
        beta1, beta2 = (number(b, group) for b in group["betas"])
        eps = group["eps"]
        decay = number(group["weight_decay"], group)
        decoupled = group["decoupled_weight_decay"]
        step_size = lr / (1 - beta1**step)
        correction = (1 - beta2**step) ** 0.5

        def update(on: Any, p: Any, g: Any, mean: Any, square: Any, *largest: Any) -> None:
            if decay != 0:
                if decoupled:
                    on.mul_(p, 1 - lr * decay)
                else:
                    g = on.plus(g, p, decay)
            on.lerp_(mean, g, 1 - beta1)
            on.mul_(square, beta2)
            on.addcmul_(square, g, g, 1 - beta2)
            if amsgrad:
                on.copy_(largest[0], on.maximum(largest[0], square))
                square = largest[0]
            on.addcdiv_(p, mean, on.sqrt(square) / correction + eps, -step_size)

        names = ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")[: 3 if amsgrad else 2]
        return tuple(state[name] for name in names), update, 1 + (decay != 0 and decoupled)


class AdamW(Adam):
    """Adam whose weight decay shrinks the parameters instead of entering the gradient.

    Loshchilov and Hutter, "Decoupled weight decay regularization", 2017.
    """

    __module__ = "torch.optim.adamw"

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-3,
        betas: Any = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        super().__init__(
            params,
            lr,
            betas,
            eps,
            weight_decay,
            amsgrad,
            foreach=foreach,
            maximize=maximize,
            capturable=capturable,
            differentiable=differentiable,
            fused=fused,
            decoupled_weight_decay=True,
        )

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        for group in self.param_groups:
            group["decoupled_weight_decay"] = True

"""Negative log likelihoods of numbers: under a Poisson and a normal distribution."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.modes import no_grad
from engine.operators.arithmetic import add, mul, sub
from engine.operators.casting import clone
from engine.operators.comparison import masked_fill
from engine.operators.elementary import exp, log
from engine.operators.layers.distance_loss import _applied
from engine.operators.layers.loss import _check_reduction
from engine.operators.picking import _found
from engine.operators.scalars import add_number, mul_number
from engine.operators.shape import unsqueeze
from engine.registry import exported
from engine.tensor import Tensor, from_array


@exported(
    "nn.functional",
    samples=(
        "poisson_nll_loss(a(2, 3), a(2, 3))",
        "poisson_nll_loss(p(2, 3), p(2, 3), False)",
        "poisson_nll_loss(a(2, 3), p(2, 3) * 3, True, True, reduction='sum')",
        "poisson_nll_loss(p(2, 3), p(2, 3) * 3, False, True, reduction='none')",
    ),
)
def poisson_nll_loss(
    input: Tensor,
    target: Tensor,
    log_input: bool = True,
    full: bool = False,
    size_average: bool | None = None,
    eps: float = 1e-8,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Return the negative log likelihood of counts under Poisson distributions.

    exp(x) - y x for the logarithm x of the expected count, or (log_input=False)
    x - y log(x + eps) for the count itself; without the term log(y!), which `full` adds for y > 1 by
    Stirling's formula.

    >>> import engine
    >>> x, y = engine.tensor([0.0]), engine.tensor([2.0])
    >>> engine.nn.functional.poisson_nll_loss(x, y)
    tensor(1.)
    """
    reduction = _check_reduction(reduction, size_average, reduce)
    for position, (name, value) in enumerate((("input", input), ("target", target)), 1):
        if not isinstance(value, Tensor):
            raise not_a_tensor("poisson_nll_loss", name, position, value)
    if log_input:
        losses = sub(exp(input), mul(target, input))
    else:
        losses = sub(input, mul(target, log(add_number(input, eps))))
    if full:
        scale = mul_number(log(mul_number(target, 2 * math.pi)), 0.5)
        stirling = add(sub(mul(target, log(target)), target), scale)
        losses = add(
            losses, masked_fill(stirling, from_array(_found(lambda a: a <= 1, target._data)), 0)
        )
    return _applied(losses, reduction)  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    samples=(
        "gaussian_nll_loss(a(2, 3), a(2, 3), p(2, 3))",
        "gaussian_nll_loss(a(2, 3), a(2, 3), p(2), reduction='sum')",
        "gaussian_nll_loss(a(2, 3), a(2, 3), p(2, 1), full=True, reduction='none')",
        "gaussian_nll_loss(a(2, 3), a(2, 3), 2.0)",
    ),
)
def gaussian_nll_loss(
    input: Tensor,
    target: Tensor,
    var: Any,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> Tensor:
    """Return the negative log likelihood of targets under normal distributions.

    (log(var) + (x - y)² / var) / 2, where var is at least eps; `full` adds log(2 π) / 2.
    var: one variance an element, one a row (with or without the last dimension), or a number.

    >>> import engine
    >>> x, y = engine.tensor([1.0]), engine.tensor([3.0])
    >>> engine.nn.functional.gaussian_nll_loss(x, y, engine.tensor([1.0]))
    tensor(2.)
    """
    if isinstance(var, float):
        if var < 0:
            raise ValueError("var has negative entry/entries")
        var = from_array(np.full(input._data.shape, var, input._data.dtype))
    elif not isinstance(var, Tensor):
        raise TypeError(f"'<' not supported between instances of '{type(var).__name__}' and 'int'")
    elif bool(_found(lambda a: np.any(a < 0), var._data)):
        raise ValueError("var has negative entry/entries")
    own, given = input._data.shape, var._data.shape
    if given != own:
        if own[:-1] == given:
            var = unsqueeze(var, -1)
        elif len(own) != len(given) or _unequal_total(own, given) != 1:
            raise ValueError("var is of incorrect size")
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not valid")
    var = clone(var)
    with no_grad():
        var.clamp_(min=eps)
    losses = 0.5 * (log(var) + (input - target) ** 2 / var)
    if full:
        losses += 0.5 * math.log(2 * math.pi)
    return _applied(losses, reduction)  # type: ignore[no-any-return]


def _unequal_total(own: tuple[int, ...], given: tuple[int, ...]) -> int:
    """Return the sum of the given sizes that differ: 1 if just one dimension has the size 1."""
    return sum([m for n, m in zip(own, given, strict=True) if n != m])

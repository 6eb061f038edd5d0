"""Operators that on mapped tensors are made of other operators, as in PyTorch.

A composition gets the operator and its arguments as they are; None says: by its rule after all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engine.func.batching import invoke, level_of
from engine.operators import extrema, sorting
from engine.operators.casting import to
from engine.operators.comparison import where
from engine.operators.matrix import outer
from engine.operators.shape import reshape
from engine.registry import OPERATORS

if TYPE_CHECKING:
    from engine.registry import Operator


def _loss(op: Operator, args: tuple[Any, ...]) -> Any:
    """A loss of each element, then its mean or sum."""
    place = op.params.index("reduction")
    if args[place] == "none":
        return None
    losses = invoke(op, [*args[:place], "none", *args[place + 1 :]])
    return OPERATORS[args[place]].call(losses)


def _nll_loss(op: Operator, args: tuple[Any, ...]) -> Any:
    """The elements at the targets, looked up; targets to be ignored count for nothing."""
    input, target, weight, ignore_index, reduction = args
    channel = min(input._data.ndim, 2) - 1
    squeeze, unsqueeze = OPERATORS["squeeze"].call, OPERATORS["unsqueeze"].call
    if weight is not None:
        shape = [1] * input._data.ndim
        shape[channel] = -1
        weight = reshape(weight, shape)
        input = input * weight
    counts = target != ignore_index
    safe = unsqueeze(where(counts, target, 0), channel)
    gather = OPERATORS["gather"].call
    losses = where(counts, -squeeze(gather(input, channel, safe), channel), 0)
    if reduction == "none":
        return losses
    total = OPERATORS["sum"].call(losses)
    if reduction == "sum":
        return total
    if weight is None:
        return total / to(OPERATORS["sum"].call(counts), input.dtype)
    chosen = squeeze(
        gather(OPERATORS["expand"].call(weight, input._data.shape), channel, safe), channel
    )
    return total / OPERATORS["sum"].call(where(counts, chosen, 0))


def _of_all(op: Operator, args: tuple[Any, ...]) -> Any:
    """An element of the whole tensor: the same along the dimension of the flattened one."""
    along = getattr(extrema, op.name, None) or getattr(sorting, op.name)
    (input,) = args
    flat = input if input._data.ndim == 1 else reshape(input, (-1,))
    return along(flat, 0)[0]


def _any_example(op: Operator, args: tuple[Any, ...]) -> Any:
    """A question that is asked of all examples at once: its answer is not mapped."""
    (input,) = args
    return op.call(input._data.value)


def _affine(op: Operator, args: tuple[Any, ...]) -> Any:
    """beta * self + alpha * product."""
    own, a, b, beta, alpha = args
    if op.name == "addr":
        product = outer(a, b)
    else:
        product = OPERATORS[{"addmm": "mm", "addmv": "mv"}.get(op.name, "bmm")].call(a, b)
    if op.name == "addbmm":
        product = OPERATORS["sum"].call(product, 0)
    product = product if alpha == 1 else product * alpha
    return product + (own if beta == 1 else own * beta)


def _trace(op: Operator, args: tuple[Any, ...]) -> Any:
    """The sum of the diagonal."""
    return OPERATORS["sum"].call(OPERATORS["diagonal"].call(*args))


def _layer_norm(op: Operator, args: tuple[Any, ...]) -> Any:
    """Without its own weights, if these differ between examples."""
    input, shape, weight, bias, eps = args
    level = level_of([t for t in (weight, bias) if t is not None])
    if level is None:
        return None
    out = op.call(input, shape, None, None, eps)
    out = out if weight is None else out * weight
    return out if bias is None else out + bias


COMPOSITIONS: dict[str, Callable[[Operator, tuple[Any, ...]], Any]] = {
    "affine": _affine,
    "any example": _any_example,
    "layer norm": _layer_norm,
    "loss": _loss,
    "nll": _nll_loss,
    "of all": _of_all,
    "trace": _trace,
}
"""For some of them, how to make the result of other operators; None says: by the rule after all."""

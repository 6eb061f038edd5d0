"""Clipping gradients by their norm or their values."""

from __future__ import annotations

from collections.abc import Iterable
from types import GeneratorType
from typing import Any

from engine import linalg as _linalg
from engine.creation import tensor
from engine.errors import explained
from engine.modes import no_grad
from engine.operators.join import stack
from engine.tensor import Tensor
from engine.warn import warn

linalg: Any = _linalg


def _list(tensors: Tensor | Iterable[Tensor]) -> list[Tensor]:
    return [tensors] if isinstance(tensors, Tensor) else list(tensors)


@no_grad()
def get_total_norm(
    tensors: Tensor | Iterable[Tensor],
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """Return the norm of all elements of several tensors together, as a 0-d tensor.

    norm_type: the order p of the norm; inf for the largest absolute value.
    error_if_nonfinite: raise a RuntimeError if the norm is infinite or NaN.

    >>> import engine
    >>> get_total_norm([engine.tensor([3.0]), engine.tensor([4.0, 0.0])])
    tensor(5.)
    """
    found = _list(tensors)
    norm_type = float(norm_type)
    if not found:
        return tensor(0.0)
    norms = [linalg.vector_norm(t, norm_type) for t in found]
    total: Tensor = linalg.vector_norm(stack(norms), norm_type)
    if error_if_nonfinite and not total.isfinite().item():
        raise explained(
            RuntimeError(
                f"The total norm of order {norm_type} for gradients from `parameters` is "
                "non-finite, so it cannot be clipped. To disable this error and scale the gradients "
                "by the non-finite norm anyway, set `error_if_nonfinite=False`"
            ),
            notes=tuple(
                f"gradient {i} has the norm {norm.item()}"
                for i, norm in enumerate(norms)
                if not norm.isfinite().item()
            ),
        )
    return total


@no_grad()
def clip_grads_with_norm_(
    parameters: Tensor | Iterable[Tensor],
    max_norm: float,
    total_norm: Tensor,
    foreach: bool | None = None,
) -> None:
    """Scale the gradients of the parameters, in place, by max_norm / total_norm if that is below 1."""
    grads = [p.grad for p in _list(parameters) if p.grad is not None]
    if not grads:
        return
    factor = (float(max_norm) / (total_norm + 1e-6)).clamp(max=1.0)
    for grad in grads:
        grad.mul_(factor)


@no_grad()
def clip_grad_norm_(
    parameters: Tensor | Iterable[Tensor],
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """Scale the gradients, in place, so that their norm together is at most `max_norm`; return it.

    What is returned is the norm before.

    >>> import engine
    >>> w = engine.tensor([3.0, 4.0], requires_grad=True)
    >>> (w * w / 2).sum().backward()
    >>> clip_grad_norm_([w], max_norm=1.0)
    tensor(5.)
    >>> w.grad
    tensor([0.6000, 0.8000])
    """
    found = _list(parameters)
    if isinstance(parameters, GeneratorType) and not found:
        warn("`parameters` is an empty generator, no gradient clipping will occur.")
    grads = [p.grad for p in found if p.grad is not None]
    total = get_total_norm(grads, norm_type, error_if_nonfinite, foreach)
    clip_grads_with_norm_(found, max_norm, total, foreach)
    return total


@no_grad()
def clip_grad_value_(
    parameters: Tensor | Iterable[Tensor], clip_value: float, foreach: bool | None = None
) -> None:
    """Clip the elements of the gradients, in place, to between -clip_value and clip_value.

    >>> import engine
    >>> w = engine.tensor([3.0, -0.5], requires_grad=True)
    >>> (w * w).sum().backward()
    >>> clip_grad_value_(w, 2.0)
    >>> w.grad
    tensor([ 2., -1.])
    """
    clip_value = float(clip_value)
    for p in _list(parameters):
        if p.grad is not None:
            p.grad.clamp_min_(-clip_value)
            p.grad.clamp_max_(clip_value)

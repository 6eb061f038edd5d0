"""Jacobians by central differences: (f(x + eps) - f(x - eps)) / (2 eps)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.autograd.checking.tensors import as_tuple, is_differentiable, requiring_grad
from engine.tensor import Tensor

Function = Callable[..., Any]


def jacobians(
    fn: Function, inputs: tuple[Any, ...], outputs: tuple[Any, ...], eps: float, forward: bool
) -> list[list[Tensor]]:
    """Return for each input that requires grad the Jacobian of each output, an input element a row.

    forward: the outputs may be complex.
    """
    if not forward and any(o.is_complex() for o in outputs):
        raise ValueError(
            "Expected output to be non-complex. get_numerical_jacobian no longer supports functions "
            "that return complex outputs."
        )
    return [_jacobian(fn, inputs, i, outputs, eps) for i in requiring_grad(inputs)]


def _jacobian(
    fn: Function, inputs: tuple[Any, ...], i: int, outputs: tuple[Any, ...], eps: float
) -> list[Tensor]:
    x = inputs[i]
    dtype = {"dtype": x.dtype} if x.is_complex() else {}
    found = [o.new_zeros((x.numel(), o.numel()), **dtype) for o in outputs if is_differentiable(o)]
    for row, index in enumerate(np.ndindex(tuple(x.shape))):
        slopes = _directional(fn, inputs, x, index, eps, eps, f"on index {index} ")
        for jacobian, slope in zip(found, slopes, strict=False):
            jacobian[row] = slope
    return found


def directional(fn: Function, inputs: tuple[Any, ...], i: int, u: Any, eps: float) -> list[Tensor]:
    """Return the derivative of each output along `u` in input i: a direction, or for a complex input
    a direction of the real and one of the imaginary part."""
    x = inputs[i]
    if isinstance(u, tuple):
        steps: Any = tuple((eps * part.reshape(x.shape))._data for part in u)
    else:
        steps = (eps * u.reshape(x.shape))._data
    return _directional(fn, inputs, x, (), steps, eps, "")


def _directional(
    fn: Function,
    inputs: tuple[Any, ...],
    x: Tensor,
    index: tuple[int, ...],
    step: Any,
    eps: float,
    where: str,
) -> list[Tensor]:
    """Return what central differences say of each output when x[index] moves by `step`.

    A complex input moves along both axes; the conjugate Wirtinger derivative is d/dx + i d/dy.
    """
    along, across = step if isinstance(step, tuple) else (step, step)
    slopes = _differences(fn, inputs, x, index, along, eps, where)
    if not x.is_complex():
        return slopes
    turned = _differences(fn, inputs, x, index, across * 1j, eps, where)
    return [a + b * 1j for a, b in zip(slopes, turned, strict=True)]


def _differences(
    fn: Function,
    inputs: tuple[Any, ...],
    x: Tensor,
    index: tuple[int, ...],
    step: Any,
    eps: float,
    where: str,
) -> list[Tensor]:
    data = x._materialize()  # changed as if by x.data: autograd does not notice
    before = data[index].copy()
    try:
        data[index] = before - step
        below = _values(fn, inputs)
        data[index] = before + step
        above = _values(fn, inputs)
    finally:
        data[index] = before
    found = []
    for a, b in zip(below, above, strict=False):
        _require_same(a, b, eps, where)
        found.append(((b - a) / (2 * eps)).detach().reshape(-1))
    return found


def _values(fn: Function, inputs: tuple[Any, ...]) -> list[Tensor]:
    return [output.clone() for output in as_tuple(fn(*inputs))]


def _require_same(a: Tensor, b: Tensor, eps: float, where: str) -> None:
    """Refuse a function whose outputs change their kind when an input moves."""
    for what, x, y in (("shape", a.shape, b.shape), ("dtype", a.dtype, b.dtype)):
        if x != y:
            raise AssertionError(
                f"Expected `func` to return outputs with the same {what} when inputs are perturbed "
                f"{where}by {eps}, but got: {what}s {x} and {y}."
            )

"""What nn.functional has under the same name as torch, but with arguments of its own."""

from __future__ import annotations

from typing import Any

from engine.operators import activation, elementary
from engine.operators import softmax as _softmax
from engine.registry import OPERATORS, exported
from engine.tensor import Tensor
from engine.views import inplace as _inplace
from engine.warn import warn


@exported("nn.functional")
def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """Return x where it is positive, else 0; the derivative at 0 is 0.

    inplace: put the result in the place of `input`.

    >>> import engine
    >>> engine.nn.functional.relu(engine.tensor([-1.0, 2.0]))
    tensor([0., 2.])
    """
    if inplace:
        return _inplace.apply(OPERATORS["relu"], input)
    return activation.relu(input)  # type: ignore[no-any-return]


@exported("nn.functional")
def tanh(input: Tensor) -> Tensor:
    """Return the hyperbolic tangent; the derivative is 1 - tanh².

    >>> import engine
    >>> engine.nn.functional.tanh(engine.tensor([0.0]))
    tensor([0.])
    """
    return elementary.tanh(input)  # type: ignore[no-any-return]


def _implicit_dim(name: str, ndim: int) -> int:
    warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to include "
        "dim=X as an argument."
    )
    return 0 if ndim in (0, 1, 3) else 1


@exported("nn.functional")
def softmax(input: Tensor, dim: Any = None, _stacklevel: int = 3, dtype: Any = None) -> Tensor:
    """Return exp(x) divided by its sum along a dimension, computed without overflow.

    dim: without it, PyTorch warns and chooses 0 for inputs of 0, 1 or 3 dimensions, else 1.
    dtype: what the input is cast to first.

    >>> import engine
    >>> engine.nn.functional.softmax(engine.tensor([0.0, 0.0]), dim=0)
    tensor([0.5000, 0.5000])
    """
    if dim is None:
        dim = _implicit_dim("softmax", input.dim())
    return _softmax.softmax(input, dim, dtype)


@exported("nn.functional")
def log_softmax(input: Tensor, dim: Any = None, _stacklevel: int = 3, dtype: Any = None) -> Tensor:
    """Return the logarithm of the softmax along a dimension; the arguments are those of `softmax`.

    >>> import engine
    >>> engine.nn.functional.log_softmax(engine.tensor([0.0, 0.0]), dim=0)
    tensor([-0.6931, -0.6931])
    """
    if dim is None:
        dim = _implicit_dim("log_softmax", input.dim())
    return _softmax.log_softmax(input, dim, dtype)


@exported("nn.functional", samples=("softmin(a(2, 3), 1)", "softmin(a(3), dim=0)"))
def softmin(input: Tensor, dim: Any = None, _stacklevel: int = 3, dtype: Any = None) -> Tensor:
    """Return softmax(-x); the arguments are those of `softmax`.

    >>> import engine
    >>> engine.nn.functional.softmin(engine.tensor([0.0, 0.0]), dim=0)
    tensor([0.5000, 0.5000])
    """
    if dim is None:
        dim = _implicit_dim("softmin", input.dim())
    return _softmax.softmax(-input, dim, dtype)

"""All parameters as one vector, and back."""

from __future__ import annotations

from collections.abc import Iterable

from engine.operators.join import cat
from engine.optim.optimizer import type_name
from engine.tensor import Tensor


def parameters_to_vector(parameters: Iterable[Tensor]) -> Tensor:
    """Return the elements of all parameters as one vector, from which gradients flow to them.

    >>> import engine
    >>> parameters_to_vector([engine.tensor([[1.0, 2.0]]), engine.tensor(3.0)])
    tensor([1., 2., 3.])
    """
    vector: Tensor = cat([p.view(-1) for p in parameters])
    return vector


def vector_to_parameters(vec: Tensor, parameters: Iterable[Tensor]) -> None:
    """Let the parameters have the elements of a vector, in order; they share its storage.

    >>> import engine
    >>> w, b = engine.zeros(1, 2), engine.zeros(())
    >>> vector_to_parameters(engine.tensor([1.0, 2.0, 3.0]), [w, b])
    >>> w, b
    (tensor([[1., 2.]]), tensor(3.))
    """
    if not isinstance(vec, Tensor):
        raise TypeError(f"expected torch.Tensor, but got: {type_name(vec)}")
    start = 0
    for p in parameters:
        end = start + p.numel()
        p.data = vec[start:end].view(p.shape).data
        start = end

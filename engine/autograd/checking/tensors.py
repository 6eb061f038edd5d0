"""The tensors that `gradcheck` looks at, and the error that it raises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from engine.tensor import Tensor

Tensors: TypeAlias = tuple[Tensor, ...]


class GradcheckError(RuntimeError):
    """What `gradcheck` and `gradgradcheck` raise when a gradient is wrong."""

    __module__ = "torch.autograd.gradcheck"


def as_tuple(value: Any) -> tuple[Any, ...]:
    """Return the inputs or outputs of a function as a tuple."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return (value,)


def is_differentiable(value: Any) -> bool:
    """Return whether a value is a tensor of a dtype that can have a gradient."""
    return isinstance(value, Tensor) and (value.is_floating_point() or value.is_complex())


def requiring_grad(values: Iterable[Any]) -> dict[int, Tensor]:
    """Return by place those of the inputs that are tensors which require grad."""
    return {i: v for i, v in enumerate(values) if isinstance(v, Tensor) and v.requires_grad}


def nested_requiring_grad(value: Any) -> list[Tensor]:
    """Return the tensors that require grad in nested inputs."""
    if isinstance(value, Tensor):
        return [value] if value.requires_grad else []
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [t for inner in value for t in nested_requiring_grad(inner)]
    return []


def differentiable_outputs(outputs: Any) -> Tensors:
    """Return those of the outputs that require grad."""
    return tuple(output for output in as_tuple(outputs) if output.requires_grad)

"""Handles of hooks, and running the hooks of a gradient."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any

from engine import state
from engine.errors import explained

if TYPE_CHECKING:
    from engine.node import Hooks
    from engine.tensor import Tensor

_ids = count()


class RemovableHandle:
    """What registering a hook returns: `remove()` takes the hook away again."""

    __slots__ = ("_registry", "id")

    def __init__(self, registry: dict[int, Callable[..., Any]], hook: Callable[..., Any]) -> None:
        self._registry = registry
        self.id = next(_ids)
        registry[self.id] = hook

    def remove(self) -> None:
        """Remove the hook; a second call does nothing."""
        self._registry.pop(self.id, None)

    def __enter__(self) -> RemovableHandle:
        return self

    def __exit__(self, *exception: object) -> None:
        self.remove()


def run_tensor_hooks(hooks: Hooks, target: Any, number: int, grad: Tensor) -> Tensor:
    """Pass a gradient through its hooks, in order of registration; then retain it if asked.

    retain_grad comes last whenever it was asked for, so that it sees what the hooks returned.
    """
    from engine.tensor import Tensor

    observer = state.observer
    for hook in list(hooks.functions.values()):
        if observer is not None:
            observer.hook_started(target, number, hook)
        result = hook(grad)
        before = grad
        if result is not None:
            if not isinstance(result, Tensor):
                raise TypeError(f"expected Variable, but hook returned '{type(result).__name__}'")
            if result.shape != grad.shape:
                raise explained(
                    RuntimeError(
                        f"hook '{getattr(hook, '__name__', hook)}' has changed the size of value"
                    ),
                    notes=(f"from {list(grad.shape)} to {list(result.shape)}",),
                )
            if result.dtype is not grad.dtype:
                raise RuntimeError(
                    f"hook '{getattr(hook, '__name__', hook)}' has changed the type of value "
                    f"(was torch.{grad.type()[6:]} got torch.{result.type()[6:]})"
                )
            grad = result
        if observer is not None:
            observer.hook(target, number, hook, before, grad)
    if hooks.retains is not None:
        tensor = hooks.retains()
        if tensor is not None:
            retain(tensor, grad)
    return grad


def retain(tensor: Tensor, grad: Tensor) -> None:
    """Keep `grad` in a non-leaf's `.grad`, added to what is there."""
    meta = tensor._get_meta()
    if meta.grad is None:
        meta.grad = grad.clone() if not grad.requires_grad else grad
    else:
        meta.grad = meta.grad + grad

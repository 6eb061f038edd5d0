"""Handles of hooks, and running the hooks of a gradient."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any

from engine import state
from engine.errors import explained, returned_by

if TYPE_CHECKING:
    from engine.graph.node import Hooks
    from engine.tensor import Tensor

_ids = count()


class RemovableHandle:
    """What registering a hook returns: `remove()` takes the hook away again."""

    __slots__ = ("__weakref__", "_registry", "id")
    __module__ = "torch.utils.hooks"

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


def _same_kind(hook: Any, new: Any, old: Tensor) -> None:
    """Raise PyTorch's error unless what a hook returned can take the place of a gradient."""
    name = getattr(hook, "__name__", hook)
    if not hasattr(new, "_fn"):
        raise explained(
            TypeError(f"expected Variable, but hook returned '{type(new).__name__}'"),
            labels=((returned_by(hook), "what the hook returned"),),
        )
    if new.shape != old.shape:
        text = f"the gradient had shape {list(old.shape)}, this has {list(new.shape)}"
        raise explained(
            RuntimeError(f"hook '{name}' has changed the size of value"),
            labels=((returned_by(hook), text),),
        )
    if new.dtype is not old.dtype:
        raise RuntimeError(
            f"hook '{name}' has changed the type of value (was torch.{old.type()[6:]} got "
            f"torch.{new.type()[6:]})"
        )


def run_tensor_hooks(hooks: Hooks, target: Any, number: int, grad: Tensor) -> Tensor:
    """Pass a gradient through its hooks, in order of registration; then retain it if asked.

    retain_grad comes last whenever it was asked for, so that it sees what the hooks returned.
    """
    observer = state.observer
    for hook in list(hooks.functions.values()):
        if observer is not None:
            observer.hook_started(target, number, hook)
        result = hook(grad)
        before = grad
        if result is not None:
            _same_kind(hook, result, grad)
            grad = result
        if observer is not None:
            observer.hook(target, number, hook, before, grad)
    if hooks.retains is not None:
        tensor = hooks.retains()
        if tensor is not None:
            retain(tensor, grad)
    return grad


def run_node_hooks(
    hooks: dict[int, Callable[..., Any]], given: tuple[Any, ...], rest: tuple[Any, ...] = ()
) -> tuple[Any, ...]:
    """Pass a tuple of gradients (tensors or None) through hooks called as `hook(given, *rest)`."""
    for hook in list(hooks.values()):
        result = hook(given, *rest)
        if result is None:
            continue
        name = getattr(hook, "__name__", hook)
        if not isinstance(result, tuple):
            raise TypeError(f"expected tuple, but hook returned '{type(result).__name__}'")
        if len(result) != len(given):
            raise RuntimeError(
                f"hook '{name}' has returned an incorrect number of values (got {len(result)}, but "
                f"expected {len(given)})"
            )
        for new, old in zip(result, given, strict=True):
            if old is None and new is not None:
                raise RuntimeError("can't replace a None gradient with a non-None value")
            if new is not None:
                _same_kind(hook, new, old)
        given = result
    return given


def retain(tensor: Tensor, grad: Tensor) -> None:
    """Keep `grad` in a non-leaf's `.grad`, added to what is there."""
    meta = tensor._get_meta()
    if meta.grad is None:
        meta.grad = grad.clone()
    else:
        meta.grad = meta.grad + grad

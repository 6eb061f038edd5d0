"""What function transforms share: which arguments they differentiate, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from engine.func.levels import Level
from engine.func.pytree import flatten, leaves, unflatten
from engine.tensor import Tensor

__all__ = [
    "chosen",
    "named_like",
    "refuse_complex",
    "released",
    "replaced",
    "require_tensors",
    "split_aux",
    "tracked",
]


def named_like(function: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a transformed function have the name and the docstring of the function."""

    def decorate(transformed: Callable[..., Any]) -> Callable[..., Any]:
        return wraps(function, updated=())(transformed)

    return decorate


def _position(argnum: Any, n: int) -> int:
    if not isinstance(argnum, int):
        raise RuntimeError(f"argnum must be int, got: {type(argnum)}")
    if not -n <= argnum < n:
        raise RuntimeError(f"Got argnum={argnum}, but only {n} positional inputs")
    return argnum % n


def positions(argnums: Any, n: int) -> tuple[int, ...]:
    """Return the places of the arguments that `argnums`, an integer or a tuple, chooses of n."""
    if not isinstance(argnums, (int, tuple)):
        raise RuntimeError(f"argnums must be int or Tuple[int, ...], got: {type(argnums)}")
    if isinstance(argnums, int):
        return (_position(argnums, n),)
    found = tuple(_position(argnum, n) for argnum in argnums)
    if not found:
        raise RuntimeError("argnums must be non-empty")
    if len(set(found)) != len(found):
        raise RuntimeError(f"argnums elements must be unique, got {found}")
    return found


def chosen(args: tuple[Any, ...], argnums: Any) -> Any:
    """Return the arguments that are differentiated: one, or a tuple for a tuple of `argnums`."""
    found = tuple(args[i] for i in positions(argnums, len(args)))
    return found[0] if isinstance(argnums, int) else found


def replaced(args: tuple[Any, ...], argnums: Any, new: Any) -> tuple[Any, ...]:
    """Return the arguments with those that are differentiated taken from `new` (as `chosen`)."""
    values = (new,) if isinstance(argnums, int) else new
    by_place = dict(zip(positions(argnums, len(args)), values, strict=True))
    return tuple(by_place.get(i, arg) for i, arg in enumerate(args))


def tracked(level: Level, tree: Any) -> Any:
    """Return a nested value with the leaves of `level` that stand for its tensors."""
    found, spec = flatten(tree)
    for leaf in found:
        if not isinstance(leaf, Tensor):
            raise ValueError(f"Thing passed to transform API must be Tensor, got {type(leaf)}")
    return unflatten([level.track(leaf) for leaf in found], spec)


def released(level: Level, tree: Any) -> Any:
    """Return a nested value of tensors as the world outside the level sees it."""
    found, spec = flatten(tree)
    for leaf in found:
        if not isinstance(leaf, Tensor):
            raise RuntimeError(f"Expected tensors, got unsupported type {type(leaf)}")
    return unflatten(level.release(found), spec)


def split_aux(output: Any, has_aux: bool, api: str) -> tuple[Any, Any]:
    """Return what the function gave as (output, aux)."""
    if not has_aux:
        return output, None
    if not (isinstance(output, tuple) and len(output) == 2):
        raise RuntimeError(
            f"{api}: output of function f should be a tuple: (output, aux) if has_aux is True"
        )
    return output


def require_tensors(outputs: list[Any], api: str) -> None:
    """Refuse a function that returns nothing, or something else than tensors."""
    if not outputs or (len(outputs) == 1 and outputs[0] is None):
        raise RuntimeError(
            f"{api}: Expected f to be a function that has non-empty output (got output = {outputs})"
        )
    for output in outputs:
        if not isinstance(output, Tensor):
            raise RuntimeError(
                f"{api}: expected f(*primals) to return only tensors, got unsupported type "
                f"{type(output)}"
            )


def refuse_complex(function: str, tree: Any, what: str) -> None:
    """Refuse complex tensors among the inputs or outputs of a Jacobian."""
    for i, tensor in enumerate(leaves(tree)):
        if isinstance(tensor, Tensor) and tensor.is_complex():
            raise RuntimeError(
                f"{function}: Expected all {what} to be real but received complex tensor at "
                f"flattened input idx: {i}"
            )

"""The two ways into a backward pass: `backward` and `grad`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine import backward as _engine
from engine import observe, state
from engine.errors import explained
from engine.node import LEAF
from engine.tensor import Size, Tensor, from_array

__all__ = ["backward", "grad"]


def _as_sequence(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, Tensor) else tuple(value)


def _target(tensor: Tensor) -> Any:
    return tensor if tensor._fn is LEAF else tensor._fn


def _seeds(tensors: Sequence[Tensor], grads: Sequence[Tensor | None]) -> list[Tensor]:
    """Return the gradient of each root: what was given, or 1 for a root of one element."""
    seeds: list[Tensor] = []
    if len(grads) != len(tensors):
        raise RuntimeError(f"got {len(tensors)} tensors and {len(grads)} gradients")
    for i, (tensor, seed) in enumerate(zip(tensors, grads, strict=True)):
        if seed is None:
            if tensor._fn is None:
                pass
            elif tensor._data.size != 1:
                raise explained(
                    RuntimeError("grad can be implicitly created only for scalar outputs"),
                    notes=(f"the output has the shape {list(tensor.shape)}",),
                    help="reduce it to a scalar (.sum(), .mean()), or give backward the gradient of "
                    "the output: backward(torch.ones_like(output))",
                )
            elif tensor._data.dtype.kind != "f":
                raise RuntimeError(
                    "grad can be implicitly created only for real scalar outputs but got "
                    f"torch.{tensor.dtype.name}"
                )
            seeds.append(from_array(np.ones_like(tensor._data)[()]))
            continue
        if not isinstance(seed, Tensor):
            raise TypeError(
                "gradients can be either Tensors or None, but got " + type(seed).__name__
            )
        if seed._data.shape != tensor._data.shape:
            raise explained(
                RuntimeError(
                    f"Mismatch in shape: grad_output[{i}] has a shape of {Size(seed.shape)} and "
                    f"output[{i}] has a shape of {Size(tensor.shape)}."
                ),
                help="the gradient of a tensor has the tensor's shape",
            )
        if seed._data.dtype.kind == "c" and tensor._data.dtype.kind != "c":
            raise RuntimeError(
                "For complex Tensors, both grad_output and output are required to have the same "
                "dtype. Mismatch in dtype: grad_output["
                f"{i}] has a dtype of {seed.dtype} and output[{i}] has a dtype of {tensor.dtype}."
            )
        seeds.append(seed)
    return seeds


def _run(
    tensors: tuple[Tensor, ...],
    seeds: list[Tensor],
    *,
    keep: bool,
    create: bool,
    wanted: dict[Any, int] | None,
    accumulating: bool,
) -> dict[Any, Any]:
    for i, tensor in enumerate(tensors):
        if tensor._fn is None:
            raise explained(
                RuntimeError(
                    f"element {i} of tensors does not require grad and does not have a grad_fn"
                ),
                help="nothing it was computed from requires grad: make a leaf with "
                "requires_grad=True, and compute outside no_grad()",
            )
    roots = [_target(t) for t in tensors]
    gradients: list[Any] = []
    for tensor, seed in zip(tensors, seeds, strict=True):
        if create:
            gradients.append(seed if seed.dtype is tensor.dtype else seed.to(tensor.dtype))
        else:
            data = seed._data
            dtype = tensor._data.dtype
            data = data if data.dtype is dtype else data.astype(dtype)
            gradients.append(data[()] if data.ndim == 0 else data)
    if state.watch is None:
        return _engine.run(
            roots, gradients, keep=keep, create=create, wanted=wanted, accumulating=accumulating
        )
    with observe.quiet():
        return _engine.run(
            roots, gradients, keep=keep, create=create, wanted=wanted, accumulating=accumulating
        )


def backward(
    tensors: Tensor | Sequence[Tensor],
    grad_tensors: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    grad_variables: Any = None,
    inputs: Any = None,
) -> None:
    """Compute the sum of gradients of `tensors` with respect to the leaves; accumulate in `.grad`.

    See `Tensor.backward`; several tensors are roots of one pass.
    """
    roots = _as_sequence(tensors)
    given = _as_sequence(grad_tensors) or (None,) * len(roots)
    wanted: dict[Any, int] | None = None
    targets = _as_sequence(inputs)
    if inputs is not None:
        if not targets:
            raise RuntimeError("`inputs` argument to `backward()` cannot be empty.")
        wanted = {}
        for i, tensor in enumerate(targets):
            if tensor._fn is None:
                raise RuntimeError("One of the differentiated Tensors does not require grad")
            wanted[_target(tensor)] = i
    keep = create_graph if retain_graph is None else bool(retain_graph)
    found = _run(
        roots,
        _seeds(roots, given),
        keep=keep,
        create=create_graph,
        wanted=wanted,
        accumulating=True,
    )
    if create_graph and wanted is None:
        from engine.warn import warn_create_graph

        warn_create_graph()
    for tensor in targets:
        if not tensor.is_leaf and _target(tensor) in found:
            from engine.accumulate import accumulate

            accumulate(tensor, found[_target(tensor)])


def grad(
    outputs: Tensor | Sequence[Tensor],
    inputs: Tensor | Sequence[Tensor],
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> tuple[Tensor | None, ...]:
    """Return the sum of gradients of `outputs` with respect to `inputs`, a tensor an input.

    Nothing is accumulated in `.grad`. With `allow_unused`, an input that the outputs do not depend
    on gets None; with `materialize_grads`, zeros.

    >>> import engine
    >>> x = engine.tensor(3.0, requires_grad=True)
    >>> engine.autograd.grad(x ** 2, x)
    (tensor(6.),)
    """
    if materialize_grads and allow_unused is False:
        raise ValueError(
            "Expected allow_unused to be True or not passed when materialize_grads=True, "
            "but got: allow_unused=False."
        )
    if allow_unused is None:
        allow_unused = materialize_grads
    roots = _as_sequence(outputs)
    targets = _as_sequence(inputs)
    if not targets:
        raise ValueError("grad requires non-empty inputs.")
    given = _as_sequence(grad_outputs) or (None,) * len(roots)
    keep = create_graph if retain_graph is None else bool(retain_graph)
    if is_grads_batched:
        return _batched(roots, targets, given, keep, create_graph, allow_unused)
    seeds = _seeds(roots, given)
    wanted: dict[Any, int] = {}
    for i, root in enumerate(roots):
        if root._fn is None:
            raise RuntimeError(
                f"element {i} of tensors does not require grad and does not have a grad_fn"
            )
    for i, tensor in enumerate(targets):
        if tensor._fn is None:
            raise RuntimeError("One of the differentiated Tensors does not require grad")
        wanted[_target(tensor)] = i
    found = _run(roots, seeds, keep=keep, create=create_graph, wanted=wanted, accumulating=False)
    result: list[Tensor | None] = []
    for i, tensor in enumerate(targets):
        g = found.get(_target(tensor))
        if g is None:
            if not allow_unused:
                raise explained(
                    RuntimeError(
                        f"The differentiated Tensor at index {i} appears to not have been used in "
                        "the graph. Set allow_unused=True if this is the desired behavior."
                    )
                )
            zeros = from_array(np.zeros_like(tensor._data)[()]) if materialize_grads else None
            if zeros is not None and create_graph:
                zeros.requires_grad_()
            result.append(zeros)
        else:
            result.append(g if isinstance(g, Tensor) else _own(g))
    return tuple(result)


def _own(g: Any) -> Tensor:
    """Return a captured gradient as a tensor with storage of its own (Note [Aliases])."""
    return from_array(g.copy() if g.__class__ is np.ndarray else g)


def _batched(
    roots: tuple[Tensor, ...],
    targets: tuple[Tensor, ...],
    seeds: tuple[Any, ...],
    keep: bool,
    create: bool,
    allow_unused: bool,
) -> tuple[Tensor | None, ...]:
    """`grad` for each slice of the seeds' first dimension, the results stacked."""
    from engine.operators.join import stack

    size = next(s.shape[0] for s in seeds if s is not None)
    rows = []
    for k in range(size):
        last = k == size - 1
        rows.append(
            grad(
                roots,
                targets,
                tuple(None if s is None else s[k] for s in seeds),
                retain_graph=keep or not last,
                create_graph=create,
                allow_unused=allow_unused,
            )
        )
    return tuple(
        None if rows[0][i] is None else stack([row[i] for row in rows]) for i in range(len(targets))
    )

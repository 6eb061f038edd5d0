"""The two ways into a backward pass: `backward` and `grad`."""

from __future__ import annotations

from operator import index
from typing import TYPE_CHECKING, Any

import numpy as np

from engine import observe, state
from engine.autograd.roots import (
    inputs_of,
    places_of,
    seeds_of,
    seeds_of_batch,
    shape_and_dtype,
    target_of,
    targets_of,
)
from engine.errors import explained
from engine.graph import backward as _engine
from engine.graph.node import LEAF
from engine.tensor import Tensor, from_array

if TYPE_CHECKING:
    from engine.autograd.roots import Place

__all__ = ["backward", "grad"]


def _run(
    roots: tuple[Any, ...],
    seeds: list[Tensor | None],
    *,
    keep: bool,
    create: bool,
    wanted: dict[Any, int] | None,
    accumulating: bool,
) -> dict[Any, Tensor]:
    """Run the pass; return the captured gradients as tensors.

    A gradient that reaches several targets unchanged is one tensor, be it a seed, as in PyTorch.
    """
    starts: list[Any] = []
    gradients: list[Any] = []
    tensors: dict[int, Tensor] = {}
    _check_roots(roots)
    on_tensors = create or state.vmap is not None  # the values of mapped tensors are no arrays
    for i, root in enumerate(roots):
        target = target_of(root)
        seed = seeds[i]
        assert seed is not None
        dtype = root._data.dtype if isinstance(root, Tensor) else shape_and_dtype(root)[1]
        gradient: Any
        if on_tensors:
            gradient = seed
            if seed._data.dtype is not dtype:
                from engine.dtypes import BY_NUMPY

                gradient = seed.to(BY_NUMPY[dtype])
        else:
            data = seed._data
            data = data if data.dtype is dtype else data.astype(dtype)
            gradient = data[()] if data.ndim == 0 else data
            if data is seed._data:
                tensors[id(gradient)] = seed
        starts.append(target)
        gradients.append(gradient)
    run = _engine.run if state.observer is None else _unobserved
    found = run(
        starts,
        gradients,
        keep=keep,
        create=on_tensors,
        wanted=wanted,
        accumulating=accumulating,
        recording=create,
    )
    if accumulating:
        return found
    result: dict[Any, Tensor] = {}
    for target, g in found.items():
        if isinstance(g, Tensor):
            result[target] = g
            continue
        tensor = tensors.get(id(g))
        if tensor is None:
            # Storage of its own: a rule may have returned a view (Note [Aliases] in backward).
            own = g.copy() if g.__class__ is np.ndarray else g
            tensor = tensors[id(g)] = from_array(own)
        result[target] = tensor
    return result


def _unobserved(*args: Any, **options: Any) -> dict[Any, Any]:
    """Run a pass without reporting the operations inside it as the script's."""
    with observe.quiet():
        return _engine.run(*args, **options)


def _check_roots(roots: tuple[Any, ...]) -> None:
    """Raise PyTorch's error unless every root requires grad."""
    for i, root in enumerate(roots):
        if target_of(root) is None:
            raise explained(
                RuntimeError(
                    f"element {i} of tensors does not require grad and does not have a grad_fn"
                ),
                help="nothing it was computed from requires grad: make a leaf with "
                "requires_grad=True, and compute outside no_grad()",
            )


def _check_count(roots: tuple[Any, ...], seeds: list[Tensor | None]) -> None:
    if len(seeds) != len(roots):
        raise RuntimeError(f"got {len(roots)} tensors and {len(seeds)} gradients")


def backward(
    tensors: Any,
    grad_tensors: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    grad_variables: Any = None,
    inputs: Any = None,
) -> None:
    """Compute the sum of gradients of `tensors` with respect to the leaves; accumulate in `.grad`.

    See `Tensor.backward`; several tensors are roots of one pass.
    """
    if state.levels:
        raise RuntimeError(
            "backward() called inside a functorch transform. This is not supported, please use "
            "functorch.grad or functorch.vjp instead or call backward() outside of functorch "
            "transforms."
        )
    if grad_variables is not None:
        from engine.warn import warn

        warn("`grad_variables` is deprecated. Use `grad_tensors` instead.", category=FutureWarning)
        if grad_tensors is not None:
            raise RuntimeError(
                "`grad_tensors` and `grad_variables` (deprecated) arguments both passed to "
                "`backward()`. Please only use `grad_tensors`."
            )
        grad_tensors = grad_variables
    given = None if inputs is None else inputs_of(inputs, "backward")
    roots = places_of(tensors)
    seeds = seeds_of(roots, grad_tensors)
    create = bool(index(create_graph))
    keep = create if retain_graph is None else bool(index(retain_graph))
    _check_count(roots, seeds)
    wanted: dict[Any, int] | None = None
    if given is not None:
        for place in given:
            if isinstance(place, Tensor) and place._fn is not LEAF:
                place.retain_grad()
        wanted = {target: i for i, target in enumerate(targets_of(given))}
    elif create:
        from engine.warn import warn_create_graph

        warn_create_graph()
    _run(roots, seeds, keep=keep, create=create, wanted=wanted, accumulating=True)


def grad(
    outputs: Any,
    inputs: Any,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> Any:
    """Return the sum of gradients of `outputs` with respect to `inputs`, a tensor an input.

    Nothing is accumulated in `.grad`. With `allow_unused`, an input that the outputs do not depend
    on gets None; with `materialize_grads`, zeros. For a dictionary of inputs, a dictionary.

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
    roots = places_of(outputs)
    given = inputs_of(inputs, "grad")
    if not only_inputs:
        from engine.warn import warn

        warn(
            "only_inputs argument is deprecated and is ignored now (defaults to True). To accumulate "
            "gradient for other parts of the graph, please use torch.autograd.backward.",
            category=FutureWarning,
        )
    seeds: Any
    if is_grads_batched:
        seeds = seeds_of_batch(roots, grad_outputs)
    else:
        seeds = seeds_of(roots, grad_outputs)
    create = bool(index(create_graph))
    keep = create if retain_graph is None else bool(index(retain_graph))
    result: tuple[Tensor | None, ...]
    if is_grads_batched:
        result = _batched(roots, given, seeds, keep, create, allow_unused)
    else:
        _check_count(roots, seeds)
        _check_roots(roots)
        targets = targets_of(given)
        wanted = {target: i for i, target in enumerate(targets)}
        found = _run(roots, seeds, keep=keep, create=create, wanted=wanted, accumulating=False)
        result = tuple(map(found.get, targets))
        for i, g in enumerate(result):
            if g is None and not allow_unused:
                raise explained(
                    RuntimeError(
                        f"The differentiated Tensor at index {i} appears to not have been used in "
                        "the graph. Set allow_unused=True if this is the desired behavior."
                    )
                )
    if materialize_grads:
        result = tuple(
            _zeros(place, create) if g is None else g
            for g, place in zip(result, given, strict=True)
        )
    return dict(zip(inputs, result, strict=True)) if isinstance(inputs, dict) else result


def _zeros(place: Place, create: bool) -> Tensor:
    """Return the gradient of an input that the outputs do not depend on."""
    if not isinstance(place, Tensor):
        raise RuntimeError(
            "materialize_grads cannot be used when the given input is a GradientEdge"
        )
    zeros = from_array(np.zeros_like(place._data)[()])
    return zeros._switch_grad(True) if create else zeros


def _batched(
    roots: tuple[Any, ...],
    targets: tuple[Any, ...],
    seeds: tuple[Any, ...],
    keep: bool,
    create: bool,
    allow_unused: bool,
) -> tuple[Tensor | None, ...]:
    """Return the gradients for each slice of the seeds' first dimension: `grad`, mapped over them."""
    from engine.func.batching import VmapLevel, mapped, running, unmapped

    _check_count(roots, list(seeds))
    if any(not s._data.shape for s in seeds):
        raise ValueError(
            "vmap(vjp, in_dims=0, ...)(<inputs>): Got in_dim=0 for some input, but that input is a "
            "Tensor of dimensionality 0 so expected in_dim to satisfy 0 <= in_dim < 0."
        )
    sizes = [s._data.shape[0] for s in seeds]
    if any(n != sizes[0] for n in sizes):
        raise ValueError(
            "vmap: Expected all tensors to have the same size in the mapped dimension, got sizes "
            f"{sizes} for the mapped dimension"
        )
    level = VmapLevel(sizes[0], "error")
    with running(level):
        found = grad(
            roots,
            targets,
            tuple([mapped(s, 0, level) for s in seeds]),
            retain_graph=keep,
            create_graph=create,
            allow_unused=allow_unused,
        )
        return tuple([None if g is None else unmapped(g, 0, level) for g in found])

"""What a backward pass is given: tensors or edges of the graph, and the gradients of its roots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from engine.errors import explained
from engine.graph.node import LEAF, Untracked
from engine.tensor import Size, Tensor, from_array

if TYPE_CHECKING:
    from engine.autograd.graph import GradientEdge

    Place: TypeAlias = Tensor | GradientEdge


def is_edge(value: Any) -> bool:
    """Return whether `value` is a GradientEdge, without loading their module for other things."""
    if not isinstance(value, tuple) or type(value) is tuple:
        return False
    from engine.autograd.graph import GradientEdge

    return isinstance(value, GradientEdge)


def places_of(value: Any) -> tuple[Any, ...]:
    """Return one tensor or edge, or several of them, as a tuple."""
    return (value,) if isinstance(value, Tensor) or is_edge(value) else tuple(value)


def inputs_of(value: Any, function: str) -> tuple[Any, ...]:
    """Return the `inputs` of a pass as a tuple; of a dictionary, its values."""
    if isinstance(value, Mapping):
        if type(value) is not dict:
            raise TypeError(
                f"`inputs` argument to `{function}()` must be a dict, not {type(value).__name__}. "
                "Other Mapping types are not supported."
            )
        value = value.values()
    inputs = places_of(value)
    if not inputs:
        raise RuntimeError(f"`inputs` argument to `{function}()` cannot be empty.")
    return inputs


def target_of(place: Place) -> Any:
    """Return the target in the graph (Note [Edges]) of a tensor's or an edge's gradient.

    None: the gradient goes nowhere.
    """
    if isinstance(place, Tensor):
        fn = place._fn
        return place if fn is LEAF else None if fn.__class__ is Untracked else fn
    from engine.autograd.graph import target_of as of_edge

    return of_edge(place)


def targets_of(inputs: tuple[Any, ...]) -> list[Any]:
    """Return the targets of the inputs of a pass."""
    found = []
    for place in inputs:
        if not isinstance(place, Tensor) and not is_edge(place):
            raise RuntimeError(
                f"all inputs have to be Tensors or GradientEdges, but got {type(place).__name__}"
            )
        target = target_of(place)
        if target is None and isinstance(place, Tensor) and place.requires_grad:
            target = object()  # a view of a base that requires grad: no graph leads to it
        if target is None:
            raise explained(
                RuntimeError("One of the differentiated Tensors does not require grad"),
                help="make it a leaf with requires_grad=True before the computation",
            )
        found.append(target)
    return found


def shape_and_dtype(place: Place) -> tuple[tuple[int, ...], Any]:
    """Return the shape and the NumPy dtype of what stands at a place in the graph."""
    if isinstance(place, Tensor):
        return place._data.shape, place._data.dtype
    like = target_of(place)._like if not isinstance(target_of(place), Tensor) else None
    if like is None:
        return shape_and_dtype(target_of(place))
    return (like, target_of(place)._out_dtype) if like.__class__ is tuple else ((), np.dtype(like))


def seeds_of(roots: Sequence[Place], grads: Any) -> list[Tensor | None]:
    """Return the gradient of each root: what was given, or 1 for a root of one element."""
    if grads is None:
        given: tuple[Any, ...] = (None,) * len(roots)
    else:
        given = (grads,) if isinstance(grads, Tensor) else tuple(grads)
    seeds: list[Tensor | None] = []
    for i, (root, seed) in enumerate(zip(roots, given, strict=False)):
        if not isinstance(root, Tensor) and not is_edge(root):
            raise AssertionError("Expected output to be a torch.Tensor")
        if isinstance(seed, Tensor):
            _check_seed(i, root, seed)
            seeds.append(seed)
        elif seed is None:
            seeds.append(_implicit(root))
        else:
            raise TypeError(
                "gradients can be either Tensors or None, but got " + type(seed).__name__
            )
    return seeds


def _check_seed(i: int, root: Place, seed: Tensor) -> None:
    shape, dtype = shape_and_dtype(root)
    if seed._data.shape != shape:
        raise explained(
            RuntimeError(
                f"Mismatch in shape: grad_output[{i}] has a shape of {Size(seed.shape)} and "
                f"output[{i}] has a shape of {Size(shape)}."
            ),
            help="the gradient of a tensor has the tensor's shape",
        )
    if (seed._data.dtype.kind == "c") != (dtype.kind == "c"):
        from engine.dtypes import BY_NUMPY

        raise RuntimeError(
            "For complex Tensors, both grad_output and output are required to have the same dtype. "
            f"Mismatch in dtype: grad_output[{i}] has a dtype of {seed.dtype} and output[{i}] has a "
            f"dtype of {BY_NUMPY[dtype]}."
        )


def _implicit(root: Place) -> Tensor | None:
    """Return the gradient 1 of a root of one element; None if the root has no gradient."""
    if isinstance(root, Tensor) and root._fn is not None:
        scalar = root._data.__class__
        if scalar is np.float32 or scalar is np.float64:
            return from_array(scalar(1))  # what most losses are, without a detour
    shape, dtype = shape_and_dtype(root)
    if isinstance(root, Tensor) and root._fn is None:
        return None
    if any(n != 1 for n in shape):
        raise explained(
            RuntimeError("grad can be implicitly created only for scalar outputs"),
            notes=(f"the output has the shape {list(shape)}",),
            help="reduce it to a scalar (.sum(), .mean()), or give backward the gradient of "
            "the output: backward(torch.ones_like(output))",
        )
    if dtype.kind != "f":
        from engine.dtypes import BY_NUMPY

        raise RuntimeError(
            f"grad can be implicitly created only for real scalar outputs but got {BY_NUMPY[dtype]}"
        )
    return from_array(np.ones(shape, dtype)[()])


def seeds_of_batch(roots: tuple[Any, ...], grads: Any) -> tuple[Tensor | None, ...]:
    """Return the gradients of the roots, each with a leading dimension for the batch."""
    given = (grads,) if isinstance(grads, Tensor) or grads is None else tuple(grads)
    for i, (root, seed) in enumerate(zip(roots, given, strict=False)):
        if not isinstance(seed, Tensor):
            continue
        if not isinstance(root, Tensor):
            raise RuntimeError("Batched grads are not supported with GradientEdge")
        first, shape = seed[0].shape, Size(root.shape)
        if first != shape:
            own = first[1:]  # so does PyTorch, which meant `first`
            raise explained(
                RuntimeError(
                    "If `is_grads_batched=True`, we interpret the first dimension of each "
                    "grad_output as the batch dimension. The sizes of the remaining dimensions are "
                    "expected to match the shape of corresponding output, but a mismatch was "
                    f"detected: grad_output[{i}] has a shape of {own} and output[{i}] has a shape "
                    f"of {shape}. If you only want some tensors in `grad_output` to be considered "
                    "batched, consider using vmap."
                ),
                help="stack the gradients of the output along a new first dimension",
            )
    return tuple(
        seed if isinstance(seed, Tensor) else seeds_of([root], [seed])[0]
        for root, seed in zip(roots, given, strict=False)
    )

"""Leaves: adding a finished gradient to `.grad`, and the AccumulateGrad nodes that people look at."""

from __future__ import annotations

from sys import getrefcount
from typing import Any
from weakref import ref

import numpy as np

from engine import state
from engine.graph.node import Node, Plan
from engine.graph.versions import check_inference, mark_inference, mutated
from engine.tensor import Tensor, from_array

ndarray = np.ndarray


def accumulate(leaf: Tensor, grad: Any) -> None:
    """Add `grad` to the leaf's `.grad`; then run its post-accumulate hooks.

    As in PyTorch, an ordinary pass adds in place to the tensor that is there (who holds it sees
    the sum), and a recorded one makes a new tensor.
    """
    meta = leaf._get_meta()
    present = meta.grad
    if isinstance(grad, Tensor):
        meta.grad = grad.new_zeros(grad.shape).copy_(grad) if present is None else present + grad
    elif present is None:
        # A rule may have handed on its incoming gradient, or a view (Note [Aliases]): unless nobody
        # else holds the array, it is copied.
        if grad.__class__ is ndarray and not (
            getrefcount(grad) <= UNSHARED and grad.flags.c_contiguous and _owns(grad)
        ):
            grad = grad.copy()
        meta.grad = from_array(grad)
    else:
        check_inference(present)
        data = present._data
        if data.__class__ is ndarray:
            np.add(data, grad, out=data)
        else:
            present._data = data + grad
        mutated(present)
    if state.inference and meta.grad is not None:
        mark_inference(meta.grad)
    if meta.hooks is not None and meta.hooks.post:
        for hook in list(meta.hooks.post.values()):
            if hook(leaf) is not None:
                raise RuntimeError("Tensor post accumulate grad hooks should return None.")


def in_turn(node: Node, leaves: list[Tensor]) -> list[Tensor]:
    """Return the leaves that wait for a node's gradients in the order in which PyTorch runs them.

    PyTorch pushes them on a heap as the node's edges come, all with the same priority. How a heap
    (that of the C++ standard library) hands out equals is fixed: the first three in order, more not.
    """
    if not any(leaf._meta is not None and leaf._meta.hooks is not None for leaf in leaves):
        return leaves  # nobody sees
    last = {target: place for place, target in enumerate(node.next)}
    heap = sorted(leaves, key=last.__getitem__)
    found = []
    while heap:
        found.append(heap[0])
        moved = heap.pop()
        size, hole = len(heap), 0
        while 2 * hole + 2 < size:
            heap[hole] = heap[2 * hole + 2]
            hole = 2 * hole + 2
        if 2 * hole + 2 == size:
            heap[hole] = heap[2 * hole + 1]
            hole = 2 * hole + 1
        if heap:
            heap[hole] = moved
    return found


def _owns(grad: Any) -> bool:
    """Return whether nobody but `grad` itself holds the memory of this array."""
    base = grad.base
    if base is None:
        return True
    # One more reference than a name of our own: that of `grad.base`.
    return (
        base.__class__ is ndarray
        and base.base is None
        and base.size == grad.size
        and getrefcount(base) <= UNSHARED
    )


def _references() -> int:
    """Return what `getrefcount` says in `accumulate` of an array that only its caller holds."""

    def inner(leaf: None, grad: Any) -> int:
        return getrefcount(grad)

    grads = {0: np.empty(1)}
    grad = grads.pop(0)
    return inner(None, grad)


UNSHARED = _references()


class AccumulateGrad(Node):
    """The node PyTorch puts at a leaf: made only when somebody looks at `next_functions`."""

    __slots__ = ("variable",)

    variable: Tensor


_PLAN = Plan()
_PLAN.edges = _PLAN.vjps = _PLAN.arguments = _PLAN.entries = ()
_PLAN.node_class = AccumulateGrad


def accumulator(leaf: Tensor) -> AccumulateGrad:
    """Return the AccumulateGrad node of a leaf, the same one as long as somebody holds it."""
    meta = leaf._get_meta()
    node = meta.accumulator() if meta.accumulator is not None else None
    if node is None:
        node = object.__new__(AccumulateGrad)
        node.plan = _PLAN
        node.next = ()
        node.saved = ()
        node.seq = 2**64 - 1
        node.hooks = None
        node.variable = leaf
        meta.accumulator = ref(node)
    return node

"""Leaves: adding a finished gradient to `.grad`, and the AccumulateGrad nodes that people look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from engine import state
from engine.node import Node, Plan

if TYPE_CHECKING:
    from engine.tensor import Tensor


def accumulate(leaf: Tensor, grad: Any) -> None:
    """Add `grad` to the leaf's `.grad`; then run its post-accumulate hooks.

    As in PyTorch, an ordinary pass adds in place to the tensor that is there (who holds it sees
    the sum), and a recorded one makes a new tensor.
    """
    from engine.tensor import Tensor, from_array
    from engine.versions import check_inference, mark_inference, mutated

    meta = leaf._get_meta()
    present = meta.grad
    if isinstance(grad, Tensor):
        meta.grad = grad.new_zeros(grad.shape).copy_(grad) if present is None else present + grad
    elif present is None:
        # Copied: a rule may have handed on its incoming gradient, or a view (Note [Aliases]).
        meta.grad = from_array(grad.copy() if grad.__class__ is np.ndarray else grad)
    else:
        check_inference(present)
        data = present._data
        if data.__class__ is np.ndarray:
            np.add(data, grad, out=data)
        else:
            present._data = data + grad
        if present._meta is not None:
            mutated(present)
    if state.inference:
        mark_inference(meta.grad)
    if meta.hooks is not None and meta.hooks.post:
        for hook in list(meta.hooks.post.values()):
            if hook(leaf) is not None:
                raise RuntimeError("Tensor post accumulate grad hooks should return None.")


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

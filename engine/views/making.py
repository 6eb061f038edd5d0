"""Views when they are made: what they share with their base, and what they remember of it.

How they fare when their storage is changed is the matter of `engine.views.tracking`: Note [Views].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import ref

from engine import state
from engine.graph.node import Plan, Untracked, describe
from engine.graph.versions import VersionCounter, counter_of
from engine.tensor import Meta, Tensor
from engine.views.strides import geometry

if TYPE_CHECKING:
    from engine.dtypes import Array
    from engine.registry import Operator

NO_GRAD, MULTIPLE, INFERENCE, CUSTOM = 1, 2, 3, 4
"""Restrictions of views: taken under no_grad, as one of several, in inference mode, or in a Function."""


Step = tuple[Any, tuple[Any, ...]]
"""How a view is taken: an operator and its arguments, or None and sizes, strides, and bytes from the
start of the base."""


def make_view(view: Tensor, of: Tensor, op: Operator, args: tuple[Any, ...]) -> None:
    """Make `view`, just made, a view of `of`, taken by `op` with `args`."""
    parent = of._meta or of._get_meta()
    base = of if parent.base is None else parent.base
    meta = view._meta = Meta()
    meta.base = base
    meta.counter = counter = parent.counter or counter_of(of)
    if counter.value:
        meta.version = counter.value
    if not state.grad_enabled:
        meta.restriction = INFERENCE if state.inference else NO_GRAD
        if base._fn is not None:
            view._fn = untracked(view._data)
    elif op.multiple or parent.restriction:
        meta.restriction = MULTIPLE if op.multiple else parent.restriction
    if view._data.dtype is not of._data.dtype:
        before = parent.replay or (() if parent.base is None else (step_of(of._data, base._data),))
        meta.replay = (*before, (op, args[1:]))
    elif parent.replay:
        meta.replay = (*parent.replay, step_of(view._data, base._data))
    follow(counter, view)


def follow(counter: VersionCounter, view: Tensor) -> None:
    """Let a view lapse when its storage is changed."""
    views = counter.views
    if len(views) >= counter.limit:
        views[:] = [r for r in views if r() is not None]
        counter.limit = max(8, 2 * len(views))
    views.append(ref(view))


_UNTRACKED = Plan()
_UNTRACKED.edges = _UNTRACKED.vjps = _UNTRACKED.arguments = _UNTRACKED.entries = ()
_UNTRACKED.tensors = _UNTRACKED.places = ()
_UNTRACKED.tensor_vjps = ()
_UNTRACKED.trusted = _UNTRACKED.frees = _UNTRACKED.saves_result = False
_UNTRACKED.node_class = Untracked


def untracked(data: Array) -> Untracked:
    """Return the place in the graph of a view that requires grad only because its base does."""
    node = object.__new__(Untracked)
    node.plan = _UNTRACKED
    node.hooks = None
    node.next = node.saved = ()
    node.seq = 0
    describe(node, data)
    return node


def step_of(view: Array, base: Array) -> Step:
    """Return how a view is taken from its base, by sizes, strides and offset."""
    # By offsets in their storages: `base.data = ...` may have given the base another one.
    start = geometry(view)[2] * view.itemsize - geometry(base)[2] * base.itemsize
    return None, (view.shape, view.strides, start if view.size else 0)

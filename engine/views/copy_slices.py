"""CopySlices: the node of a base of which a view was changed in place.

Outside of the view the gradient passes; inside it goes through the change (Note [In place]).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import state
from engine.batched import Batched
from engine.dtypes import Array
from engine.graph.node import LEAF, Node, Plan, Port, describe
from engine.tensor import Tensor, from_array
from engine.views.making import Step
from engine.views.strides import extent
from engine.views.tracking import check_memory, operation, replay_of


class CopySlices(Node):
    """The node of a base of which a view was changed by the operation `inner`.

    steps: how to take the view from the base.
    layout: shape and strides of the base.
    own: which edge of `inner` belongs to the view; None if it has none.
    made: weak reference to the node that the view got after the change.
    """

    __slots__ = ("inner", "layout", "made", "own", "steps")

    inner: Node
    steps: tuple[Step, ...]
    layout: tuple[tuple[int, ...], tuple[int, ...]]
    own: int | None
    made: Any

    def view_name(self) -> str:
        """Return the name of the node that the view got, as long as that is alive."""
        made = self.made()
        return self.inner.name() if made is None else made.name()


_FIRST = ("self", "input0")
"""What the argument is called that is changed in place."""

_plans: dict[tuple[Plan, bool], Plan] = {}


def _plan(inner: Plan, tracked: bool) -> Plan:
    """Return the plan for a change with the plan `inner`; tracked: the base has an edge."""
    key = inner, tracked
    found = _plans.get(key)
    if found is not None:
        return found
    plan = Plan()
    plan.operator = getattr(inner, "operator", None)  # type: ignore[assignment]
    plan.node_class = CopySlices
    plan.joint = _through
    plan.vjps = None
    plan.tensor_vjps = ()
    plan.entries = inner.entries
    plan.tensors = inner.tensors
    plan.places = None
    plan.mode = 0
    plan.saves_result = inner.saves_result
    plan.trusted = False
    plan.frees = True
    own = _own_edge(inner)
    lead = ("self",) if tracked else ()
    plan.arguments = lead + tuple(a for i, a in enumerate(inner.arguments) if i != own)
    others = iter(range(len(lead), len(plan.arguments)))
    rest = [e for e in inner.edges[1:] if own is None or e != own]
    plan.edges = (0 if tracked else None, *(None if e is None else next(others) for e in rest))
    if inner.vjps is not None:
        _plans[key] = plan
    return plan


def _own_edge(inner: Plan) -> int | None:
    return next((i for i, name in enumerate(inner.arguments) if name in _FIRST), None)


def copy_slices(base: Tensor, view: Tensor, fn: Any) -> CopySlices:
    """Return the node of `base` after its `view` was changed by the operation of node `fn`."""
    if isinstance(fn, Port):
        raise RuntimeError("Functions which modify views in-place must return a single Variable")
    outer = base._fn
    node = object.__new__(CopySlices)
    node.plan = _plan(fn.plan, outer is not None)
    node.hooks = None
    node.own = own = _own_edge(fn.plan)
    lead = () if outer is None else (base if outer is LEAF else outer,)
    node.next = lead + tuple(t for i, t in enumerate(fn.next) if i != own)
    node.saved = fn.saved
    versions = getattr(fn, "versions", None)
    if versions is not None:
        node.versions = versions
    counter = getattr(fn, "result_counter", None)
    if counter is not None:
        node.result_counter = counter
    node.inner = fn
    node.steps = replay_of(view)
    data = np.asarray(base._data)
    node.layout = data.shape, data.strides
    node.seq = state.next_seq()
    state.last_mutation = state.next_seq()  # what the change saved is older than the change
    describe(node, base._data)
    return node


def _laid_out(node: CopySlices, dtype: Any) -> tuple[Array, Array, int]:
    """Return a new array that lies in memory as the base does, its memory, and where it starts."""
    shape, strides = node.layout
    size = dtype.itemsize
    low, high = extent((shape, tuple([s // size for s in strides]), 0))
    memory = np.empty(high - low, dtype)
    start = -low * size
    return np.ndarray(shape, dtype, memory, start, strides), memory, start


def _through(node: Any, grad: Any, create: bool) -> list[Any]:
    """Return the gradients of a CopySlices node: of the base, then of the change's other inputs."""
    if create:
        part, put = (_of_mapped if grad._data.__class__ is Batched else _of_tensors)(node, grad)
    else:
        part, put = _of_arrays(node, grad)
    inner, own = node.inner, node.own
    plan = inner.plan
    if plan.vjps is None:
        inner.saved = node.saved
        results = plan.joint(inner, part, create)
        inner.saved = ()
    elif create:
        inner.saved = node.saved
        results = [vjp(part, node.saved, inner) for vjp in plan.tensor_vjps]
        inner.saved = ()
    else:
        results = [part if vjp is None else vjp(part, node.saved) for vjp in plan.vjps]
    others = [g for i, g in enumerate(results) if i != own]
    if node.plan.edges[0] is None:
        return others
    inside = None if own is None else results[own]
    return [None if inside is None else put(inside), *others]


def _of_arrays(node: CopySlices, grad: Array) -> Any:
    dtype = grad.dtype
    whole, memory, start = _laid_out(node, dtype)
    whole[...] = grad
    op, args = node.steps[0]
    if op is None and len(node.steps) == 1:
        size, strides, offset = args
        if 0 in size:
            part = np.empty(size, dtype)
        else:
            part = np.ndarray(size, dtype, memory, start + offset, strides)
    else:
        part = whole
        for step in node.steps:
            op, args = operation(step, part, whole)
            part = op.kernel(part, *args)

    def put(inside: Array) -> Array:
        check_memory(from_array(part), ())
        part[...] = inside
        return whole

    return part.copy() if part.ndim else part[()], put


def _of_tensors(node: CopySlices, grad: Tensor) -> Any:
    from engine.views.inplace import copy_

    whole = copy_(from_array(_laid_out(node, grad._data.dtype)[0]), grad)
    part = whole
    for step in node.steps:
        op, args = operation(step, np.asarray(part._data), np.asarray(whole._data))
        part = op.call(part, *args)

    def put(inside: Tensor) -> Tensor:
        copy_(part, inside)
        return whole

    return part.clone(), put


def _of_mapped(node: CopySlices, grad: Tensor) -> Any:
    """`_of_tensors` for a gradient inside `vmap`: by the places of the view's elements in the base."""
    from engine.creation import tensor

    part = _places(node, grad._data.dtype.itemsize)
    places = tensor(part.reshape(-1))
    flat = grad.reshape(-1)

    def put(inside: Tensor) -> Any:
        return flat.index_put((places,), inside.reshape(-1)).reshape(grad.shape)

    return flat[places].reshape(part.shape), put


def _places(node: CopySlices, width: int) -> Array:
    """Return the flat place in the base of each element of the view; width: bytes of an element."""
    dtype = np.dtype({2: "u2", 4: "u4", 8: "u8", 16: "c16"}[width])  # steps may count bytes

    def taken(numbers: Array) -> Array:
        whole = _laid_out(node, dtype)[0]
        whole[...] = numbers.reshape(whole.shape)
        part = whole
        for step in node.steps:
            op, args = operation(step, part, whole)
            part = op.kernel(part, *args)
        return np.asarray(part).real.astype(np.int64)

    numbers = np.arange(int(np.prod(node.layout[0], dtype=np.int64)))
    if width == 2:
        return taken(numbers % 65536) + taken(numbers // 65536) * 65536
    return taken(numbers)

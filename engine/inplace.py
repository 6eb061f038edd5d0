"""In-place changes: writing to a shared storage, and rewriting the history that goes with it.

Note [In place]
When a tensor that is no view is changed, its `_fn` becomes the change's node. When a view is changed,
its *base* gets a CopySlices node: outside the view the gradient passes, inside it goes through the
change. Views are taken anew then: Note [Views] in `engine.view_tracking`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine import convert, dtypes, state
from engine.dispatch import _describe
from engine.node import CONSTANT, DIFFERENTIABLE, FREE, LEAF, Node, Plan, Port, node_class
from engine.tensor import Tensor, from_array
from engine.versions import RESULT, TENSOR, counter_of, mutated
from engine.view_tracking import Replay, check, check_memory, indices, refresh_views

if TYPE_CHECKING:
    from engine.registry import Operator


def write(tensor: Tensor, value: Any) -> None:
    """Write `value` (an array that broadcasts to the tensor) into the tensor's storage."""
    data = tensor._data
    if data.__class__ is np.ndarray:
        data[...] = value
    else:
        tensor._data = data.dtype.type(value)


def replace(tensor: Tensor, value: Any) -> Tensor:
    """Write a value that does not depend on any tensor: the history before it is cut off."""
    from engine.registry import OPERATORS

    if tensor._fn is not None and state.grad_enabled:
        apply(OPERATORS["_zero"], tensor)
    write(tensor, value)
    mutated(tensor)
    return tensor


def apply(op: Operator, tensor: Tensor, *rest: Any, **keywords: Any) -> Tensor:
    """Run an operator in place: its result replaces the value of `tensor`, its first argument.

    The result must have the tensor's shape, and a dtype that can be cast to the tensor's.
    """
    args = convert.bind(op, (tensor, *rest), keywords)
    check(tensor)
    if op.name not in ("_fill", "_zero"):
        check_memory(tensor, args[1:])
    data = [a._data if isinstance(a, Tensor) else a for a in args]
    if op.check is not None:
        op.check(*data)
    if op.promote != "none":
        convert.promote(op, args, data)
    try:
        r = op.compute(data)
    except convert.KERNEL_ERRORS as error:
        raise convert.explain(op, args, data, error) from None
    old = tensor._data
    if r.shape != old.shape:
        raise RuntimeError(
            f"output with shape {list(old.shape)} doesn't match the broadcast shape {list(r.shape)}"
        )
    if r.dtype != old.dtype:
        to, frm = dtypes.of(old), dtypes.of(r)
        if frm.category > to.category:
            raise RuntimeError(
                f"result type {dtypes.TYPE_NAMES[frm.name]} can't be cast to the desired output "
                f"type {dtypes.TYPE_NAMES[to.name]}"
            )
    replaced = None
    flags = tuple(_flag(a) for a in args)
    if state.grad_enabled and any(f == DIFFERENTIABLE for f in flags):
        grad_fn = op.grad_fn
        plan = op.plan(
            flags, grad_fn if isinstance(grad_fn, str) else grad_fn(*args), r.dtype.kind == "c"
        )
        if any(kind == TENSOR and name == "self" for _, kind, name in plan.entries):
            replaced = from_array(old.copy())
        edges = _edges(op, args, flags)
        # Operands are saved as they are before the change: if the tensor is one of them, the
        # backward pass will find it changed, as in PyTorch.
        seq = state.next_seq()
        versions = _versions(op, plan, args)
    else:
        plan = None
    write(tensor, r)
    mutated(tensor)
    if plan is not None:
        node = _node(op, plan, args, replaced, tensor, edges)
        node.seq = seq
        if versions:
            node.versions = tuple(
                counter_of(tensor).value if kind == RESULT else versions.get(name, 0)
                for _, kind, name in plan.entries
            )
        rebase(tensor, node)
    elif tensor._meta is not None:
        base = tensor._meta.base
        refresh_views(tensor if base is None else base)
    if state.watch is not None:
        state.watch(op, args, tensor)
    return tensor


def _flag(value: Any) -> int:
    if not isinstance(value, Tensor):
        return FREE
    return CONSTANT if value._fn is None else DIFFERENTIABLE


def _edges(op: Operator, args: tuple[Any, ...], flags: tuple[int, ...]) -> tuple[Any, ...]:
    return tuple(
        a if a._fn is LEAF else a._fn
        for name, a, f in zip(op.params, args, flags, strict=True)
        if f == DIFFERENTIABLE and name in op.rules
    )


def _node(
    op: Operator,
    plan: Plan,
    args: tuple[Any, ...],
    replaced: Tensor | None,
    tensor: Tensor,
    edges: tuple[Any, ...],
) -> Node:
    """Return the node of an in-place operation; `replaced` holds the value before it."""
    node = object.__new__(plan.node_class)
    node.plan = plan
    node.hooks = None
    node.next = edges
    values: list[Any] = []
    size = len(op.params)
    for order, kind, name in plan.entries:
        if kind == RESULT:
            values.append(tensor._data)
        elif kind == TENSOR and name == "self":
            values.append(replaced)
        elif order >= size:
            source = args[order - kind * size]._data
            values.append(source.shape if name.endswith("_shape") else source.dtype)
        else:
            values.append(args[order])
    node.saved = tuple(values)
    if plan.saves_result:
        node.result_counter = counter_of(tensor)
    _describe(node, tensor._data)
    return node


def _versions(op: Operator, plan: Plan, args: tuple[Any, ...]) -> dict[str, int]:
    """Return the versions of the operands that a node saves; empty if it saves nothing."""
    return {
        name: args[order]._version if kind == TENSOR and name != "self" else 0
        for order, kind, name in plan.entries
    }


def rebase(tensor: Tensor, fn: Any) -> None:
    """Make `fn` what made the value of `tensor`, which was just changed in place."""
    meta = tensor._meta
    base = meta.base if meta is not None else None
    if meta is not None and base is not None:
        base._fn = copy_slices(base, meta.replay, fn)
        changed = base
    else:
        tensor._fn = fn
        changed = tensor
    refresh_views(changed)


def copy_slices(base: Tensor, replay: Replay, fn: Any) -> Node:
    """Return the node of a base of which a view was changed by the operation of node `fn`."""
    node = object.__new__(node_class("CopySlices"))
    inner = fn.node if isinstance(fn, Port) else fn
    places = indices(base._data.shape, replay)
    outer = base._fn
    plan = Plan()
    plan.operator = inner.plan.operator
    plan.node_class = type(node)
    plan.joint = _slices
    plan.vjps = None
    plan.tensor_vjps = ()
    plan.entries = inner.plan.entries
    plan.mode = 0
    plan.saves_result = plan.trusted = False
    plan.frees = inner.plan.frees
    inner_arguments = inner.plan.arguments
    others = [i for i, name in enumerate(inner_arguments) if name not in ("self", "input0")]
    plan.arguments = (("self",) if outer is not None else ()) + tuple(
        inner_arguments[i] for i in others
    )
    plan.edges = (0 if outer is not None else None,) + (
        tuple(range(1 if outer is not None else 0, len(plan.arguments))) or (None,)
    )
    node.plan = plan
    node.hooks = None
    node.next = ((base if outer is LEAF else outer,) if outer is not None else ()) + tuple(
        inner.next[i] for i in others
    )
    node.saved = inner.saved
    node.extra = {"places": places, "inner": inner, "others": others, "outer": outer is not None}
    node.versions = getattr(inner, "versions", (0,) * len(inner.saved))
    if hasattr(inner, "result_counter"):
        node.result_counter = inner.result_counter
    node.seq = state.next_seq()
    if hasattr(inner, "origin"):
        node.origin = inner.origin
    _describe(node, base._data)
    return node


def _slices(node: Node, grad: Any, create: bool) -> list[Any]:
    """Return the gradients of a CopySlices node: of the base, then of the change's other inputs."""
    from engine.operators.views import put_view, replay_view

    extra = node.extra
    inner, places = extra["inner"], extra["places"]
    take = replay_view.call if create else replay_view.kernel
    put = put_view.call if create else put_view.kernel
    part = take(grad, places)
    if not create and part.ndim == 0:
        part = part[()]
    saved = node.saved

    def through(i: int) -> Any:
        plan = inner.plan
        if plan.vjps is None:
            inner.saved = saved
            return plan.joint(inner, part, create)[i]
        if create:
            inner.saved = saved
            return plan.tensor_vjps[i](part, saved, inner)
        vjp = plan.vjps[i]
        return part if vjp is None else vjp(part, saved)

    found: list[Any] = []
    if extra["outer"]:
        arguments = inner.plan.arguments
        own = next((i for i, name in enumerate(arguments) if name in ("self", "input0")), None)
        inside = None if own is None else through(own)
        found.append(put(grad, inside, places))
    found.extend(through(i) for i in extra["others"])
    return found


def copy_(self: Tensor, src: Tensor, non_blocking: bool = False) -> Tensor:
    """Copy the elements of `src`, broadcast, into this tensor; the gradient flows to `src`."""
    from engine.registry import OPERATORS

    shape, into = src._data.shape, self._data.shape
    extra = len(into) - len(shape)
    if extra < 0 or any(n not in (1, m) for n, m in zip(shape, into[extra:], strict=True)):
        wrong = convert.broadcast_error(into, shape)
        raise wrong or RuntimeError(
            f"output with shape {list(into)} doesn't match the broadcast shape {list(shape)}"
        )
    return apply(OPERATORS["_copy"], self, src)


def fill_(self: Tensor, value: Any) -> Tensor:
    """Set all elements to one value; the gradient does not flow through."""
    from engine.registry import OPERATORS

    return apply(OPERATORS["_fill"], self, value)


def zero_(self: Tensor) -> Tensor:
    """Set all elements to zero; the gradient does not flow through."""
    from engine.registry import OPERATORS

    return apply(OPERATORS["_zero"], self)


def detach_(self: Tensor) -> Tensor:
    """Take this tensor out of the graph, and return it."""
    if self._base is not None and self._fn is not None:
        raise RuntimeError(
            "Can't detach views in-place. Use detach() instead. If you are using "
            "DistributedDataParallel (DDP) for training, and gradient_as_bucket_view is set as "
            "True, gradients are views of DDP buckets, and hence detach_() cannot be called on "
            "these gradients. To fix this error, please refer to the Optimizer.zero_grad() "
            "function in torch/optim/optimizer.py as a solution."
        )
    self._fn = None
    return self


METHODS = {"copy_": copy_, "fill_": fill_, "zero_": zero_, "detach_": detach_}

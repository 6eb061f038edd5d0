"""In-place changes: writing to a shared storage, and rewriting the history that goes with it.

Note [In place]
When a tensor that is no view is changed, its `_fn` becomes the change's node. When a view is changed,
its *base* gets a CopySlices node (`engine.views.copy_slices`), and the views of the base are taken anew:
Note [Views] in `engine.views.tracking`. Tensor hooks stay with the gradient of the old value; a retained
gradient is that of the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from engine import convert, dtypes, state
from engine.dispatch import edges_of, values_of
from engine.dtypes import Array
from engine.graph.node import CONSTANT, DIFFERENTIABLE, FREE, Node, describe
from engine.graph.versions import RESULT, TENSOR, counter_of, mutated, note_versions
from engine.tensor import Tensor, from_array
from engine.views.tracking import check, check_memory, move_retained

if TYPE_CHECKING:
    from engine.registry import Operator

INTO: dict[str, Callable[..., Any]] = {
    "add": lambda self, other: np.add(self, other, self),
    "sub": lambda self, other: np.subtract(self, other, self),
    "mul": lambda self, other: np.multiply(self, other, self),
    "true_divide": lambda self, other: np.true_divide(self, other, self),
    "_add_scaled": lambda self, other, alpha: np.add(self, other * alpha, self),
    "_sub_scaled": lambda self, other, alpha: np.subtract(self, other * alpha, self),
    "_copy": lambda self, src: np.copyto(self, src, casting="unsafe"),
    "_fill": lambda self, value: self.fill(value),
    "_zero": lambda self: self.fill(0),
}
"""How to compute straight into the first operand, where operands and result have one dtype: a step
of an optimiser then needs no memory for its result. NumPy's functions themselves can do it, too."""

IDEMPOTENT = ("_fill", "_zero", "_index_put", "index_fill", "masked_fill")
"""Changes that elements which share their memory do not mind."""


before_write: Callable[[Tensor], None] | None = None
"""Called with a tensor that is about to be changed; None when nobody looks (see `saved_hooks`)."""


def form_of(op: Operator) -> Operator:
    """Return the operator's in-place form: itself, unless `operators.in_place_forms` has another."""
    from engine.registry import OPERATORS

    return OPERATORS.get(f"{op.name}_", op)


def write(tensor: Tensor, value: Any) -> None:
    """Write `value` (an array that broadcasts to the tensor) into the tensor's storage."""
    data = tensor._data
    if data.__class__ is np.ndarray:
        if 0 in data.strides and data.size > 1:  # elements that share their memory
            changed = data != value
            data[changed] = value[changed]
        else:
            data[...] = value
    else:
        tensor._data = data.dtype.type(value)


def apply(op: Operator, tensor: Tensor, *rest: Any, **keywords: Any) -> Tensor:
    """Run an operator in place: its result replaces the value of `tensor`, its first argument.

    The result must have the tensor's shape, and a dtype that can be cast to the tensor's.
    """
    args = convert.bind(op, (tensor, *rest), keywords)
    if state.vmap is not None and state.vmap.in_place(op, args):
        return tensor
    flags = tuple(_flag(a) for a in args)
    recording = DIFFERENTIABLE in flags and state.grad_enabled and bool(op.rules)
    check(tensor, recording)
    if op.name not in IDEMPOTENT or (op.name == "_fill" and isinstance(args[1], Tensor)):
        check_memory(tensor, args[1:])
    data = [a._data if isinstance(a, Tensor) else a for a in args]
    if op.check is not None:
        op.check(*data)
    if op.promote != "none":
        convert.promote(op, args, data)
    old = tensor._data
    into = _into(op, data, old)
    r = old if into is not None else _result(op, args, data, old)
    node = _node(op, args, flags, r) if recording else None
    if before_write is not None:
        before_write(tensor)
    if into is not None:
        into(*data)
    else:
        write(tensor, r)
    mutated(tensor)
    if node is not None:
        finish(node, tensor)
        rebase(tensor, node)
    if state.watch is not None:
        state.watch(op, args, tensor)
    return tensor


def _flag(value: Any) -> int:
    if not isinstance(value, Tensor):
        return FREE
    return DIFFERENTIABLE if value.requires_grad else CONSTANT


def _into(op: Operator, data: list[Any], old: Any) -> Callable[..., Any] | None:
    """Return how to compute the result straight into `old`; None if that cannot be."""
    if old.__class__ is not np.ndarray or old.dtype.kind not in "fc" or not op.inplace:
        return None
    into = INTO.get(op.name)
    if into is None:
        kernel: Any = op.kernel
        if not isinstance(kernel, np.ufunc):
            return None
        into = lambda *operands: kernel(*operands, out=old)  # noqa: E731
    for d in data[1:]:
        if isinstance(d, (np.ndarray, np.generic)):
            if (d.dtype is not old.dtype and op.name != "_copy") or (
                d.ndim and d.shape != old.shape
            ):
                return None
        elif d.__class__ is not int and d.__class__ is not float:
            return None
    if op.name == "_copy" and data[1].dtype.kind == "c" and old.dtype.kind != "c":
        return None
    return into


def _result(op: Operator, args: tuple[Any, ...], data: list[Any], old: Any) -> Any:
    """Return what the operator computes, or raise PyTorch's error if `old` cannot hold it."""
    try:
        r = op.kernel(*data)
    except convert.KERNEL_ERRORS as error:
        raise convert.explain(op, args, data, error) from None
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
    return r


def _node(op: Operator, args: tuple[Any, ...], flags: tuple[int, ...], r: Array) -> Node | None:
    """Return the node of an in-place operation, made before the change; None if it needs none.

    Operands are saved as they are before the change: if the tensor is one of them, the backward pass
    will find it changed, as in PyTorch. Of the changed tensor itself a copy is saved.
    """
    grad_fn = op.grad_fn
    plan = op.plan(
        flags, grad_fn if isinstance(grad_fn, str) else grad_fn(*args), r.dtype.kind == "c"
    )
    if not plan.vjps:
        return None
    node = object.__new__(plan.node_class)
    node.plan = plan
    node.hooks = None
    node.next = edges_of(op, args, flags)
    if any(kind == TENSOR and order == 0 for order, kind, _ in plan.entries):
        args = (from_array(args[0]._data.copy()), *args[1:])
    node.saved = values_of(plan, args, None)  # the result comes when the change is made: `finish`
    note_versions(node)
    node.seq = state.next_seq()
    return node


def finish(node: Node, tensor: Tensor) -> None:
    """Complete the node of an in-place operation when `tensor` has its new value."""
    plan = node.plan
    if plan.saves_result:
        node.result_counter = counter = counter_of(tensor)
        kinds = [kind for _, kind, _ in plan.entries]
        before = getattr(node, "versions", (0,) * len(kinds))
        node.saved = tuple(
            tensor._data if kind == RESULT else value
            for kind, value in zip(kinds, node.saved, strict=True)
        )
        node.versions = tuple(
            counter.value if kind == RESULT else version
            for kind, version in zip(kinds, before, strict=True)
        )
    describe(node, tensor._data)


def rebase(tensor: Tensor, fn: Any) -> None:
    """Make `fn` what made the value of `tensor`, which was just changed in place."""
    meta = tensor._meta
    base = None if meta is None else meta.base
    if base is None:
        old = tensor._fn
        tensor._fn = fn
        move_retained(tensor, old, fn)
        return
    from engine.views.copy_slices import copy_slices

    old = base._fn
    node = base._fn = copy_slices(base, tensor, fn)
    move_retained(base, old, node)
    made = tensor.grad_fn  # looking takes the view anew at once, as in PyTorch
    assert made is not None
    node.made = ref(made)
    if meta is not None and meta.counter is not None and meta.counter.origin is not None:
        node.origin = meta.counter.origin


def copy_(self: Tensor, src: Any, non_blocking: bool = False) -> Tensor:
    """Copy the elements of `src`, broadcast, into this tensor; the gradient flows to `src`."""
    from engine.creation import tensor
    from engine.registry import OPERATORS

    if not isinstance(src, Tensor):
        if not isinstance(src, convert.NUMBERS):
            raise TypeError(
                f"copy_(): argument 'other' (position 1) must be Tensor, not {type(src).__name__}"
            )
        src = tensor(src)
    if self._data.dtype.kind not in "fc":
        src = src.detach()  # nothing is recorded: whole numbers have no gradient
    return apply(OPERATORS["_copy"], self, src)


def fill_(self: Tensor, value: Any) -> Tensor:
    """Set all elements to one value; the gradient does not flow through."""
    from engine.registry import OPERATORS

    op = OPERATORS["_fill"]
    if isinstance(value, Tensor):
        if value._data.ndim:
            raise RuntimeError(
                "fill_ only supports 0-dimension value tensor but got tensor with "
                f"{value._data.ndim} dimensions."
            )
    elif not isinstance(value, convert.NUMBERS):
        raise TypeError(
            f"fill_() received an invalid combination of arguments - got ({type(value).__name__}), "
            "but expected one of:\n * (Tensor value)\n * (Number value)\n"
        )
    elif isinstance(value, complex) and self._data.dtype.kind != "c":
        raise RuntimeError(
            f"value cannot be converted to type {_CPP.get(self._data.dtype.name)} without overflow"
        )
    return apply(op, self, value)


_CPP = {"float32": "float", "float64": "double", "int64": "int64_t", "int32": "int"}


def zero_(self: Tensor) -> Tensor:
    """Set all elements to zero; the gradient does not flow through."""
    from engine.registry import OPERATORS

    return apply(OPERATORS["_zero"], self)


def detach_(self: Tensor) -> Tensor:
    """Take this tensor out of the graph, and return it."""
    if self._base is not None:
        raise RuntimeError(
            "Can't detach views in-place. Use detach() instead. If you are using "
            "DistributedDataParallel (DDP) for training, and gradient_as_bucket_view is set as "
            "True, gradients are views of DDP buckets, and hence detach_() cannot be called on "
            "these gradients. To fix this error, please refer to the Optimizer.zero_grad() "
            "function in torch/optim/optimizer.py as the solution."
        )
    self._fn = None
    if self._meta is not None and self._meta.counter is not None:
        self._meta.counter.lapse()
    return self


METHODS = {"copy_": copy_, "fill_": fill_, "zero_": zero_, "detach_": detach_}

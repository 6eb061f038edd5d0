"""Views and their bases: who shares whose storage, which may be changed in place, and what becomes of
a view when its base is changed.

Note [Views]
A view shares its base's storage and version counter, and remembers how it was taken (`replay`: the
view operators and their arguments, from the base on). When a base is changed in place, every live
view of it gets a new `_fn`, an AsStrided node on the base's (PyTorch does so when the view is next
looked at; doing it at once keeps the forward hot path free of the question).

A replay on gradients works on logical positions: it is run once on an array of flat indices, which
is right whatever the memory layout of the gradient.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from engine import dtypes, state
from engine.dispatch import _describe
from engine.errors import explained
from engine.node import DIFFERENTIABLE, FREE, LEAF, Node, Port
from engine.tensor import Tensor
from engine.versions import check_inference, counter_of, stem

if TYPE_CHECKING:
    from engine.registry import Operator


NO_GRAD, FRESH, MULTIPLE = 1, 2, 4
"""Restrictions of views: taken under no_grad (itself: FRESH, or what it is a view of), or one of
several."""


Replay = tuple[tuple[Callable[..., Any], tuple[Any, ...]], ...]


def make_view(view: Tensor, of: Tensor, op: Operator, args: tuple[Any, ...]) -> None:
    """Make `view` a view of `of`, taken by `op` with `args`."""
    parent = of._get_meta()
    base = parent.base if parent.base is not None else of
    meta = view._get_meta()
    meta.base = base
    meta.replay = (*parent.replay, (op.kernel, args[1:]))
    meta.counter = counter_of(of)
    meta.restriction = parent.restriction
    if not state.grad_enabled:
        meta.restriction |= NO_GRAD | (FRESH if not parent.restriction & NO_GRAD else 0)
        if of._fn is not None:
            view._fn = LEAF  # as in PyTorch: a view taken under no_grad still requires grad
    else:
        meta.restriction &= ~FRESH
    if op.multiple:
        meta.restriction |= MULTIPLE
    if meta.restriction:
        grad_fn = op.grad_fn
        meta.created_by = stem(grad_fn if isinstance(grad_fn, str) else grad_fn(*args))
    views = base._get_meta().views
    if len(views) >= 8 and len(views) & (len(views) - 1) == 0:
        views[:] = [r for r in views if r() is not None]
    views.append(ref(view))


def check_memory(tensor: Tensor, operands: tuple[Any, ...]) -> None:
    """Raise PyTorch's error if elements of `tensor` share memory with each other or an operand's."""
    data = tensor._data
    if data.__class__ is not np.ndarray:
        return
    if 0 in data.strides and any(
        s == 0 and n > 1 for s, n in zip(data.strides, data.shape, strict=True)
    ):
        raise RuntimeError(
            f"unsupported operation: more than one element of the{_OVERLAP.format('s')}"
        )
    for operand in operands:
        other = operand._data if isinstance(operand, Tensor) else None
        if (
            other.__class__ is np.ndarray
            and np.may_share_memory(data, other)
            and other.flags.forc
            and data.flags.forc
            and (data.ctypes.data, data.strides) != (other.ctypes.data, other.strides)
        ):
            raise RuntimeError(
                "unsupported operation: some elements of the input tensor and the"
                + _OVERLAP.format("")
            )


_OVERLAP = (
    " written-to tensor refer{} to a single memory location. Please clone() the tensor before "
    "performing the operation."
)


def check(tensor: Tensor) -> None:
    """Raise PyTorch's error if autograd does not allow `tensor` to be changed in place."""
    check_inference(tensor)
    if not state.grad_enabled:
        return
    meta = tensor._meta
    if meta is not None and meta.restriction & FRESH and tensor._fn is not None:
        raise RuntimeError(_refusal(tensor))
    if tensor._fn is LEAF:
        raise explained(
            RuntimeError(
                "a leaf Variable that requires grad is being used in an in-place operation."
            ),
            help="change it inside torch.no_grad(), or work on a copy (x.clone())",
        )
    if meta is None or meta.base is None:
        return
    if meta.restriction and (tensor._fn is not None or meta.base._fn is not None):
        raise RuntimeError(_refusal(tensor))
    if meta.base._fn is LEAF:
        raise explained(
            RuntimeError(
                "a view of a leaf Variable that requires grad is being used in an in-place "
                "operation."
            ),
            help="change it inside torch.no_grad(), or work on a copy (x.clone())",
        )


_AMBIGUOUS = (
    " and is being modified inplace with grad mode enabled. Given that this use case is ambiguous "
    "and error-prone, it is forbidden. You can clarify your code by moving both the view and the "
    "inplace either both inside the no_grad block (if you don't want the inplace to be tracked) or "
    "both outside (if you want the inplace to be tracked)."
)


_SEVERAL = (
    " This view is the output of a function that returns multiple views. Such functions do not "
    "allow the output views to be modified inplace. You should replace the inplace operation by an "
    "out-of-place one."
)


def _refusal(view: Tensor) -> str:
    """Return why a restricted view may not be changed in place, in PyTorch's words."""
    meta = view._get_meta()
    if meta.restriction & FRESH:
        return f"A view was created in no_grad mode{_AMBIGUOUS}"
    what = f"Output {view.output_nr} of {meta.created_by} is a view"
    if meta.restriction & NO_GRAD:
        return f"{what} of a view which was created in no_grad mode{_AMBIGUOUS}"
    return f"{what} and is being modified inplace.{_SEVERAL}"


class _Disconnected(Tensor):
    """One of several views whose base was changed in place: its place in the graph is lost.

    A live view becomes one by assignment to its `__class__`, so that ordinary tensors never have
    to ask; whoever then reads its `_fn` to compute with it gets PyTorch's error.
    """

    __slots__ = ()
    __module__ = "torch"
    __hash__ = object.__hash__

    @property
    def _fn(self) -> Any:
        meta = self._meta
        assert meta is not None
        if not state.grad_enabled:
            return LEAF
        port = vars(Tensor)["_fn"].__get__(self)
        raise RuntimeError(
            f"Output {port.number} of {meta.created_by} is a view and its base "
            f"or another view of its base has been modified inplace.{_SEVERAL}"
        )

    @property  # type: ignore[misc]
    def requires_grad(self) -> bool:
        """True: it was part of the graph."""
        return True

    def __repr__(self) -> str:
        from engine.printing import tensor_repr

        return tensor_repr(
            self._data, default_dtype=dtypes.get_default_dtype().name, grad_fn="Invalid"
        )


_Disconnected.__name__ = _Disconnected.__qualname__ = "Tensor"


def refresh_views(base: Tensor) -> None:
    """Take the live views of a changed base anew, if it requires grad."""
    if base._meta is None or base._fn is None:
        return
    for reference in base._meta.views:
        view = reference()
        if view is None or view.__class__ is _Disconnected or view._fn is LEAF:
            continue
        if view._fn.__class__ is Port:
            view.__class__ = _Disconnected
        else:
            view._fn = as_strided(base, view)


def indices(shape: tuple[int, ...], replay: Replay) -> Any:
    """Return the flat positions, in an array of `shape`, of the elements of a view of it."""
    found: Any = np.arange(int(np.prod(shape, dtype=np.int64))).reshape(shape)
    for kernel, args in replay:
        found = kernel(found, *args)
        if found.__class__ is tuple:
            found = found[0]
    return np.asarray(found)


def as_strided(base: Tensor, view: Tensor) -> Node:
    """Return the node of a view that is taken anew from its changed base."""
    from engine.operators.views import replay_view

    meta = view._get_meta()
    fn = base._fn
    plan = replay_view.plan((DIFFERENTIABLE, FREE), "AsStridedBackward0")
    node = object.__new__(plan.node_class)
    node.plan = plan
    node.hooks = None
    node.next = (base if fn is LEAF else fn,)
    node.saved = (indices(base._data.shape, meta.replay), base._data.shape)
    node.seq = state.next_seq()
    _describe(node, view._data if view._data.ndim else view._data[()])
    return node

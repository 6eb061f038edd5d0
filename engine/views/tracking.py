"""Views and their bases: who shares whose storage, and what becomes of a view when that is changed.

Note [Views]
A view shares its base's storage and version counter. It requires grad if its base does, and its place
in the graph is good as long as the storage is unchanged: after a change it is an AsStrided node on
its base's new node, made when somebody looks. So that the hot paths need not ask, a change turns the
live views of the storage into `Lapsed` tensors, whose `_fn` finds out; finding out makes them
ordinary again. The counter knows only the views that have not lapsed: changes of views that nobody
looks at cost nothing, however many there are.

Which views may be changed in place, and which must not be looked at after a change, is said by their
`restriction` (PyTorch's CreationMeta).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from engine import state
from engine.dispatch import record
from engine.errors import explained
from engine.graph.node import DIFFERENTIABLE, FREE, LEAF, Hooks, Node, Port, Untracked
from engine.graph.versions import check_inference, stem
from engine.tensor import Tensor, from_array, from_parts
from engine.views.making import (
    CUSTOM,
    INFERENCE,
    MULTIPLE,
    NO_GRAD,
    Step,
    follow,
    step_of,
    untracked,
)
from engine.views.strides import address, geometry

if TYPE_CHECKING:
    from engine.dtypes import Array
    from engine.registry import Operator


# -- taking a view anew ----------------------------------------------------------------------------


def replay_of(view: Tensor) -> tuple[Step, ...]:
    """Return the steps that lead from the base to a view."""
    meta = view._get_meta()
    assert meta.base is not None
    return meta.replay or (step_of(view._data, meta.base._data),)


def operation(step: Step, data: Array, base: Array) -> tuple[Operator, tuple[Any, ...]]:
    """Return the operator of a step and its arguments, for a tensor `data` on the storage of `base`."""
    op, args = step
    if op is not None:
        return op, args
    from engine.registry import OPERATORS

    size, strides, start = args
    width = data.itemsize
    offset = (geometry(base)[2] * base.itemsize + start) // width
    stride = tuple(s // width for s in strides)
    return OPERATORS["_as_strided"], (size, stride, offset, geometry(data))


def _as_strided(view: Array, base: Array) -> tuple[Operator, tuple[Any, ...]]:
    """Return the operator and its arguments that take a view from its base in one step."""
    from engine.registry import OPERATORS

    own = geometry(base)
    size, stride, offset = geometry(view)
    return OPERATORS["_as_strided"], (size, stride, offset, own)


def _record(of: Tensor, operation: tuple[Operator, tuple[Any, ...]], data: Array) -> Tensor:
    """Return the tensor that an operation on `of`, which gave `data`, makes."""
    op, args = operation
    out = from_array(data)
    record(op, (of, *args), (DIFFERENTIABLE,) + (FREE,) * len(args), data, out)
    return out


def _anew(view: Tensor, base: Tensor) -> Any:
    """Return the node of a view that is taken anew from its changed base."""
    of = base
    if base._fn is None:
        of = from_parts(base._data, untracked(base._data))
    root = np.asarray(base._data)
    if not view._get_meta().replay:
        of = _record(of, _as_strided(view._data, root), view._data)
    for step in view._get_meta().replay:
        source = np.asarray(of._data)
        op, args = operation(step, source, root)
        of = _record(of, (op, args), op.kernel(source, *args))
    counter = view._get_meta().counter
    if counter is not None and counter.origin is not None:
        of._fn.origin = counter.origin
    return of._fn


def move_retained(tensor: Tensor, old: Any, new: Any) -> None:
    """Let `tensor` retain the gradient of its new place in the graph; its hooks stay at the old."""
    hooks = getattr(old, "hooks", None)
    if hooks is not None and hooks.retains is not None and hooks.retains() is tensor:
        if new.hooks is None:
            new.hooks = Hooks()
        new.hooks.retains = hooks.retains
        hooks.retains = None


_own: Any = vars(Tensor)["_fn"]
"""The slot of `_fn`, which `Lapsed` hides."""


def _renew(view: Tensor) -> None:
    """Make a lapsed view an ordinary tensor with its place in the graph, or raise PyTorch's error."""
    meta = view._get_meta()
    base, counter = meta.base, meta.counter
    assert base is not None
    assert counter is not None
    fn = _own.__get__(view)
    if fn.__class__ is Untracked:
        fn = None
    if base._fn is None and (fn is None or fn is LEAF):
        new = fn
    elif counter.value != meta.version:
        if meta.restriction:
            raise _refusal(view, "its base or another view of its base has been")
        new = _anew(view, base)
        meta.version = counter.value
        if fn is not None and fn is not LEAF:
            move_retained(view, fn, new)
    else:
        new = untracked(view._data) if fn is None else fn
    view.__class__ = Tensor
    view._fn = new
    follow(counter, view)


class Lapsed(Tensor):
    """A view whose storage was changed: Note [Views].

    A live view becomes one, and an ordinary tensor again, by assignment to its `__class__`.
    """

    __slots__ = ()
    __module__ = "torch"
    __hash__ = object.__hash__

    @classmethod
    def become(cls, views: list[ref[Tensor]]) -> None:
        """Let the live ones of some views lapse, and empty the list."""
        for reference in views:
            view = reference()
            if view.__class__ is Tensor:
                view.__class__ = cls
        views.clear()

    @property
    def _fn(self) -> Any:
        try:
            _renew(self)
        except RuntimeError:
            if state.grad_enabled:
                raise
            return untracked(self._data)  # nothing is recorded: it only matters that it is not None
        return _own.__get__(self)

    @_fn.setter
    def _fn(self, value: Any) -> None:
        _own.__set__(self, value)

    @property
    def grad_fn(self) -> Node | None:
        """The node that takes this view anew."""
        _renew(self)
        return self.grad_fn

    @property
    def is_leaf(self) -> bool:
        """Whether there is none."""
        _renew(self)
        return self.is_leaf

    def _requires_grad(self) -> bool:
        meta = self._get_meta()
        assert meta.base is not None
        fn = _own.__get__(self)
        return meta.base._fn is not None or (fn is not None and fn.__class__ is not Untracked)

    def _set_requires_grad(self, value: bool) -> None:
        fn = _own.__get__(self)
        if value and isinstance(fn, (Port, Node)) and fn.__class__ is not Untracked:
            raise RuntimeError("you can only change requires_grad flags of leaf variables.")
        self.requires_grad_(value)

    requires_grad = property(_requires_grad, _set_requires_grad)

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Set the view's own flag; as in PyTorch, it is not taken anew for this."""
        fn = _own.__get__(self)
        if isinstance(fn, (Port, Node)) and fn.__class__ is not Untracked:
            if not requires_grad:
                _renew(self)
                self.requires_grad_(requires_grad)
            return self
        _own.__set__(self, LEAF if requires_grad else None)
        return self

    def retain_grad(self) -> None:
        """Keep the gradient of this view, if its place in the graph is known."""
        fn = _own.__get__(self)
        if self.requires_grad and (fn is None or fn is LEAF or fn.__class__ is Untracked):
            return  # as in PyTorch, the view is not taken anew for this
        _renew(self)
        self.retain_grad()

    @property
    def output_nr(self) -> int:
        """Which output of its former `grad_fn` the view is."""
        fn = _own.__get__(self)
        return fn.number if fn.__class__ is Port else 0

    def _grad(self) -> Tensor | None:
        try:
            _renew(self)
        except RuntimeError:
            return self._get_meta().grad
        found: Tensor | None = self.grad
        return found

    grad = property(_grad, vars(Tensor)["grad"].fset, vars(Tensor)["grad"].fdel)

    def __repr__(self) -> str:
        try:
            _renew(self)
        except RuntimeError:
            from engine import dtypes
            from engine.printing import tensor_repr

            default = dtypes.get_default_dtype().name
            return tensor_repr(self._data, default_dtype=default, grad_fn="Invalid")
        return repr(self)


Lapsed.__name__ = Lapsed.__qualname__ = "Tensor"


# -- what may be changed ---------------------------------------------------------------------------

_COPY = "change it inside torch.no_grad(), or work on a copy (x.clone())"


def check(tensor: Tensor, recorded: bool = True) -> None:
    """Raise PyTorch's error if autograd does not allow `tensor` to be changed in place.

    recorded: whether the change is to be recorded: something that takes part requires grad.
    """
    check_inference(tensor)
    if not recorded or not state.grad_enabled:
        return
    meta = tensor._meta
    base = None if meta is None else meta.base
    if meta is not None and base is not None:
        if meta.restriction:
            raise _refusal(tensor, "is being")
        if (base._fn is None or base._fn is LEAF) and tensor.requires_grad:
            made = tensor.grad_fn
            raise explained(
                RuntimeError(
                    "a view of a leaf Variable that requires grad is being used in an in-place "
                    "operation."
                ),
                labels=((getattr(made, "origin", None), "the view of the leaf is taken here"),),
                help=_COPY,
            )
    fn = tensor._fn
    if fn is LEAF:
        raise explained(
            RuntimeError(
                "a leaf Variable that requires grad is being used in an in-place operation."
            ),
            help=_COPY,
        )


_AMBIGUOUS = (
    " Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your "
    "code by moving both the view and the inplace either both inside the {0} block (if you don't want "
    "the inplace to be tracked) or both outside (if you want the inplace to be tracked)."
)
_ENDINGS = {
    NO_GRAD: _AMBIGUOUS.format("no_grad"),
    INFERENCE: _AMBIGUOUS.format("inference_mode"),
    MULTIPLE: " This view is the output of a function that returns multiple views. Such functions do "
    "not allow the output views to be modified inplace. You should replace the inplace operation by "
    "an out-of-place one.",
    CUSTOM: " This view was created inside a custom Function (or because an input was returned as-is) "
    "and the autograd logic to handle view+inplace would override the custom backward associated with "
    "the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this "
    "by cloning the output of the custom Function.",
}


def _refusal(view: Tensor, what: str) -> RuntimeError:
    """Return why a restricted view, or what it shares its storage with, must not be changed."""
    meta = view._get_meta()
    fn = _own.__get__(view)
    made = None if fn is LEAF or fn.__class__ is Untracked else getattr(fn, "node", fn)
    text = "A view was created in"
    if made is not None:
        number = fn.number if fn.__class__ is Port else 0
        text = f"Output {number} of {stem(made.name())} is a view"
    if meta.restriction in (MULTIPLE, CUSTOM) and made is not None:
        text += f" and {what} modified inplace."
    else:
        if made is not None:
            text += " of a view which was created in"
        mode = "inference mode" if meta.restriction == INFERENCE else "no_grad mode"
        during = (
            "inplace in normal mode"
            if meta.restriction == INFERENCE
            else "inplace with grad mode enabled"
        )
        text += f" {mode} and {what} modified {during}."
    return explained(
        RuntimeError(text + _ENDINGS[meta.restriction]),
        labels=(
            (getattr(made, "origin", None), "the view is taken here"),
            (meta.counter.origin if meta.counter else None, "the storage was changed here"),
        ),
    )


_OVERLAP = (
    " written-to tensor refer{} to a single memory location. Please clone() the tensor before "
    "performing the operation."
)


def check_memory(tensor: Tensor, operands: tuple[Any, ...]) -> None:
    """Raise PyTorch's error if elements of `tensor` share memory with each other or an operand's."""
    data = tensor._data
    if data.__class__ is not np.ndarray:
        return
    if (
        0 in data.strides
        and data.size
        and any(s == 0 and n > 1 for s, n in zip(data.strides, data.shape, strict=True))
    ):
        raise RuntimeError(
            f"unsupported operation: more than one element of the{_OVERLAP.format('s')}"
        )
    for operand in operands:
        other = operand._data if isinstance(operand, Tensor) else None
        if (
            other.__class__ is np.ndarray
            and other is not data
            and np.may_share_memory(data, other)
            and _dense(other)
            and _dense(data)
            and (address(data) != address(other) or not _same_steps(data, other))
        ):
            raise RuntimeError(
                "unsupported operation: some elements of the input tensor and the"
                + _OVERLAP.format("")
            )


def _same_steps(a: Array, b: Array) -> bool:
    """Return whether arrays have the same strides; in NumPy that of an expanded dimension may be 0."""
    return (a.ndim, a.size) == (b.ndim, b.size) and all(
        s == t or (n == 1 and 0 in (s, t))
        for n, s, t in zip(a.shape, a.strides, b.strides, strict=True)
    )


def _dense(data: Array) -> bool:
    """Return whether the elements lie side by side in memory, in any order."""
    if data.flags.forc:
        return True
    covered = data.itemsize
    for s, n in sorted((s, n) for s, n in zip(data.strides, data.shape, strict=True) if n > 1):
        if s != covered:
            return False
        covered *= n
    return True

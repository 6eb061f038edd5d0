"""In-place methods that are not just an operator's: storage, shape, and what composes from others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine import state
from engine.convert import OPERANDS, type_name
from engine.dtypes import TYPE_NAMES, cpp_name
from engine.graph.node import DIFFERENTIABLE
from engine.graph.versions import mutated
from engine.operators.clamping import _clamp_call
from engine.operators.strided import as_strided
from engine.registry import OPERATORS, Operator
from engine.shapes import as_size
from engine.tensor import Tensor, from_array
from engine.views.inplace import _flag, _node, apply, finish, form_of, rebase
from engine.views.strides import extent, geometry, strided
from engine.views.tracking import check, move_retained

# -- views in place --------------------------------------------------------------------------------


def _reshaped(name: str, tensor: Tensor, *rest: Any) -> Tensor:
    """Let a tensor become a view of its own storage, as the operator `name` makes one.

    Unlike other changes, this one concerns the tensor alone: a base never learns that a view of it
    has another shape now.
    """
    op = form_of(OPERATORS[name])
    args = (tensor, *rest)
    flags = tuple(_flag(a) for a in args)
    recording = DIFFERENTIABLE in flags and state.grad_enabled
    check(tensor, recording)
    data = op.kernel(tensor._materialize(), *rest)
    node = _node(op, args, flags, data) if recording else None
    tensor._data = data
    mutated(tensor)
    if node is not None:
        finish(node, tensor)
        _own(tensor, node)
    if state.watch is not None:
        state.watch(op, args, tensor)
    return tensor


def _own(tensor: Tensor, node: Any) -> None:
    """Make `node` what made a tensor, and if it is a view, that tensor alone."""
    meta = tensor._get_meta()
    if meta.base is not None and meta.counter is not None:
        meta.version = meta.counter.value
    old = tensor._fn
    tensor._fn = node
    move_retained(tensor, old, node)


def t_(self: Tensor) -> Tensor:
    """Transpose this matrix in place: its elements stay where they are."""
    return _reshaped("t", self)


def transpose_(self: Tensor, dim0: int, dim1: int) -> Tensor:
    """Swap two dimensions in place: the elements stay where they are."""
    return _reshaped("transpose", self, dim0, dim1)


def unsqueeze_(self: Tensor, dim: int) -> Tensor:
    """Insert a dimension of size 1, in place."""
    return _reshaped("unsqueeze", self, dim)


def squeeze_(self: Tensor, dim: Any = None) -> Tensor:
    """Remove dimensions of size 1 in place: all, or those named."""
    return _reshaped("squeeze", self, dim)


def as_strided_(self: Tensor, size: Any, stride: Any, storage_offset: Any = None) -> Tensor:
    """Become a view of the own storage with the given sizes, strides and offset."""
    own = geometry(self._materialize())
    offset = own[2] if storage_offset is None else int(storage_offset)
    return _reshaped("_as_strided", self, as_size(size), as_size(stride), offset, own)


# -- storage ---------------------------------------------------------------------------------------


def set_(
    self: Tensor,
    source: Tensor | None = None,
    storage_offset: int = 0,
    size: Any = None,
    stride: Any = None,
) -> Tensor:
    """Share the storage of `source` from now on, or its part with the given geometry."""
    given = source is not None
    if source is None:
        source = from_array(np.empty(0, self._data.dtype))
    if source._data.dtype != self._data.dtype:
        raise RuntimeError(
            f"Could not set tensor of type {cpp_name(source.dtype)} to a tensor of type "
            f"{cpp_name(self.dtype)}"
        )
    op = OPERATORS["_set"]
    args = (self, source if given else None)
    flags = (_flag(self), _flag(args[1]))
    recording = DIFFERENTIABLE in flags and state.grad_enabled
    check(self, recording)
    data = source._materialize()[...]
    if size is not None:
        sizes = as_size(size)
        data = strided(data, sizes, _packed(sizes) if stride is None else stride, storage_offset)
    node = _node(op, args, flags, data) if recording else None
    self._data = data
    mutated(self)
    if node is not None:
        finish(node, self)
        rebase(self, node)
    return self


def _packed(size: tuple[int, ...]) -> tuple[int, ...]:
    """Return the strides of a tensor whose elements lie in order, side by side."""
    strides = []
    step = 1
    for n in reversed(size):
        strides.append(step)
        step *= max(n, 1)
    return tuple(reversed(strides))


def resize_(self: Tensor, *size: Any, memory_format: Any = None) -> Tensor:
    """Take another shape on the own storage, made larger if need be; new elements are zero."""
    if self.requires_grad:
        raise RuntimeError("cannot resize variables that require grad")
    sizes = as_size(size[0] if len(size) == 1 else size)
    data = self._materialize()
    if sizes != data.shape:
        where = sizes, _packed(sizes), geometry(data)[2]
        whole = strided(data, *_everything(data))
        if extent(where)[1] <= whole.size:
            self._data = strided(data, *where)
        else:
            grown = np.zeros(int(np.prod(sizes)), data.dtype)
            kept = whole[where[2] :]
            grown[: kept.size] = kept
            self._data = grown.reshape(sizes)
        mutated(self)
    return self


def _everything(data: Any) -> tuple[tuple[int], tuple[int], int]:
    """Return the geometry of the whole storage of an array."""
    from engine.views.strides import storage

    return (storage(data).size // data.itemsize,), (1,), 0


def resize_as_(self: Tensor, the_template: Tensor, *, memory_format: Any = None) -> Tensor:
    """Take the shape of another tensor on the own storage."""
    return resize_(self, the_template._data.shape)


def share_memory_(self: Tensor) -> Tensor:
    """Return the tensor itself: a script runs in one process."""
    return self


# -- elements --------------------------------------------------------------------------------------


def put_(self: Tensor, index: Tensor, source: Tensor, accumulate: bool = False) -> Tensor:
    """Put the elements of `source` at positions counted over all elements, or add them there."""
    return apply(OPERATORS["_put"], self, index, source, accumulate)


def fill_diagonal_(self: Tensor, fill_value: Any, wrap: bool = False) -> Tensor:
    """Put one value on the main diagonal; wrap: let it start anew below a tall matrix."""
    if self._data.ndim < 2:
        raise RuntimeError("dimensions must larger than 1")
    size, strides, start = geometry(self._data)
    if len(size) > 2 and len(set(size)) > 1:
        raise RuntimeError("all dimensions of input must be of equal length")
    n, step = min(size[0], size[1]), sum(strides)
    as_strided(self, (n,), (step,), start).fill_(fill_value)
    if wrap and len(size) == 2 and size[0] > size[1] + 1:
        left = -(-self._data.size // (size[1] + 1)) - n
        as_strided(self, (left,), (step,), start + strides[0] * (size[1] + 1)).fill_(fill_value)
    return self


def square_(self: Tensor) -> Tensor:
    """Replace the elements by their squares."""
    return apply(OPERATORS["_pow_number"], self, 2)


def clamp_(self: Tensor, min: Any = None, max: Any = None) -> Tensor:
    """Limit the elements to the range from `min` to `max`: numbers or tensors, one may be None."""
    op, args = _clamp_call(self, min, max)
    return apply(op, *args)


def float_power_(self: Tensor, exponent: Any) -> Tensor:
    """Raise this tensor of double precision to a power."""
    name = TYPE_NAMES[self._data.dtype.name]
    kind = self._data.dtype.kind
    other = exponent._data.dtype.kind if isinstance(exponent, Tensor) else ""
    wanted = "ComplexDouble" if "c" in (kind, other) or isinstance(exponent, complex) else "Double"
    if name != wanted:
        raise RuntimeError(
            f"the base given to float_power_ has dtype {name} but the operation's result requires "
            f"dtype {wanted}"
        )
    op = OPERATORS["_pow" if isinstance(exponent, Tensor) else "_pow_number"]
    return apply(op, self, exponent)


def conj_physical_(self: Tensor) -> Tensor:
    """Replace the elements by their complex conjugates."""
    return apply(form_of(OPERATORS["_conj_physical"]), self)


def apply_(self: Tensor, function: Callable[[Any], Any]) -> Tensor:
    """Replace each element by what a Python function returns for it; not differentiable."""
    if self.requires_grad:
        raise RuntimeError(
            "Can't call apply_() on Variable that requires grad. Use var.detach().apply_() instead."
        )
    values = [function(v) for v in np.ravel(self._data).tolist()]
    return _replaced(self, values)


def map_(self: Tensor, tensor: Tensor, function: Callable[[Any, Any], Any]) -> Tensor:
    """Replace each element by what a function returns for it and that of another tensor."""
    if tensor.requires_grad or self.requires_grad:
        raise RuntimeError(
            "Can't call map_() on Variable that requires grad. Use var.detach().map_() instead."
        )
    other = np.broadcast_to(tensor._data, self._data.shape)
    pairs = zip(np.ravel(self._data).tolist(), np.ravel(other).tolist(), strict=True)
    return _replaced(self, [function(a, b) for a, b in pairs])


def _replaced(tensor: Tensor, values: list[Any]) -> Tensor:
    data = tensor._data
    fresh = np.array(values, data.dtype).reshape(data.shape)
    if data.__class__ is np.ndarray:
        data[...] = fresh
    else:
        tensor._data = fresh[()]
    return tensor


def operator_in_place(op: Operator, name: str) -> Callable[..., Any]:
    """Return the method that runs an operator in place."""
    form = form_of(op)

    def method(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        try:
            if form.promote != "none":
                _check_operands(form, args, name)
            return apply(form, self, *args, **kwargs)
        except TypeError as error:
            text = str(error)
            for own in (form.name, op.name):
                if text.startswith(f"{own}("):
                    error.args = (name + text[len(own) :],)
            raise

    method.__name__ = method.__qualname__ = name
    method.__doc__ = f"Replace the tensor's value by that of `{name[:-1]}`; return the tensor."
    return method


def _check_operands(op: Operator, args: tuple[Any, ...], name: str) -> None:
    """Raise PyTorch's error for an operand of a method that is neither tensor nor number."""
    for place in op.operands:
        if 0 < place <= len(args) and not isinstance(args[place - 1], OPERANDS):
            value = args[place - 1]
            raise TypeError(
                f"{name}(): argument '{op.params[place]}' (position {place}) must be Tensor, not "
                f"{type_name(value)}"
            )


METHODS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        *(t_, transpose_, unsqueeze_, squeeze_, as_strided_, set_, resize_, resize_as_),
        *(
            share_memory_,
            put_,
            fill_diagonal_,
            square_,
            clamp_,
            float_power_,
            conj_physical_,
            apply_,
            map_,
        ),
    )
}
METHODS["clip_"] = clamp_
METHODS["swapaxes_"] = METHODS["swapdims_"] = transpose_

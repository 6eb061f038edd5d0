"""In-place changes of mapped tensors: of the storage of all examples, and of the history of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine import dtypes, state
from engine.batched import Batched
from engine.errors import explained
from engine.func.batch_rules import is_elementwise
from engine.func.batching import (
    Mapped,
    VmapLevel,
    as_mapped,
    call,
    copied,
    flag_of,
    level_of,
    move,
    padded_to,
    plain,
    tensors_in,
)
from engine.graph.node import DIFFERENTIABLE
from engine.graph.versions import mutated
from engine.operators.shape import reshape
from engine.registry import OPERATORS
from engine.tensor import Tensor, from_parts
from engine.views import inplace
from engine.views.tracking import check

if TYPE_CHECKING:
    from engine.registry import Operator

__all__ = ["in_place"]

INPLACE = (
    "vmap: {0}(self, *extra_args) is not possible because there exists a Tensor `other` in "
    "extra_args that has more elements than `self`. This happened due to `other` being vmapped over "
    "but `self` not being vmapped over {1}. Please try to use out-of-place operators instead of {0}. "
    "If said operator is being called inside the PyTorch framework, please file a bug report instead."
)
IN_PLACE_NAMES = dict.fromkeys(
    ("mul", "sub", "true_divide", "_sub_scaled", "_copy", "_fill", "masked_fill"),
    "inplace arithmetic",
) | {"_index_put": "index_put_"}
"""What PyTorch calls operators in this error; those not named have no batching rule in place."""


def in_place(op: Operator, args: tuple[Any, ...]) -> bool:
    """Run an operator in place on mapped tensors; return False if no argument is mapped.

    What the function records at this level is recorded out of place, of a copy, and becomes the
    history of the changed tensor; the values are changed in the storage of all examples.
    """

    level = level_of(args)
    if level is None:
        return False
    target: Tensor = args[0]
    data = target._data
    if data.__class__ is not Batched or data.level is not level or data.bdim is None:
        if all(m.bdim is None for m in tensors_in([as_mapped(a, level) for a in args])):
            here = data.__class__ is Batched and data.level is level
            if (
                here
                and state.grad_enabled
                and any(flag_of(a, level) == DIFFERENTIABLE for a in args)
            ):
                check(target, True)
                out = call(op, (from_parts(copied(data), target._fn), *args[1:]))
                _fits(target, out)
                inplace.copy_(data.value, out._data.value)
                mutated(target)
                _rewrite(target, out)
                return True
            inplace.apply(op, *[plain(as_mapped(a, level)) for a in args])
            return True
        raise _not_mapped(op, args, level)
    recorded = state.grad_enabled and any(flag_of(a, level) == DIFFERENTIABLE for a in args)
    check(target, recorded)
    if recorded or not is_elementwise(op):
        before = from_parts(copied(data) if recorded else data, target._fn)
        out = call(op, (before, *args[1:]))
        _fits(target, out)
        inplace.copy_(data.value, move(_at_front(out._data), 0, data.bdim))
        if recorded:
            mutated(target)
            _rewrite(target, out)
        return True
    values = [as_mapped(a, level) for a in args]
    rank = max(v.ndim for v in tensors_in(values))
    inplace.apply(op, *[padded_to(v, rank) if v.__class__ is Mapped else v for v in values])
    return True


def _not_mapped(op: Operator, args: tuple[Any, ...], level: VmapLevel) -> RuntimeError:
    """Return PyTorch's error for a change, in place, of a tensor that all examples share."""
    if op.name in ("add", "_add_scaled", "atan2"):
        values = [v for a in args if (v := as_mapped(a, level)).__class__ is Mapped]
        shape = np.broadcast_shapes(*[v.shape for v in values])
        error = RuntimeError(
            f"output with shape {list(values[0].shape)} doesn't match the broadcast shape "
            f"{[level.size, *shape]}"
        )
    elif op.name in IN_PLACE_NAMES:
        error = RuntimeError(INPLACE.format(IN_PLACE_NAMES[op.name], "in a vmap"))
    else:
        where = f"at level {level.number}"
        name = op.name.strip("_").removesuffix("_tensors").removesuffix("_number")
        error = RuntimeError(INPLACE.format(f"aten::{name}_", where))
    return explained(
        error, help="the tensor to be changed is one, but each example would change it otherwise"
    )


def _rewrite(target: Tensor, out: Tensor) -> None:
    """Make what was recorded for `out` the history of the tensor that now has its values.

    If that is a view, its base is now itself with the new values put at the view's places.
    """
    meta = target._meta
    base = None if meta is None else meta.base
    if meta is None or base is None:
        target._fn = out._fn
        return
    shape = base._data.shape
    places: Any = np.arange(int(np.prod(shape, dtype=np.int64))).reshape(shape)
    for op, (number, *rest) in meta.replay:
        places = op.kernel(places, *rest)
        places = places[number] if places.__class__ is tuple else places
    flat = reshape(from_parts(base._data, base._fn), (-1,))
    new = OPERATORS["_index_put"].call(flat, (places,), out, False)
    base._fn = reshape(new, shape)._fn
    flat = reshape(from_parts(base._data, base._fn), (-1,))
    target._fn = OPERATORS["_index"].call(flat, (places,))._fn


def _at_front(data: Batched) -> Tensor:
    mapped = Mapped(data.value, data.bdim, data.level.size)
    return mapped.each()


def _fits(target: Tensor, out: Tensor) -> None:
    """Raise PyTorch's error if a result cannot replace the value of a tensor."""
    if out._data.shape != target._data.shape:
        raise RuntimeError(
            f"output with shape {list(target._data.shape)} doesn't match the broadcast shape "
            f"{list(out._data.shape)}"
        )
    to, frm = target.dtype, out.dtype
    if frm is not to and frm.category > to.category:
        raise RuntimeError(
            f"result type {dtypes.TYPE_NAMES[frm.name]} can't be cast to the desired output type "
            f"{dtypes.TYPE_NAMES[to.name]}"
        )

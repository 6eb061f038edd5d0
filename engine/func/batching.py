"""Operators on mapped tensors: from a call inside `vmap` to one call on all examples.

Note [Batching]
A call has the level of its innermost mapped argument. There the operator's batching rule is applied
to the tensors of all examples, through the operators themselves, so that what they record, and the
levels below, come by themselves; the result is mapped again. An argument that is not mapped at this
level goes into the rule as it is. What the mapped function itself records at this level (it calls
`torch.func.grad`) are nodes of single examples: their derivative rules run on mapped tensors.

`engine.state.vmap` is the module of what the rest of the engine calls (`mapped_calls`) while a `vmap`
runs, and None else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from engine import state
from engine.batched import Batched, outside
from engine.dispatch import record
from engine.graph.node import CONSTANT, DIFFERENTIABLE, FREE
from engine.graph.versions import counter_of
from engine.registry import OPERATORS
from engine.shapes import wrap_dim
from engine.tensor import Tensor, from_array, from_parts

if TYPE_CHECKING:
    from engine.registry import Operator


class VmapLevel:
    """One running `vmap`: how many transforms it is deep, how many examples, its randomness."""

    __slots__ = ("number", "randomness", "size")

    def __init__(self, size: int, randomness: str) -> None:
        self.number = len(state.levels) + 1
        self.size = size
        self.randomness = randomness


class Mapped:
    """An argument of a batching rule: the tensor of all examples and where they lie in it."""

    __slots__ = ("bdim", "ndim", "raw", "shape", "size", "value")

    def __init__(self, value: Tensor, bdim: int | None, size: int, raw: bool = False) -> None:
        self.raw = raw  # whether the operator takes it as an array
        self.value = value
        self.bdim = bdim
        self.size = size
        shape: tuple[int, ...] = value._data.shape
        self.shape = shape if bdim is None else shape[:bdim] + shape[bdim + 1 :]
        self.ndim = len(self.shape)

    def front(self) -> Tensor:
        """Return the tensor with the examples along the first dimension, if it has any."""
        return move(self.value, self.bdim, 0) if self.bdim else self.value

    def each(self) -> Tensor:
        """Return the same, repeated for each example if it is not mapped."""
        if self.bdim is None:
            out: Tensor = OPERATORS["expand"].call(self.value, (self.size, *self.shape))
            return out
        return self.front()

    def example(self, i: int) -> Any:
        """Return example `i`."""
        if self.bdim is None:
            return self.given(self.value)
        return self.given(OPERATORS["select"].call(self.value, self.bdim, i))

    def given(self, tensor: Tensor) -> Any:
        """Return a tensor made of this one as the operator takes it."""
        return tensor._data if self.raw else tensor


Rule = Callable[["Operator", list[Any], VmapLevel], Any]
"""A batching rule: from the arguments (tensors as Mapped) to (result, where its examples lie)."""


def move(tensor: Tensor, source: int, target: int) -> Tensor:
    """Move one dimension to another place."""
    if source == target:
        return tensor
    order = [d for d in range(tensor.dim()) if d != source]
    order.insert(target, source)
    out: Tensor = OPERATORS["permute"].call(tensor, order)
    return out


def padded_to(mapped: Mapped, rank: int) -> Tensor:
    """Return a tensor in which examples, if any, come first, then `rank` dimensions."""
    out = mapped.front()
    if mapped.bdim is None or mapped.ndim >= rank:
        return out
    size = out._data.shape
    wide = (size[0], *(1,) * (rank - mapped.ndim), *size[1:])
    from engine.operators.shape import reshape

    return reshape(out, wide)


def level_of(args: Sequence[Any]) -> VmapLevel | None:
    """Return the innermost level at which an argument, or a part of one, is mapped."""
    found: Any = None
    for value in args:
        if isinstance(value, Tensor):
            value = value._data
        elif value.__class__ is tuple or value.__class__ is list:
            inner = level_of(value)
            if inner is not None and (found is None or inner.number > found.number):
                found = inner
            continue
        if value.__class__ is Batched and (found is None or value.level.number > found.number):
            found = value.level
    return found  # type: ignore[no-any-return]


def as_mapped(value: Any, level: VmapLevel) -> Any:
    """Return an argument as rules see it."""
    if value.__class__ is tuple or value.__class__ is list:
        return tuple([as_mapped(v, level) for v in value])
    data = value._data if isinstance(value, Tensor) else value
    if data.__class__ is Batched and data.level is level:
        return Mapped(data.value, data.bdim, level.size, data is value)
    if isinstance(value, Tensor):
        return Mapped(value, None, level.size)
    if data.__class__ is Batched:
        return Mapped(from_array(value), None, level.size, True)
    return value


def plain(value: Any) -> Any:
    """Return an argument of a rule as the operator takes it, if it is the same for all examples."""
    if value.__class__ is tuple:
        return tuple([plain(v) for v in value])
    return value.given(value.value) if value.__class__ is Mapped else value


def tensors_in(values: Sequence[Any]) -> list[Mapped]:
    """Return the tensors among the arguments of a rule, those in lists included."""
    found: list[Mapped] = []
    for value in values:
        if value.__class__ is Mapped:
            found.append(value)
        elif value.__class__ is tuple:
            found.extend(tensors_in(value))
    return found


def call(op: Operator, args: tuple[Any, ...]) -> Any:
    """Return the result of an operator on arguments some of which are mapped; None if none is."""
    level = level_of(args)
    if level is None:
        return None
    from engine.func.batch_compositions import COMPOSITIONS
    from engine.func.batch_rules import rule_of

    flags = tuple([flag_of(a, level) for a in args])
    recorded = bool(op.rules) and state.grad_enabled and _takes_part(flags)
    compose = COMPOSITIONS.get(op.batch)
    if compose is not None:
        if op.batch == "of all" and recorded:  # its own rule shares the gradient among equals
            out = compose(op, tuple([without_history(a) for a in args]))
            record(op, args, flags, out._data, out)
            return out
        out = compose(op, args)
        if out is not None:
            return out
    if op.check is not None:
        op.check(*[outside(a._data) if isinstance(a, Tensor) else a for a in args])
    values = [as_mapped(a, level) for a in args]
    if all(m.bdim is None for m in tensors_in(values)):
        result: Any = invoke(op, [plain(v) for v in values])
        bdim: Any = None
    else:
        result, bdim = rule_of(op)(op, values, level)
    several = result.__class__ is tuple
    r = (
        tuple([Batched(t, bdim, level) for t in result])
        if several
        else Batched(result, bdim, level)
    )
    out = tuple([from_parts(piece, None) for piece in r]) if several else from_parts(r, None)
    if op.view:
        for number, piece in enumerate(out if several else (out,)):
            _follow_view(op, args, piece, number)
    if recorded:
        record(op, args, flags, r, out)
    return out


def _takes_part(flags: tuple[Any, ...]) -> bool:
    return any(f == DIFFERENTIABLE or (f.__class__ is tuple and DIFFERENTIABLE in f) for f in flags)


def _follow_view(op: Operator, args: tuple[Any, ...], view: Tensor, number: int) -> None:
    """Remember how a view of a mapped tensor was taken, for changes of it in place."""
    of = args[0]
    meta, parent = view._get_meta(), of._get_meta()
    meta.base = of if parent.base is None else parent.base
    meta.counter = counter_of(of)
    meta.replay = (*parent.replay, (op, (number, *args[1:])))


def flag_of(value: Any, level: VmapLevel) -> Any:
    """Return what an argument is to the graph of this level."""
    if isinstance(value, Tensor):
        here = value._data.__class__ is Batched and value._data.level is level
        return DIFFERENTIABLE if here and value._fn is not None else CONSTANT
    if value.__class__ in (tuple, list) and any(isinstance(v, Tensor) for v in value):
        return tuple([flag_of(v, level) for v in value])
    return FREE


def invoke(op: Operator, args: Sequence[Any]) -> Any:
    """Call an operator with all its arguments in order, keyword-only ones included."""
    n = op.n_positional
    if len(args) == n:
        return op.call(*args)
    return op.call(*args[:n], **dict(zip(op.params[n:], args[n:], strict=True)))


def loop(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """The rule of operators without one: each example by itself, the results stacked."""

    def pick(value: Any, i: int) -> Any:
        if value.__class__ is tuple:
            return tuple([pick(v, i) for v in value])
        return value.example(i) if value.__class__ is Mapped else value

    if not level.size:
        return _of_none(op, values), 0
    rows = [invoke(op, [pick(v, i) for v in values]) for i in range(level.size)]
    from engine.operators.join import stack

    if rows[0].__class__ is tuple:
        return tuple([stack(column) for column in zip(*rows, strict=True)]), 0
    return stack(rows), 0


def _of_none(op: Operator, values: list[Any]) -> Any:
    """Return the result for no examples at all, of the shape that an example of zeros gives."""

    def example(value: Any) -> Any:
        if value.__class__ is tuple:
            return tuple([example(v) for v in value])
        if value.__class__ is not Mapped:
            return value
        return from_array(np.zeros(value.shape, value.value._data.dtype))

    result = invoke(op, [example(v) for v in values])
    pieces = result if result.__class__ is tuple else (result,)
    made = tuple([from_array(np.zeros((0, *p._data.shape), p._data.dtype)) for p in pieces])
    return made if result.__class__ is tuple else made[0]


# -- tensors of a level ----------------------------------------------------------------------------


class running:
    """While the block runs, `level` is the innermost one."""

    __slots__ = ("before", "level")

    before: Any

    def __init__(self, level: VmapLevel) -> None:
        self.level = level

    def __enter__(self) -> None:
        self.before = state.vmap
        from engine.func import mapped_calls

        state.vmap = mapped_calls
        state.levels.append(self.level)

    def __exit__(self, *exception: object) -> None:
        state.levels.pop()
        state.vmap = self.before


def mapped(tensor: Tensor, dim: int | None, level: VmapLevel) -> Tensor:
    """Return one example of a tensor, seen of many."""
    return from_parts(Batched(tensor, dim, level), None)


def unmapped(value: Tensor, dim: int, level: VmapLevel) -> Tensor:
    """Return the tensor of all examples, which lie along `dim`."""
    data = value._data
    place = wrap_dim(dim, len(data.shape) + 1)
    if data.__class__ is Batched and data.level is level:
        if data.bdim is not None:
            return move(data.value, data.bdim, place)
        value = data.value
    shape = value._data.shape
    # Not moved: that only size 1 can stand in the place of `dim` is PyTorch's way.
    out: Tensor = OPERATORS["expand"].call(value, (*shape[:place], level.size, *shape[place:]))
    return out


def vmap_levels() -> list[VmapLevel]:
    """Return the running `vmap`s, outermost first."""
    return [level for level in state.levels if level.__class__ is VmapLevel]


def lifted(tensor: Tensor) -> Tensor:
    """Return a tensor as the innermost running `vmap` sees it, with no history there."""
    level = vmap_levels()[-1]
    data = tensor._data
    if data.__class__ is Batched and data.level is level:
        return from_parts(data, None)
    return from_parts(Batched(tensor, None, level), None)


def without_history(tensor: Tensor) -> Tensor:
    """Return a tensor of the same values without what was recorded at its own level."""
    return from_parts(tensor._data, None)


def detached(tensor: Tensor) -> Tensor:
    """Return a mapped tensor that shares its storage and is part of no graph at all."""
    data = tensor._data
    return from_parts(Batched(data.value.detach(), data.bdim, data.level), None)


def copied(data: Batched) -> Batched:
    """Return the same values in a storage of their own."""
    return Batched(data.value.clone(), data.bdim, data.level)


def like(tensor: Tensor, model: Tensor) -> Tensor:
    """Return `tensor`, made in the shape of an example, mapped as `model` is, each with its own."""
    data = model._data
    if data.__class__ is not Batched or data.bdim is None:
        return tensor
    inner = OPERATORS["expand"].call(tensor, (data.level.size, *tensor._data.shape))
    inner = OPERATORS["clone"].call(inner, "contiguous")
    return from_parts(Batched(like(inner, data.value), 0, data.level), None)


def by_example(find: Callable[..., Any], *arrays: Any) -> Any:
    """Apply a function of arrays that has no derivative to those of each example by itself."""
    level = level_of(arrays)
    if level is None:
        return find(*arrays)
    values = [as_mapped(a, level) if a.__class__ is Batched else a for a in arrays]
    rows = []
    for i in range(level.size):
        row = [v.example(i) if v.__class__ is Mapped else v for v in values]
        rows.append(by_example(find, *row))
    if not rows:
        found = np.asarray(find(*[outside(a) for a in arrays]))
        return Batched(from_array(np.zeros((0, *found.shape), found.dtype)), 0, level)
    stack = OPERATORS["_stack"].call
    if rows[0].__class__ is tuple:
        columns = [stack([from_array(v) for v in c], 0) for c in zip(*rows, strict=True)]
        return tuple([Batched(column, 0, level) for column in columns])
    return Batched(stack([from_array(v) for v in rows], 0), 0, level)

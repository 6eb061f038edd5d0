"""Batching rules by kind: what the `batch` word of an operator's declaration stands for.

A rule gets the operator, its arguments in order (tensors as `Mapped`) and the level, and returns the
result for all examples with the dimension along which they lie. Operators without a word go through
`batching.loop`, example by example; that a rule agrees with it is tested for every operator.

Note [Shift]
With the examples in front, a dimension counted from the front moves by one. A 0-d example has the
dimensions 0 and -1 as well: it gets one of size 1, which is taken away again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine import dtypes
from engine.errors import explained
from engine.func.batch_shapes import (
    expanded,
    joined,
    permuted,
    repeated,
    sized,
    split,
    squeezed,
    transposed,
)
from engine.func.batching import (
    Mapped,
    Rule,
    VmapLevel,
    invoke,
    loop,
    padded_to,
    plain,
    tensors_in,
)
from engine.operators.casting import to
from engine.operators.matrix import matmul
from engine.operators.shape import reshape
from engine.registry import OPERATORS
from engine.shapes import wrap_dim, wrap_dims
from engine.tensor import from_array
from engine.views.tracking import _dense
from engine.warn import warn

if TYPE_CHECKING:
    from engine.registry import Operator

DIMS = ("dim", "dims", "dim0", "dim1", "dim2", "dimension")
"""Parameters that are dimensions of the (first) tensor."""


def rule_of(op: Operator) -> Rule:
    """Return an operator's batching rule."""
    return RULES[op.batch] if op.batch else loop


def is_elementwise(op: Operator) -> bool:
    """Return whether an operator treats each element alike, so that it can run on a view."""
    return op.batch == "elementwise"


_WRAPPING = ("add", "sub", "mul", "true_divide", "_add_scaled", "_sub_scaled")
"""Operators to which a number is a tensor: PyTorch then brings the examples to the front."""

# -- kinds -----------------------------------------------------------------------------------------


def elementwise(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Elements stand side by side: align the ranks and broadcast."""
    tensors = tensors_in(values)
    if len(tensors) == 1 and op.name in _WRAPPING and len(op.operands) > 1:
        return invoke(op, [v.front() if v.__class__ is Mapped else v for v in values]), 0
    if len(tensors) == 1:
        return invoke(op, [plain(v) for v in values]), tensors[0].bdim
    rank = max(t.ndim for t in tensors)
    if op.promote != "none" and op.name != "_where":  # in which PyTorch forgot about it
        values = _promoted(op, values)
    return invoke(op, [padded_to(v, rank) if v.__class__ is Mapped else v for v in values]), 0


def _promoted(op: Operator, values: list[Any]) -> list[Any]:
    """Cast mapped 0-d operands, which must not widen a dtype, to the dtype of the result."""
    operands = [values[i] for i in op.operands]
    if all(v.__class__ is not Mapped or v.ndim or v.bdim is None for v in operands):
        return values
    kinds = [
        np.zeros((1,) * v.ndim, v.value._data.dtype) if v.__class__ is Mapped else v
        for v in operands
    ]
    target = dtypes.result_type(*[k[()] if getattr(k, "ndim", 1) == 0 else k for k in kinds])
    if op.promote == "float" and target.category < dtypes.FLOAT:
        target = dtypes.get_default_dtype()
    values = list(values)
    for i in op.operands:
        v = values[i]
        if v.__class__ is Mapped and v.value.dtype is not target and not v.ndim:
            values[i] = Mapped(to(v.value, target), v.bdim, v.size)
    return values


def dims(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Dimensions move by one: Note [Shift]. No dimension means all of an example."""
    first = next(v for v in values if v.__class__ is Mapped)
    flat = max(t.ndim for t in tensors_in(values)) == 0
    return _shifted(op, values, first.ndim, flat)


def new_dims(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """The same for an operator that inserts a dimension."""
    return _shifted(op, values, values[0].ndim + 1, False)


def shaped(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """The result has a given shape, and dimensions are those of it."""
    shape = values[op.params.index("shape")]
    if not shape and "dim" in op.params:
        return loop(op, values, level)
    return _shifted(op, values, len(shape), False)


def _shifted(op: Operator, values: list[Any], ndim: int, flat: bool) -> Any:
    """Call an operator with the examples in front and what names dimensions changed accordingly."""
    size = next(t.size for t in tensors_in(values))
    args: list[Any] = []
    for name, value in zip(op.params, values, strict=True):
        if value.__class__ is Mapped:
            each = value.each()
            args.append(value.given(reshape(each, (size, 1)) if flat else each))
        elif name == "index" and isinstance(value, np.ndarray):
            each = Mapped(from_array(value), None, size).each()
            args.append((reshape(each, (size, 1)) if flat else each)._data)
        elif name in DIMS:
            args.append(_moved_dims(value, 1 if flat else ndim))
        elif name == "shape":
            args.append((size, *value))
        else:
            args.append(value)
    out = invoke(op, args)
    if not flat:
        return out, 0
    pieces = out if out.__class__ is tuple else (out,)
    back = tuple([reshape(p, (size,)) if p._data.ndim == 2 else p for p in pieces])
    return (back if out.__class__ is tuple else back[0]), 0


def _moved_dims(dim: Any, ndim: int) -> Any:
    """Return dimensions of an example as those of all examples, which are in front."""
    if dim is None or (dim.__class__ in (tuple, list) and not dim):
        return tuple(range(1, ndim + 1))
    if dim.__class__ in (tuple, list):
        return tuple([d + 1 for d in wrap_dims(dim, ndim)])
    return wrap_dim(dim, ndim) + 1


def flattened(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """One dimension or, if none is given, the flattened example."""
    place = op.params.index("dim")
    if values[place] is not None:
        return dims(op, values, level)
    first: Mapped = values[0]
    flat = first.front() if first.ndim == 1 else reshape(first.front(), (level.size, -1))
    keepdim = "keepdim" in op.params and values[op.params.index("keepdim")]
    args = list(values)
    args[0], args[place] = flat, 1
    out = invoke(op, args)
    return (reshape(out, (level.size, *(1,) * first.ndim)) if keepdim else out), 0


def rolled(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Along the flattened example, if no dimensions are given."""
    first, shifts, along = values
    if along and first.ndim:
        return dims(op, values, level)
    flat = reshape(first.front(), (level.size, -1))
    return reshape(invoke(op, [flat, shifts, (1,) * len(shifts)]), (level.size, *first.shape)), 0


def leading(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """The operator itself works on the last dimensions of any number of examples."""
    return invoke(op, [v.each() if v.__class__ is Mapped else v for v in values]), 0


def matrices(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """The same where matrices broadcast: their batches are aligned, and the examples come first."""
    batch = max(t.ndim - _of_matrices(name) for name, t in _named_tensors(op, values))
    args = [
        padded_to(v, batch + _of_matrices(name)) if v.__class__ is Mapped else v
        for name, v in zip(op.params, values, strict=True)
    ]
    return invoke(op, args), 0


def _named_tensors(op: Operator, values: list[Any]) -> list[tuple[str, Mapped]]:
    pairs = zip(op.params, values, strict=True)
    return [(name, value) for name, value in pairs if value.__class__ is Mapped]


def _of_matrices(name: str) -> int:
    """Return how many dimensions an argument has beside those of a batch."""
    return 1 if name == "pivots" else 2


def leading_first(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """The same where only the first tensor may be mapped."""
    if any(t.bdim is not None for t in tensors_in(values[1:])):
        return loop(op, values, level)
    first = values[0].front()
    return invoke(op, [first, *[plain(v) for v in values[1:]]]), 0


def from_shape(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """The result depends on the shape of an example only."""
    return from_array(op.kernel(np.empty(values[0].shape), *values[1:])), None


def any_place(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Where the examples lie makes no difference, if only the last tensor is mapped (a lookup)."""
    tensors = tensors_in(values)
    if any(t.bdim is not None for t in tensors[:-1]):
        return loop(op, values, level)
    return invoke(op, [plain(v) for v in values]), tensors[-1].bdim


def cloned(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """In order in memory, each example is only if the examples are in front."""
    first, memory_format = values
    data = first.value._data
    if memory_format is None and data.__class__ is np.ndarray and _dense(data):
        return op.call(first.value), first.bdim
    return op.call(first.front(), "contiguous"), 0


# -- products --------------------------------------------------------------------------------------


def product(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Matrices and vectors: the examples are one more dimension in front, which broadcasts."""
    a, b = values
    expected = {"mm": (2, 2), "mv": (2, 1), "bmm": (3, 3), "dot": (1, 1)}[op.name]
    if (a.ndim, b.ndim) != expected:
        if op.name == "dot":
            raise RuntimeError("Got wrong shapes for dot")
        raise RuntimeError(
            f"Shape mismatch: Got incorrect dims for {op.name}(a, b). a has dim {a.ndim}and b has "
            f"dim {b.ndim}but expected them to have dim {expected[0]} and dim {expected[1]}"
        )
    x, y = a.front(), b.front()
    if op.name == "dot":
        if a.bdim is None:
            a, b, x, y = b, a, y, x
        if b.bdim is None:
            return matmul(x, y), 0
        rows = matmul(OPERATORS["unsqueeze"].call(x, -2), OPERATORS["unsqueeze"].call(y, -1))
        return OPERATORS["squeeze"].call(rows, (-2, -1)), 0
    if op.name == "mv" and b.bdim is not None:
        return OPERATORS["squeeze"].call(matmul(x, OPERATORS["unsqueeze"].call(y, -1)), -1), 0
    return matmul(x, y), 0


def padded(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Widths are counted from the last dimension."""
    first = values[0]
    if len(values[1]) > 2 * first.ndim:
        return loop(op, values, level)
    return invoke(op, [first.front(), *values[1:]]), 0


# -- indexing --------------------------------------------------------------------------------------


def selected(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Whole slices at an index that is the same for all examples; else each by itself."""
    index = values[op.params.index("index")]
    if index.__class__ is Mapped and index.bdim is not None:
        return loop(op, values, level)
    first = values[0]
    if not first.ndim:
        return loop(op, values, level)
    args = [
        first.front(),
        *[
            wrap_dim(v, first.ndim) + 1 if name in DIMS else v.value if v is index else v
            for name, v in zip(op.params[1:], values[1:], strict=True)
        ],
    ]
    if "shape" in op.params or any(v.__class__ is Mapped for v in args):
        return loop(op, values, level)
    return invoke(op, args), 0


def indexed(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """x[index] with integers, masks and slices."""
    first, index = values
    parts = index if index.__class__ is tuple else (index,)
    arrays = [i for i, p in enumerate(parts) if not isinstance(p, slice)]
    adjacent = bool(arrays) and arrays == list(range(arrays[0], arrays[-1] + 1))
    if not any(p.__class__ is Mapped for p in parts):
        whole = invoke(op, [first.front(), (slice(None), *parts)])
        count = len(np.broadcast_shapes(*[_index_shape(parts[i]) for i in arrays]))
        return whole, 0 if adjacent else count
    masks = any(getattr(p, "dtype", None) == np.bool_ for p in parts)
    if not adjacent or masks or (arrays[0] and first.bdim is not None):
        return loop(op, values, level)
    rank = max(len(_index_shape(parts[i])) for i in arrays)
    given = [_index_array(p, rank) if i in arrays else p for i, p in enumerate(parts)]
    if any(g.__class__ is not slice and g.__class__ is not np.ndarray for g in given):
        return loop(op, values, level)
    if first.bdim is None:
        return invoke(op, [first.value, tuple(given)]), arrays[0]
    own = np.arange(level.size).reshape((-1,) + (1,) * rank)
    return invoke(op, [first.front(), (own, *given)]), 0


def _index_shape(part: Any) -> tuple[int, ...]:
    if part.__class__ is Mapped:
        return part.shape
    array = np.asarray(part)
    return (1,) if array.dtype.kind == "b" else array.shape


def _index_array(part: Any, rank: int) -> Any:
    """Return an index of all examples, which come first and then `rank` dimensions."""
    return padded_to(part, rank)._data if part.__class__ is Mapped else part


def masked(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Elements where a mask holds, which must be the same for all examples."""
    first, mask = values
    if mask.bdim is not None:
        raise explained(
            RuntimeError(
                "vmap: Attempted to vmap over `mask` in torch.masked_select(self, mask) We cannot "
                "support this because for each batch this would return a differently shaped Tensor. "
                "Please file an issue at https://github.com/pytorch/pytorch/issues if you need this "
                "feature."
            ),
            help="torch.where(mask, x, 0) keeps the shape",
        )
    shape = np.broadcast_shapes(first.shape, mask.shape)
    each = OPERATORS["expand"].call(padded_to(first, len(shape)), (level.size, *shape))
    everywhere = OPERATORS["expand"].call(mask.value, each._data.shape)
    return reshape(op.call(each, everywhere), (level.size, -1)), 0


def fallback(op: Operator, values: list[Any], level: VmapLevel) -> Any:
    """Example by example in PyTorch, too, which warns of it."""
    warn(
        "There is a performance drop because we have not yet implemented the batching rule for "
        f"aten::{op.name}. Please file us an issue on GitHub so that we can prioritize its "
        "implementation."
    )
    return loop(op, values, level)


RULES: dict[str, Rule] = {
    "affine": loop,
    "any example": loop,
    "any place": any_place,
    "clone": cloned,
    "dims": dims,
    "elementwise": elementwise,
    "expand": expanded,
    "fallback": fallback,
    "flattened": flattened,
    "from shape": from_shape,
    "index": indexed,
    "join": joined,
    "layer norm": leading_first,
    "leading": leading,
    "loss": elementwise,
    "masked": masked,
    "matrices": matrices,
    "new dim": new_dims,
    "nll": loop,
    "of all": loop,
    "pad": padded,
    "permute": permuted,
    "product": product,
    "repeat": repeated,
    "roll": rolled,
    "select": selected,
    "shape": shaped,
    "size": sized,
    "split": split,
    "squeeze": squeezed,
    "trace": loop,
    "transpose": transposed,
}
"""For each word that a declaration may have, the rule."""

"""Indexing: x[...] with numbers, slices, None, ..., masks and integer tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.batched import Batched
from engine.dtypes import Array
from engine.errors import explained
from engine.operators.shape import unsqueeze
from engine.operators.views import _alias, select, slice_
from engine.registry import exported, operator, reads
from engine.shapes import wrap_dim
from engine.tensor import Tensor


@reads("self[index]")
@operator(
    batch="index",
    name="_index",
    grad_fn="IndexBackward0",
    saves=("index",),
    rules={"self": lambda grad, self_shape, index: _index_back(grad, self_shape, index)},
    samples=(
        "a(4)[i(4, 6)]",
        "a(3, 4)[m(3, 4)]",
        "a(3, 4)[i(3, 2), :, None]",
        "a(3, 4)[1, i(4, 3)]",
    ),
)
def _index(self: Array, index: Any) -> Array:
    """NumPy's advanced indexing, copied."""
    found = self[index]
    return found.copy() if found.__class__ is np.ndarray else found


@reads("index_put(zeros(shape), index, self, True)")
@operator(
    name="_index_back",
    grad_fn="IndexPutImplBackward0",
    rules={"self": lambda grad, index: _index(grad, index)},
)
def _index_back(self: Array, shape: tuple[int, ...], index: Any) -> Array:
    """Zeros of `shape` to which `self` is added at an index, repeated positions adding up."""
    out = np.zeros(shape, self.dtype)
    if _is_mask(index):
        out[index] = self
    else:
        np.add.at(out, index, self)
    return out


def _is_mask(index: Any) -> bool:
    parts = index if isinstance(index, tuple) else (index,)
    return any(isinstance(p, np.ndarray) and p.dtype.kind == "b" for p in parts) and not any(
        isinstance(p, np.ndarray) and p.dtype.kind != "b" for p in parts
    )


def _parts(index: Any) -> tuple[Any, ...]:
    """Return an index as a tuple; lists of numbers become arrays, as in PyTorch."""
    if isinstance(index, list):
        if any(isinstance(i, (slice, type(None), type(...))) for i in index):
            return tuple(index)
        return (np.array(index),)
    return index if isinstance(index, tuple) else (index,)


def _is_advanced(part: Any) -> bool:
    if isinstance(part, Tensor):
        data = part._data
        return bool(data.dtype.kind == "b" or data.ndim > 0 or data.__class__ is Batched)
    return isinstance(part, (list, np.ndarray, bool, np.bool_))


def _array_index(part: Any) -> Any:
    """Return an index part in NumPy's terms."""
    if isinstance(part, Tensor):
        kind = part._data.dtype.kind
        if kind not in "iub":
            raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
        if part._data.__class__ is Batched and part._data.dtype in (np.bool_, np.uint8):
            raise explained(
                RuntimeError(
                    "vmap: We do not support batching operators that can support dynamic shape. "
                    "Attempting to batch over indexing with a boolean mask."
                ),
                help="torch.where(mask, x, 0) keeps the shape",
            )
        if part._data.dtype == np.uint8:
            return part._data.astype(bool)
        return part._data
    if isinstance(part, list):
        return np.array([int(p) if isinstance(p, Tensor) else p for p in part])
    if isinstance(part, slice):
        return _slice(part)
    return part


def _slice(part: slice) -> slice:
    def whole(value: Any) -> Any:
        if value is None:
            return None
        try:
            return value.__index__()
        except (AttributeError, TypeError):
            raise TypeError(
                "slice indices must be integers or None or have an __index__ method"
            ) from None

    step = whole(part.step)
    if step is not None and step <= 0:
        raise ValueError("step must be greater than zero")
    return slice(whole(part.start), whole(part.stop), step)


def _view_of(tensor: Tensor, parts: tuple[Any, ...], reading: bool = True) -> Tensor:
    """Return the view that numbers, slices, None and ... take, one view operator a part.

    It is the tensor itself if the parts leave it as it is. As in PyTorch, x[:] is a slice when it is
    read, and none in x[:, 0] and when it is assigned to.
    """
    out = tensor
    ndim = tensor._data.ndim
    named = sum(1 for p in parts if p is not None and p is not ...)
    if named > ndim:
        raise IndexError(f"too many indices for tensor of dimension {ndim}")
    dim = taken = 0
    for part in parts:
        if part is None:
            out = unsqueeze(out, dim)
            dim += 1
            taken -= 1
        elif part is ...:
            dim += ndim - named
        elif isinstance(part, slice):
            s = _slice(part)
            whole = s.indices(out._data.shape[dim]) == (0, out._data.shape[dim], 1)
            if not whole or (reading and len(parts) == 1):
                out = slice_(out, dim, s.start, s.stop, 1 if s.step is None else s.step)
            dim += 1
        else:
            try:
                i = part.__index__()
            except (AttributeError, TypeError):
                raise _bad_index(part) from None
            n = out._data.shape[dim]
            if not -n <= i < n:
                place = dim + taken
                raise IndexError(f"index {i} is out of bounds for dimension {place} with size {n}")
            out = select(out, dim, i)
            taken += 1
    return out


def _bad_index(part: Any) -> IndexError:
    return IndexError(
        "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid "
        f"indices (got {type(part).__name__})"
    )


@exported("Tensor.__getitem__")
def getitem(input: Tensor, index: Any) -> Tensor:
    """Return `input[index]`: a view for numbers and slices, a copy for masks and integer tensors."""
    if index.__class__ is int and input._data.ndim:
        n = input._data.shape[0]
        if not -n <= index < n:
            raise IndexError(f"index {index} is out of bounds for dimension 0 with size {n}")
        return select(input, 0, index)  # type: ignore[no-any-return]
    if input._data.ndim == 0 and isinstance(index, int) and not isinstance(index, bool):
        raise IndexError(
            "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or "
            "`tensor.item<T>()` in C++ to convert a 0-dim tensor to a number"
        )
    parts = _parts(index)
    if not any(_is_advanced(p) for p in parts):
        out = _view_of(input, parts)
        return _alias(out) if out is input else out
    out, rest = _leading_views(input, parts)
    return _index(out, _checked(out, rest))  # type: ignore[no-any-return]


def _leading_views(tensor: Tensor, parts: tuple[Any, ...]) -> tuple[Tensor, tuple[Any, ...]]:
    """Take the numbers among mixed index parts as views first, as PyTorch does.

    NumPy counts a number beside an array among the arrays, which moves dimensions; PyTorch does not.
    """
    named = sum(
        (p._data.ndim if isinstance(p, Tensor) and p._data.dtype.kind == "b" else 1)
        for p in parts
        if p is not None and p is not ...
    )
    ndim = tensor._data.ndim
    if named > ndim:
        raise IndexError(f"too many indices for tensor of dimension {ndim}")
    out = tensor
    rest: list[Any] = []
    dim = 0
    for part in parts:
        if part is ...:
            fill = ndim - named
            rest.extend([slice(None)] * fill)
            dim += fill
        elif part is None:
            out = unsqueeze(out, dim)
            rest.append(slice(None))
            dim += 1
        elif isinstance(part, slice):
            s = _slice(part)
            if s != slice(None):
                out = slice_(out, dim, s.start, s.stop, 1 if s.step is None else s.step)
            rest.append(slice(None))
            dim += 1
        elif _is_advanced(part):
            array = _array_index(part)
            rest.append(array)
            is_mask = array.__class__ is not Batched and np.asarray(array).dtype.kind == "b"
            dim += np.ndim(array) if is_mask else 1
        else:
            out = _view_of(out, (*([slice(None)] * dim), part))
    return out, tuple(rest)


def _checked(tensor: Tensor, parts: tuple[Any, ...]) -> tuple[Any, ...]:
    """Raise PyTorch's error for an integer or a mask that does not fit its dimension."""
    shape = tensor._data.shape
    dim = 0
    for part in parts:
        if isinstance(part, np.ndarray) and part.dtype.kind == "b":
            for k, n in enumerate(part.shape):
                if shape[dim + k] != n:
                    raise IndexError(
                        f"The shape of the mask {list(part.shape)} at index {k} does not match the "
                        f"shape of the indexed tensor {list(shape)} at index {dim + k}"
                    )
            dim += part.ndim
            continue
        if isinstance(part, np.ndarray) and part.size:
            n = shape[dim]
            low, high = int(part.min()), int(part.max())
            if low < -n or high >= n:
                wrong = next(int(v) for v in part.flat if not -n <= v < n)
                raise IndexError(
                    f"index {wrong} is out of bounds for dimension {dim} with size {n}"
                )
        dim += 1
    arrays = [p for p in parts if isinstance(p, np.ndarray) and p.dtype.kind != "b"]
    if len(arrays) > 1:
        try:
            np.broadcast_shapes(*(a.shape for a in arrays))
        except ValueError:
            shapes = ", ".join(str(list(a.shape)) for a in arrays)
            raise IndexError(
                f"shape mismatch: indexing tensors could not be broadcast together with shapes {shapes}"
            ) from None
    return tuple(
        p.astype(np.int64)
        if isinstance(p, np.ndarray) and not p.size and p.dtype.kind == "f"
        else p
        for p in parts
    )


@operator(
    batch="dims",
    grad_fn="GatherBackward0",
    inplace=False,
    rules={
        "self": lambda grad, self_shape, dim, index: _scatter_added(grad, self_shape, dim, index)
    },
    samples=("gather(a(3, 4), 1, i(4, 3, 2))",),
)
def gather(self: Array, dim: int, index: Array, *, sparse_grad: bool = False) -> Array:
    """Return the elements of `self` at `index` along a dimension.

    >>> import engine
    >>> x = engine.tensor([[1, 2], [3, 4]])
    >>> engine.gather(x, 1, engine.tensor([[0], [1]]))
    tensor([[1],
            [4]])
    """
    if not index.size:  # of whatever dtype and rank
        return np.empty(index.shape, self.dtype)
    if index.dtype not in (np.int64, np.int32):
        raise RuntimeError("gather(): Expected dtype int32/int64 for index")
    dim = wrap_dim(dim, self.ndim)
    if self.ndim != index.ndim and not (self.ndim == 0 or index.ndim == 0):
        raise RuntimeError("Index tensor must have the same number of dimensions as input tensor")
    n = self.shape[dim] if self.ndim else 1
    if index.size and (index.min() < 0 or index.max() >= n):
        wrong = next(int(v) for v in index.flat if not 0 <= v < n)
        raise RuntimeError(f"index {wrong} is out of bounds for dimension {dim} with size {n}")
    return np.reshape(self, -1)[index] if not self.ndim else self[_along(index, dim)]


def _along(index: Any, dim: int) -> tuple[Any, ...]:
    """Return the full index of `gather` and `scatter`: `index` along dim, itself elsewhere."""
    grid: list[Any] = list(np.indices(index.shape, sparse=True))
    grid[dim] = index
    return tuple(grid)


@reads("scatter_add(zeros(shape), dim, index, self)")
@operator(
    batch="shape",
    name="_scatter_added",
    grad_fn="ScatterAddBackward0",
    rules={"self": lambda grad, dim, index: gather(grad, dim, index)},
)
def _scatter_added(self: Array, shape: tuple[int, ...], dim: int, index: Array) -> Array:
    """Zeros of `shape` to which `self` is added at `index` along a dimension."""
    out = np.zeros(shape, self.dtype)
    if not shape:
        return out + self.sum()
    if not index.size:
        return out
    np.add.at(out, _along(index, wrap_dim(dim, len(shape))), self)
    return out


@operator(
    batch="select",
    grad_fn="IndexSelectBackward0",
    inplace=False,
    rules={"self": lambda grad, self_shape, dim, index: _index_added(grad, self_shape, dim, index)},
    samples=("index_select(a(3, 4), 1, i(4, 5))",),
)
def index_select(self: Array, dim: int, index: Array) -> Array:
    """Return the slices at the positions `index` of a dimension.

    >>> import engine
    >>> engine.index_select(engine.tensor([1.0, 2.0, 3.0]), 0, engine.tensor([2, 0]))
    tensor([3., 1.])
    """
    dim = wrap_dim(dim, self.ndim)
    n = self.shape[dim] if self.ndim else 1
    if np.size(index) and (np.min(index) < 0 or np.max(index) >= n):
        raise IndexError("index out of range in self")
    return np.take(self, np.atleast_1d(index), axis=dim) if self.ndim else self[()]


@reads("index_add(zeros(shape), dim, index, self)")
@operator(
    name="_index_added",
    grad_fn="IndexAddBackward0",
    rules={"self": lambda grad, dim, index: index_select(grad, dim, index)},
)
def _index_added(self: Array, shape: tuple[int, ...], dim: int, index: Array) -> Array:
    """Zeros of `shape` to which slices of `self` are added at positions of a dimension."""
    out = np.zeros(shape, self.dtype)
    if not shape:
        return out + self
    places: Any = (slice(None),) * wrap_dim(dim, len(shape)) + (np.atleast_1d(index),)
    np.add.at(out, places, self)
    return out

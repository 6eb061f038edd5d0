"""Writing at positions: scatter, index_add and their relatives, each as a function of its inputs."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.operators.comparison import masked_fill
from engine.operators.indexing import _along, gather, index_select
from engine.operators.masks import _masked
from engine.operators.reduction import sum
from engine.operators.shape import reshape
from engine.operators.views import _zeros_of
from engine.registry import exported, in_rules, operator
from engine.shapes import wrap_dim
from engine.tensor import Tensor

# -- one position an element -----------------------------------------------------------------------


def _check_scatter(name: str, self: Array, dim: int, index: Array, src: Any) -> None:
    """Raise PyTorch's error if index and source do not fit into `self`."""
    if index.dtype not in (np.int64, np.int32):
        raise RuntimeError(f"{name}(): Expected dtype int32/int64 for index")
    if not isinstance(src, (int, float, complex)) and src.dtype != self.dtype:
        raise RuntimeError(f"{name}(): Expected self.dtype to be equal to src.dtype")
    if not index.size:
        return
    if max(self.ndim, 1) != max(index.ndim, 1):
        raise RuntimeError("Index tensor must have the same number of dimensions as self tensor")
    shapes: list[tuple[int, ...]] = [self.shape]
    suffix = ""
    if not isinstance(src, (int, float, complex)):
        if max(src.ndim, 1) != max(index.ndim, 1):
            raise RuntimeError("Index tensor must have the same number of dimensions as src tensor")
        shapes.append(src.shape)
        suffix = f" and to be no larger size than src {list(src.shape)}"
    for number, shape in enumerate(shapes):
        for d, (n, m) in enumerate(zip(index.shape, shape, strict=False)):
            if n > m and (number == 1 or d != dim):
                raise RuntimeError(
                    f"Expected index {list(index.shape)} to be no larger than self "
                    f"{list(self.shape)} apart from dimension {dim}{suffix}"
                )
    n = self.shape[dim] if self.ndim else 1
    if index.min() < 0 or index.max() >= n:
        wrong = next(int(v) for v in index.flat if not 0 <= v < n)
        raise RuntimeError(f"index {wrong} is out of bounds for dimension {dim} with size {n}")


def _cut(src: Any, index: Array) -> Any:
    """Return the part of a source that an index refers to."""
    if isinstance(src, (int, float, complex)) or not index.ndim:
        return src
    return src[tuple(slice(n) for n in index.shape)]


@operator(
    batch="dims",
    grad_fn=lambda self, dim, index, src, reduce=None: (
        "NotImplemented" if reduce else f"ScatterBackward{int(not isinstance(src, Tensor))}"
    ),
    rules={
        "self": lambda grad, dim, index, reduce: (
            _reduced_back() if reduce else scatter(grad, dim, index, 0)
        ),
        "src": lambda grad, dim, index, reduce: (
            _reduced_back() if reduce else gather(grad, dim, index)
        ),
    },
    samples=(
        "scatter(a(2, 3), 1, i(3, 2, 1), a(2, 1))",
        "scatter(a(2, 3), 0, i(2, 1, 3), 5.0)",
        "a(3).scatter(0, i(3, 1), a(1))",
    ),
)
def scatter(self: Array, dim: int, index: Array, src: Any, *, reduce: str | None = None) -> Array:
    """Return the tensor with the elements of `src` (or a number) at positions along a dimension.

    >>> import engine
    >>> x = engine.zeros(2, 2)
    >>> engine.scatter(x, 1, engine.tensor([[1], [0]]), engine.ones(2, 1))
    tensor([[0., 1.],
            [1., 0.]])
    """
    if reduce not in (None, "add", "multiply"):
        raise RuntimeError("reduce argument must be either add or multiply.")
    dim = wrap_dim(dim, self.ndim)
    _check_scatter("scatter", self, dim, index, src)
    out = np.array(self)
    if index.size:
        places: Any = _along(index, dim) if self.ndim else ...
        if reduce is None:
            out[places] = _cut(src, index)
        else:
            (np.add if reduce == "add" else np.multiply).at(out, places, _cut(src, index))
    return out


@in_rules
def _reduced_back() -> None:
    raise RuntimeError("derivative for aten::scatter is not implemented")


@operator(
    batch="dims",
    rules={
        "self": lambda grad: grad,
        "src": lambda grad, dim, index: gather(grad, dim, index),
    },
    samples=(
        "scatter_add(a(2, 3), 1, i(3, 2, 2), a(2, 2))",
        "a(2, 3).scatter_add(0, i(2, 2, 3), a(2, 3))",
        "a(2, 3).scatter_add(0, i(2, 1, 3), a(1, 3))",
    ),
)
def scatter_add(self: Array, dim: int, index: Array, src: Array) -> Array:
    """Return the tensor with the elements of `src` added at positions along a dimension.

    >>> import engine
    >>> engine.zeros(2).scatter_add(0, engine.tensor([1, 1]), engine.tensor([1.0, 2.0]))
    tensor([0., 3.])
    """
    dim = wrap_dim(dim, self.ndim)
    _check_scatter("scatter", self, dim, index, src)
    out = np.array(self)
    if index.size:
        places: Any = _along(index, dim) if self.ndim else ...
        np.add.at(out, places, _cut(src, index))
    return out


# -- one position a slice --------------------------------------------------------------------------


def _slices(dim: int, index: Array) -> tuple[Any, ...]:
    return (slice(None),) * dim + (np.atleast_1d(index),)


def _check_range(self: Array, dim: int, index: Array, error: type[Exception]) -> None:
    n = self.shape[dim] if self.ndim else 1
    for value in np.ravel(index):
        if not -n <= value < n or (value < 0 and error is RuntimeError):
            raise error(f"index {value} is out of bounds for dimension {dim} with size {n}")


@operator(
    rules={
        "self": lambda grad: grad,
        "source": lambda grad, dim, index, alpha: _scaled(index_select(grad, dim, index), alpha),
    },
    samples=(
        "index_add(a(2, 3), 0, i(2, 2), a(2, 3))",
        "a(2, 3).index_add(1, i(3, 2), a(2, 2), alpha=2)",
    ),
)
def index_add(self: Array, dim: int, index: Array, source: Array, *, alpha: Any = 1) -> Array:
    """Return the tensor with alpha times slices of `source` added at positions of a dimension.

    >>> import engine
    >>> engine.zeros(2).index_add(0, engine.tensor([1, 1]), engine.tensor([1.0, 2.0]))
    tensor([0., 3.])
    """
    dim = wrap_dim(dim, self.ndim)
    if source.dtype != self.dtype:
        raise RuntimeError(
            f"index_add_(): self ({TYPE_NAMES[self.dtype.name]}) and source "
            f"({TYPE_NAMES[source.dtype.name]}) must have the same scalar type"
        )
    length = source.shape[dim] if source.ndim else 1
    if length != index.size:
        raise RuntimeError(
            f"index_add_(): Number of indices ({index.size}) should be equal to source.size(dim): "
            f"({length}), for dim: {dim}"
        )
    _check_range(self, dim, index, RuntimeError)
    out = np.array(self)
    places: Any = _slices(dim, index) if self.ndim else ...
    np.add.at(out, places, source if alpha == 1 else source * alpha)
    return out


@in_rules
def _scaled(value: Any, factor: Any) -> Any:
    return value if factor == 1 else value * factor


@operator(
    rules={
        "self": lambda grad, dim, index: index_fill(grad, dim, index, 0),
        "source": lambda grad, dim, index, source_shape: reshape(
            index_select(grad, dim, index), source_shape
        ),
    },
    samples=("index_copy(a(2, 3), 0, i(1, 1), a(1, 3))", "a(2, 3).index_copy(1, i(1, 1), a(2, 1))"),
)
def index_copy(self: Array, dim: int, index: Array, source: Array) -> Array:
    """Return the tensor with slices of `source` at positions of a dimension.

    >>> import engine
    >>> engine.zeros(3).index_copy(0, engine.tensor([2, 0]), engine.tensor([1.0, 2.0]))
    tensor([2., 0., 1.])
    """
    dim = wrap_dim(dim, self.ndim)
    if source.dtype != self.dtype:
        raise RuntimeError(
            "index_copy_(): self and source expected to have the same dtype, but got (self) "
            f"{TYPE_NAMES[self.dtype.name]} and (source) {TYPE_NAMES[source.dtype.name]}"
        )
    length = source.shape[dim] if source.ndim else 1
    if length != index.size:
        raise IndexError(
            f"index_copy_(): Number of indices ({index.size}) should be equal to source.size(dim) "
            f"({length})"
        )
    _check_range(self, dim, index, IndexError)
    out = np.array(self)
    out[_slices(dim, index) if self.ndim else ...] = source
    return out


@operator(
    batch="select",
    grad_fn=lambda self, dim, index, value: f"IndexFillBackward{int(isinstance(value, Tensor))}",
    rules={
        "self": lambda grad, dim, index: index_fill(grad, dim, index, 0),
        "value": lambda grad, dim, index: sum(
            _masked(grad, index_fill(_zeros_of(grad) + 1, dim, index, 0) == 0)
        ),
    },
    samples=("index_fill(a(2, 3), 1, i(3, 1), 5.0)", "index_fill(a(2, 3), 1, i(3, 1), a())"),
)
def index_fill(self: Array, dim: int, index: Array, value: Any) -> Array:
    """Return the tensor with one value in the slices at positions of a dimension.

    >>> import engine
    >>> engine.zeros(3).index_fill(0, engine.tensor([0, 2]), 1)
    tensor([1., 0., 1.])
    """
    dim = wrap_dim(dim, self.ndim)
    _check_range(self, dim, index, IndexError)
    out = np.array(self)
    out[_slices(dim, index) if self.ndim else ...] = value
    return out


@operator(
    rules={
        "self": lambda grad, mask: masked_fill(grad, mask, 0),
        "source": lambda grad, mask, source_shape: _taken(grad, mask, source_shape),
    },
    samples=("masked_scatter(a(2, 3), m(3), a(6))", "masked_scatter(a(2, 3), m(2, 3), a(2, 3))"),
)
def masked_scatter(self: Array, mask: Array, source: Array) -> Array:
    """Return the tensor with the elements of `source`, in order, where the mask holds.

    >>> import engine
    >>> mask = engine.tensor([True, False, True])
    >>> engine.zeros(3).masked_scatter(mask, engine.tensor([1.0, 2.0]))
    tensor([1., 0., 2.])
    """
    if mask.dtype.kind != "b":
        raise RuntimeError(
            "masked_scatter_ only supports boolean masks, but got mask with dtype "
            f"{TYPE_NAMES[mask.dtype.name]}"
        )
    if self.dtype != source.dtype:
        raise RuntimeError(
            "masked_scatter: expected self and source to have same dtypes but got "
            f"{TYPE_NAMES[self.dtype.name]} and {TYPE_NAMES[source.dtype.name]}"
        )
    shape = np.broadcast_shapes(self.shape, mask.shape)
    out = np.array(np.broadcast_to(self, shape))
    where = np.broadcast_to(mask, shape)
    count = int(where.sum())
    if source.size < count:
        raise RuntimeError("Number of elements of source < number of ones in mask")
    out[where] = np.ravel(source)[:count]
    return out


@operator(
    name="_taken",
    nondifferentiable=("mask",),
    rules={"self": lambda grad, self_shape, mask: _put_where(grad, mask, self_shape)},
)
def _taken(self: Array, mask: Array, shape: tuple[int, ...]) -> Array:
    """The elements where the mask holds, in order, and zeros after them, in `shape`."""
    found = self[np.broadcast_to(mask, self.shape)]
    out = np.zeros(int(np.prod(shape, dtype=np.int64)), self.dtype)
    out[: found.size] = found
    return out.reshape(shape)


@operator(
    name="_put_where",
    nondifferentiable=("mask",),
    rules={"self": lambda grad, self_shape, mask: _taken(grad, mask, self_shape)},
)
def _put_where(self: Array, mask: Array, shape: tuple[int, ...]) -> Array:
    """Zeros of `shape` with the elements, in order, where the mask holds."""
    out = np.zeros(shape, self.dtype)
    where = np.broadcast_to(mask, shape)
    out[where] = np.ravel(self)[: int(where.sum())]
    return out


@operator(
    batch="dims",
    name="_unfold",
    view=True,
    rules={
        "self": lambda grad, self_shape, dimension, step: _unfold_backward(
            grad, self_shape, dimension, step
        )
    },
)
def _unfold(self: Array, dimension: int, size: int, step: int) -> Array:
    """Windows along a dimension, as a new last dimension."""
    windows = np.lib.stride_tricks.sliding_window_view(
        self, size, dimension, writeable=bool(self.flags.writeable)
    )
    return windows[(slice(None),) * dimension + (slice(None, None, step),)]


@operator(
    batch="shape",
    name="_unfold_backward",
    rules={"self": lambda grad, self_shape, dim, step: _unfold(grad, dim, self_shape[-1], step)},
)
def _unfold_backward(self: Array, shape: tuple[int, ...], dim: int, step: int) -> Array:
    """Zeros of `shape` to which windows along a dimension are added."""
    out = np.zeros(shape, self.dtype)
    for i in range(self.shape[-1]):
        stop = i + (self.shape[dim] - 1) * step + 1
        out[(slice(None),) * dim + (slice(i, stop, step),)] += self[..., i]
    return out


@exported("Tensor", samples=("a(4).unfold(0, 2, 1)", "a(2, 5).unfold(-1, 3, 2)"))
def unfold(input: Tensor, dimension: int, size: int, step: int) -> Tensor:
    """Return windows of a size, every `step` elements along a dimension, as a new last dimension.

    >>> import engine
    >>> engine.arange(4).unfold(0, 2, 2)
    tensor([[0, 1],
            [2, 3]])
    """
    shape = input._data.shape
    dim = wrap_dim(dimension, len(shape))
    n = shape[dim] if shape else 1
    if size > n:
        raise RuntimeError(f"maximum size for tensor at dimension {dim} is {n} but size is {size}")
    if step <= 0:
        raise RuntimeError(f"step is {step} but must be > 0")
    if not shape:
        return reshape(input, (1,))
    return _unfold(input, dim, size, step)  # type: ignore[no-any-return]

"""Parts: views of some elements (select, slice, diagonal, split), and the scatters that undo them."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import state
from engine.batched import Batched
from engine.dtypes import Array
from engine.graph.versions import counter_of
from engine.registry import OPERATORS, exported, in_rules, operator, reads
from engine.shapes import wrap_dim
from engine.tensor import Tensor, from_array


@reads("0")
@operator(batch="elementwise", name="_zeros_of")
def _zeros_of(self: Array) -> Array:
    """Zeros of the shape and dtype of `self`."""
    return np.zeros_like(self) if self.ndim else self.dtype.type(0)


@operator(batch="shape", name="_zeros_shaped")
def _zeros_shaped(self: Array, shape: tuple[int, ...]) -> Array:
    """Zeros of a shape, in the dtype of `self`."""
    return np.zeros(shape, self.dtype)


@reads("select_scatter(zeros(shape), self, dim, index)")
@operator(
    batch="shape",
    name="_embed_select",
    grad_fn="SelectBackwardBackward0",
    rules={"self": lambda grad, dim, index: select(grad, dim, index)},
)
def _embed_select(self: Array, shape: tuple[int, ...], dim: int, index: int) -> Array:
    """Zeros of `shape` with `self` at one index of a dimension."""
    out = np.zeros(shape, self.dtype)
    out[(slice(None),) * wrap_dim(dim, len(shape)) + (index,)] = self
    return out


@reads("slice_scatter(zeros(shape), self, dim, start, end, step)")
@operator(
    batch="shape",
    name="_embed_slice",
    grad_fn="SliceBackwardBackward0",
    rules={"self": lambda grad, dim, start, end, step: slice_(grad, dim, start, end, step)},
)
def _embed_slice(
    self: Array, shape: tuple[int, ...], dim: int, start: Any, end: Any, step: int
) -> Array:
    """Zeros of `shape` with `self` at a slice of a dimension."""
    out = np.zeros(shape, self.dtype)
    out[(slice(None),) * wrap_dim(dim, len(shape)) + (slice(start, end, step),)] = self
    return out


@operator(
    batch="dims",
    view=True,
    rules={
        "self": lambda grad, self_shape, dim, index: _embed_select(grad, self_shape, dim, index)
    },
    samples=("select(a(2, 3), 1, -1)",),
)
def select(self: Array, dim: int, index: int) -> Array:
    """Return the slice at one index of a dimension.

    >>> import engine
    >>> engine.tensor([[1, 2], [3, 4]]).select(1, 0)
    tensor([1, 3])
    """
    if self.ndim == 0:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    dim = wrap_dim(dim, self.ndim)
    n = self.shape[dim]
    if not -n <= index < n:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size {list(self.shape)} at "
            f"dimension {dim}"
        )
    return self[(slice(None),) * dim + (index, ...)]


@operator(
    batch="dims",
    name="slice_",
    grad_fn="SliceBackward0",
    view=True,
    rules={
        "self": lambda grad, self_shape, dim, start, end, step: _embed_slice(
            grad, self_shape, dim, start, end, step
        )
    },
    samples=(
        "a(5)[1:4:2]",
        "a(4, 3)[:, 1:]",
    ),
)
def slice_(self: Array, dim: int, start: Any, end: Any, step: int) -> Array:
    """Return every step-th slice of a dimension, from start to end."""
    return self[(slice(None),) * wrap_dim(dim, self.ndim) + (slice(start, end, step),)]


@exported(samples=("narrow(a(5), 0, 1, 3)",))
def narrow(input: Tensor, dim: int, start: int, length: int) -> Tensor:
    """Return `length` slices of a dimension, from `start` on.

    >>> import engine
    >>> engine.arange(5).narrow(0, 1, 2)
    tensor([1, 2])
    """
    n = input.size(dim)
    start = int(start)
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    if not -n <= start <= n:
        raise IndexError(
            f"start out of range (expected to be in range of [{-n}, {n}], but got {start})"
        )
    start = start + n if start < 0 else start
    if start + length > n:
        raise RuntimeError(f"start ({start}) + length ({length}) exceeds dimension size ({n}).")
    return slice_(input, dim, start, start + length, 1)  # type: ignore[no-any-return]


@operator(
    batch="elementwise",
    view=True,
    name="_alias",
    grad_fn="AliasBackward0",
    rules={"self": lambda grad: grad},
    samples=("a(3)[...]",),
)
def _alias(self: Array) -> Array:
    """Return a view of all of a tensor."""
    return self[...]


@operator(
    batch="dims",
    view=True,
    rules={
        "self": lambda grad, self_shape, offset, dim1, dim2: _embed_diagonal(
            grad, self_shape, offset, dim1, dim2
        )
    },
    samples=(
        "diagonal(a(3, 3))",
        "diagonal(a(2, 3, 4), 1, 0, 2)",
    ),
)
def diagonal(self: Array, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Array:
    """Return the diagonal of two dimensions, as the last dimension.

    >>> import engine
    >>> engine.tensor([[1, 2], [3, 4]]).diagonal()
    tensor([1, 4])
    """
    a, b = wrap_dim(dim1, self.ndim), wrap_dim(dim2, self.ndim)
    if a == b:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    out = np.diagonal(self, offset, a, b)
    out.flags.writeable = bool(self.flags.writeable)
    return out


@reads("diagonal_scatter(zeros(shape), self, offset, dim1, dim2)")
@operator(
    batch="shape",
    name="_embed_diagonal",
    grad_fn="DiagonalBackwardBackward0",
    rules={"self": lambda grad, offset, dim1, dim2: diagonal(grad, offset, dim1, dim2)},
)
def _embed_diagonal(
    self: Array, shape: tuple[int, ...], offset: int, dim1: int, dim2: int
) -> Array:
    """Zeros of `shape` with `self` on a diagonal."""
    out = np.zeros(shape, self.dtype)
    view = np.diagonal(out, offset, wrap_dim(dim1, len(shape)), wrap_dim(dim2, len(shape)))
    view.flags.writeable = True
    view[...] = self
    return out


def detach(input: Tensor) -> Tensor:
    """Return a tensor with the same storage that is not part of the graph.

    >>> import engine
    >>> engine.tensor(3.0, requires_grad=True).detach()
    tensor(3.)
    """
    if input._data.__class__ is Batched:
        from engine.func.batching import detached

        return detached(input)
    out = from_array(input._materialize())
    out._get_meta().counter = counter_of(input)
    if state.watch is not None:
        state.watch(OPERATORS["_detach"], (input,), out)
    return out


@operator(name="_detach")
def _detach(self: Array) -> Array:
    """The name under which observers hear of `detach`."""
    return self


@operator(
    batch="join",
    name="_unsplit",
    grad_fn="CatBackward0",
    rules={"parts": lambda grad, sizes, dim, position: _part(grad, sizes, dim, position)},
)
def _unsplit(parts: Any, shape: tuple[int, ...], sizes: tuple[int, ...], dim: int) -> Array:
    """Zeros of `shape` with those parts that are not None at their places along a dimension."""
    out = np.zeros(shape, next(p.dtype for p in parts if p is not None))
    start = 0
    for part, n in zip(parts, sizes, strict=True):
        if part is not None:
            out[(slice(None),) * dim + (slice(start, start + n),)] = part
        start += n
    return out


@in_rules
def _part(grad: Any, sizes: tuple[int, ...], dim: int, position: int) -> Any:
    start = 0
    for n in sizes[:position]:
        start += n
    return slice_(grad, dim, start, start + sizes[position], 1)


@operator(
    batch="split",
    view=True,
    multiple=True,
    name="_split_at",
    grad_fn="SplitBackward0",
    rules={"self": lambda grads, self_shape, sizes, dim: _unsplit(grads, self_shape, sizes, dim)},
    samples=("split(a(5), 2)",),
)
def _split_at(self: Array, sizes: tuple[int, ...], dim: int) -> tuple[Array, ...]:
    """Views of the given sizes along a dimension."""
    out = []
    start = 0
    for n in sizes:
        out.append(self[(slice(None),) * dim + (slice(start, start + n),)])
        start += n
    return tuple(out)


@operator(
    batch="split",
    view=True,
    multiple=True,
    name="_split_sizes",
    grad_fn="SplitWithSizesBackward0",
    rules={"self": lambda grads, self_shape, sizes, dim: _unsplit(grads, self_shape, sizes, dim)},
    samples=(
        "split(a(5, 2), [2, 3])",
        "split(a(2, 3), [1, 2], 1)",
    ),
)
def _split_sizes(self: Array, sizes: tuple[int, ...], dim: int) -> tuple[Array, ...]:
    """Views of the given sizes along a dimension."""
    parts: tuple[Array, ...] = _split_at_kernel(self, sizes, dim)
    return parts


_split_at_kernel = OPERATORS["_split_at"].kernel


def split(tensor: Tensor, split_size_or_sections: Any, dim: int = 0) -> tuple[Tensor, ...]:
    """Split a tensor into views: of one size (the last may be smaller), or of given sizes.

    >>> import engine
    >>> engine.split(engine.arange(5), 2)
    (tensor([0, 1]), tensor([2, 3]), tensor([4]))
    """
    shape = tensor._data.shape
    if not shape:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    dim = wrap_dim(dim, len(shape))
    n = shape[dim]
    if isinstance(split_size_or_sections, (list, tuple)):
        sizes = tuple(int(s) for s in split_size_or_sections)
        if sum(sizes) != n:
            raise RuntimeError(
                "split_with_sizes expects split_sizes to sum exactly to "
                f"{n} (input tensor's size at dimension {dim}), but got split_sizes={list(sizes)}"
            )
        return _split_sizes(tensor, sizes, dim)  # type: ignore[no-any-return]
    size = int(split_size_or_sections)
    if size < 0:
        raise RuntimeError(f"split expects split_size be non-negative, but got split_size={size}")
    if size == 0:
        if n == 0:
            return _split_at(tensor, (0,), dim)  # type: ignore[no-any-return]
        raise RuntimeError(
            f"split_size can only be 0 if dimension size is 0, but got dimension size of {n}"
        )
    sizes = tuple(min(size, n - start) for start in range(0, n, size)) or (0,)
    return _split_at(tensor, sizes, dim)  # type: ignore[no-any-return]


@exported(samples=("chunk(a(5), 2)",))
def chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """Split a tensor into at most `chunks` views of equal size (the last may be smaller).

    >>> import engine
    >>> engine.chunk(engine.arange(5), 2)
    (tensor([0, 1, 2]), tensor([3, 4]))
    """
    if not input._data.shape:
        raise RuntimeError("chunk expects at least a 1-dimensional tensor")
    if chunks <= 0:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    n = input.size(dim)
    return split(input, max(-(-n // chunks), 1), dim)


@operator(
    batch="join",
    name="_unbound",
    grad_fn="StackBackward0",
    rules={"parts": lambda grad, dim, position: select(grad, dim, position)},
)
def _unbound(parts: Any, shape: tuple[int, ...], dim: int) -> Array:
    """Zeros of `shape` with those parts that are not None along a dimension."""
    out = np.zeros(shape, next(p.dtype for p in parts if p is not None))
    for i, part in enumerate(parts):
        if part is not None:
            out[(slice(None),) * wrap_dim(dim, len(shape)) + (i,)] = part
    return out


@operator(
    batch="split",
    view=True,
    multiple=True,
    rules={"self": lambda grads, self_shape, dim: _unbound(grads, self_shape, dim)},
    samples=(
        "unbind(a(3, 2))",
        "unbind(a(2, 3), 1)",
    ),
)
def unbind(self: Array, dim: int = 0) -> tuple[Array, ...]:
    """Return the slices along a dimension, as views.

    >>> import engine
    >>> engine.unbind(engine.tensor([[1, 2], [3, 4]]))
    (tensor([1, 2]), tensor([3, 4]))
    """
    if not self.ndim:
        raise RuntimeError("Dimension specified as 0 but tensor has no dimensions")
    lead = (slice(None),) * wrap_dim(dim, self.ndim)
    return tuple(self[(*lead, i, ...)] for i in range(self.shape[wrap_dim(dim, self.ndim)]))

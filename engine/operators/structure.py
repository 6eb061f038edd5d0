"""Rearranging: flips, rolls, triangles, diagonals, differences."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import dtypes
from engine.dtypes import Array
from engine.operators.arithmetic import sub
from engine.operators.comparison import logical_xor
from engine.operators.join import cat
from engine.operators.shape import reshape
from engine.operators.views import _embed_diagonal, diagonal, narrow
from engine.registry import exported, operator
from engine.shapes import as_size, wrap_dim, wrap_dims
from engine.tensor import Tensor, from_array
from engine.views.inplace import copy_

# -- flips and rolls -------------------------------------------------------------------------------


@operator(
    batch="dims",
    variadic="dims",
    inplace=False,
    rules={"self": lambda grad, dims: flip(grad, dims)},
    samples=("flip(a(2, 3), [0])", "flip(a(2, 3), (0, 1))", "a(2, 3).flip(0, -1)", "a().flip(0)"),
)
def flip(self: Array, dims: Any) -> Array:
    """Reverse the order of the elements along dimensions.

    >>> import engine
    >>> engine.flip(engine.tensor([1, 2, 3]), [0])
    tensor([3, 2, 1])
    """
    return np.flip(self, wrap_dims(as_size(dims), self.ndim)).copy() if self.ndim else self[()]


@exported("torch", samples=("fliplr(a(2, 3))",))
def fliplr(input: Tensor) -> Tensor:
    """Reverse the order of the columns.

    >>> import engine
    >>> engine.fliplr(engine.tensor([[1, 2]]))
    tensor([[2, 1]])
    """
    if input.dim() < 2:
        raise RuntimeError("Input must be >= 2-d.")
    return flip(input, (1,))  # type: ignore[no-any-return]


@exported("torch", samples=("flipud(a(2, 3))",))
def flipud(input: Tensor) -> Tensor:
    """Reverse the order of the rows.

    >>> import engine
    >>> engine.flipud(engine.tensor([[1], [2]]))
    tensor([[2],
            [1]])
    """
    if input.dim() < 1:
        raise RuntimeError("Input must be >= 1-d.")
    return flip(input, (0,))  # type: ignore[no-any-return]


@operator(
    batch="roll",
    name="_roll",
    rules={"self": lambda grad, shifts, dims: _roll(grad, tuple([-s for s in shifts]), dims)},
)
def _roll(self: Array, shifts: tuple[int, ...], dims: tuple[int, ...]) -> Array:
    """The elements moved by shifts along dimensions, or along the flattened tensor."""
    if not dims:
        return np.roll(self, shifts[0]) if self.ndim else self[()]
    return np.roll(self, shifts, tuple(wrap_dim(d, self.ndim) for d in dims))


@exported(
    "torch",
    samples=("roll(a(2, 3), 1)", "roll(a(2, 3), 1, 0)", "roll(a(2, 3), (1, -5), (0, 1))"),
)
def roll(input: Tensor, shifts: Any, dims: Any = ()) -> Tensor:
    """Move the elements along dimensions; what leaves at one end comes in at the other.

    >>> import engine
    >>> engine.roll(engine.tensor([1, 2, 3]), 1)
    tensor([3, 1, 2])
    """
    by, along = as_size(shifts), as_size(() if dims is None else dims)
    if len(by) != len(along) and not (len(by) == 1 and not along):
        raise RuntimeError(
            f"shifts and dimensions must align. shifts: {len(by)}, dims:{len(along)}"
        )
    return _roll(input, by, along)  # type: ignore[no-any-return]


@operator(
    inplace=False,
    grad_fn="Rot90Backward0",
    rules={"self": lambda grad, k, dims: rot90(grad, -k, dims)},
    samples=("rot90(a(2, 3))", "rot90(a(2, 3), 2)", "rot90(a(2, 3), 3, [1, 0])"),
)
def rot90(self: Array, k: int = 1, dims: Any = (0, 1)) -> Array:
    """Turn a plane by k quarter turns, from the first to the second of two dimensions.

    >>> import engine
    >>> engine.rot90(engine.tensor([[1, 2], [3, 4]]))
    tensor([[2, 4],
            [1, 3]])
    """
    if len(dims) != 2:
        raise RuntimeError(f"expected total rotation dims == 2, but got dims = {len(dims)}")
    if self.ndim < 2:
        raise RuntimeError(f"expected total dims >= 2, but got total dims = {self.ndim}")
    a, b = (wrap_dim(d, self.ndim) for d in dims)
    if a == b:
        raise RuntimeError(
            f"expected rotation dims to be different, but got dim0 = {dims[0]} and dim1 = {dims[1]}"
        )
    return np.rot90(self, k, (a, b)).copy()


# -- triangles -------------------------------------------------------------------------------------


def _matrix(name: str, self: Array) -> None:
    if self.ndim < 2:
        raise RuntimeError(f"{name}: input tensor must have at least 2 dimensions")


@operator(
    batch="leading",
    rules={"self": lambda grad, diagonal: tril(grad, diagonal)},
    samples=("tril(a(2, 3))", "tril(a(2, 2, 3), -1)", "tril(a(3, 3), 1)"),
)
def tril(self: Array, diagonal: int = 0) -> Array:
    """Return the lower triangle of matrices, up to a diagonal, and zeros elsewhere.

    >>> import engine
    >>> engine.tril(engine.ones(2, 2))
    tensor([[1., 0.],
            [1., 1.]])
    """
    _matrix("tril", self)
    return np.tril(self, diagonal)


@operator(
    batch="leading",
    rules={"self": lambda grad, diagonal: triu(grad, diagonal)},
    samples=("triu(a(2, 3))", "triu(a(2, 2, 3), -1)", "triu(a(3, 3), 1)"),
)
def triu(self: Array, diagonal: int = 0) -> Array:
    """Return the upper triangle of matrices, from a diagonal on, and zeros elsewhere.

    >>> import engine
    >>> engine.triu(engine.ones(2, 2))
    tensor([[1., 1.],
            [0., 1.]])
    """
    _matrix("triu", self)
    return np.triu(self, diagonal)


def _triangle(indices: Any, row: int, col: int, offset: int, dtype: Any) -> Tensor:
    for name, n in (("row", row), ("col", col)):
        if n < 0:
            raise RuntimeError(f"{name} must be non-negative, got{n}")
    found = np.stack(indices(row, offset, col))
    return from_array(found.astype(dtypes.int64.numpy if dtype is None else dtype.numpy))


@exported("torch", samples=("tril_indices(2, 3)", "tril_indices(3, 3, -1)"))
def tril_indices(
    row: int, col: int, offset: int = 0, *, dtype: Any = None, device: Any = None
) -> Tensor:
    """Return the rows and columns of the lower triangle of a matrix, as a tensor of two rows.

    >>> import engine
    >>> engine.tril_indices(2, 2)
    tensor([[0, 1, 1],
            [0, 0, 1]])
    """
    return _triangle(np.tril_indices, row, col, offset, dtype)


@exported("torch", samples=("triu_indices(2, 3)", "triu_indices(3, 3, 1)"))
def triu_indices(
    row: int, col: int, offset: int = 0, *, dtype: Any = None, device: Any = None
) -> Tensor:
    """Return the rows and columns of the upper triangle of a matrix, as a tensor of two rows.

    >>> import engine
    >>> engine.triu_indices(2, 2)
    tensor([[0, 0, 1],
            [0, 1, 1]])
    """
    return _triangle(np.triu_indices, row, col, offset, dtype)


# -- diagonals -------------------------------------------------------------------------------------


@operator(
    inplace=False,
    rules={
        "self": lambda grad, offset, dim1, dim2: diagonal(grad, offset, dim1, dim2),
    },
    samples=("diag_embed(a(2, 3))", "diag_embed(a(2, 3), 1)", "diag_embed(a(2, 3), -1, 0, 2)"),
)
def diag_embed(self: Array, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Array:
    """Return zeros with the last dimension of the tensor on a diagonal of two new dimensions.

    >>> import engine
    >>> engine.diag_embed(engine.tensor([1.0, 2.0]))
    tensor([[1., 0.],
            [0., 2.]])
    """
    ndim = self.ndim + 1
    if not self.ndim:
        wrap_dim(dim1, 1)
    a, b = wrap_dim(dim1, ndim), wrap_dim(dim2, ndim)
    if a == b:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    size = self.shape[-1] + (offset if offset >= 0 else -offset)
    shape = list(self.shape[:-1])
    for place in sorted((a, b)):
        shape.insert(place, size)
    out = np.zeros(shape, self.dtype)
    view = np.diagonal(out, offset, a, b)
    view.flags.writeable = True
    view[...] = self
    return out


@operator(
    name="_diagonal_copy",
    grad_fn="DiagonalBackward0_copy",
    rules={
        "self": lambda grad, self_shape, offset: _embed_diagonal(grad, self_shape, offset, 0, 1)
    },
)
def _diagonal_copy(self: Array, offset: int) -> Array:
    """A diagonal of a matrix, copied."""
    return np.diagonal(self, offset).copy()


@exported("torch", samples=("diag(a(3))", "diag(a(3), 1)", "diag(a(3, 3))", "diag(a(2, 3), -1)"))
def diag(input: Tensor, diagonal: int = 0) -> Tensor:
    """Return the diagonal of a matrix, or a matrix with a vector on its diagonal.

    >>> import engine
    >>> engine.diag(engine.tensor([1, 2]))
    tensor([[1, 0],
            [0, 2]])
    """
    ndim = input.dim()
    if ndim not in (1, 2):
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {ndim}D")
    if ndim == 1:
        return diag_embed(input, diagonal)  # type: ignore[no-any-return]
    return _diagonal_copy(input, diagonal)  # type: ignore[no-any-return]


@exported("torch", samples=("diagflat(a(2, 2))", "diagflat(a())", "diagflat(a(2), 1)"))
def diagflat(input: Tensor, offset: int = 0) -> Tensor:
    """Return a matrix with all elements of a tensor on its diagonal.

    >>> import engine
    >>> engine.diagflat(engine.tensor([[1], [2]]))
    tensor([[1, 0],
            [0, 2]])
    """
    return diag_embed(reshape(input, (-1,)), offset)  # type: ignore[no-any-return]


# -- differences -----------------------------------------------------------------------------------


@exported(
    "torch",
    samples=(
        "diff(a(3))",
        "diff(a(2, 3), dim=0)",
        "diff(a(2, 3), n=2)",
        "diff(a(3), prepend=a(1), append=a(2))",
        "diff(a(3), n=5)",
    ),
)
def diff(
    input: Tensor,
    n: int = 1,
    dim: int = -1,
    prepend: Tensor | None = None,
    append: Tensor | None = None,
) -> Tensor:
    """Return the differences of neighbours along a dimension, taken n times.

    prepend, append: tensors to join to the input along the dimension first.

    >>> import engine
    >>> engine.diff(engine.tensor([1, 4, 9]))
    tensor([3, 5])
    """
    if not input.dim():
        raise RuntimeError("diff expects input to be at least one-dimensional")
    if n < 0:
        raise RuntimeError(f"order must be non-negative but got {n}")
    if n == 0:  # PyTorch copies the input alone, whatever should be joined to it
        out = from_array(np.empty_like(input._data))
        return copy_(out, input)
    if prepend is not None or append is not None:
        parts = [part for part in (prepend, input, append) if part is not None]
        input = cat(parts, dim)
    for _ in range(min(n, input.size(dim))):
        length = input.size(dim) - 1
        later, earlier = narrow(input, dim, 1, length), narrow(input, dim, 0, length)
        boolean = input.dtype is dtypes.bool_
        input = logical_xor(later, earlier) if boolean else sub(later, earlier)
    return input

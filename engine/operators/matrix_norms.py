"""What `linalg` has beside solving: norms, products of vectors, diagonals."""

from __future__ import annotations

from math import inf
from typing import Any

from engine.convert import not_a_tensor
from engine.dtypes import TYPE_NAMES
from engine.operators.complex_numbers import conj
from engine.operators.contraction import _crossed
from engine.operators.norms import _vector_norm
from engine.operators.reduction import sum
from engine.operators.views import diagonal as _diagonal
from engine.registry import exported
from engine.shapes import wrap_dim
from engine.tensor import Tensor

# -- norms and views of linalg ---------------------------------------------------------------------


@exported(
    "linalg",
    samples=(
        "vector_norm(a(2, 3))",
        "vector_norm(a(2, 3), 1, dim=1)",
        "vector_norm(a(3), torch.inf)",
    ),
)
def vector_norm(
    x: Tensor, ord: float = 2, dim: Any = None, keepdim: bool = False, *, dtype: Any = None
) -> Tensor:
    """Return the norm of all elements, or along dimensions: (sum |x|^ord)^(1 / ord).

    >>> import engine
    >>> engine.linalg.vector_norm(engine.tensor([3.0, 4.0]))
    tensor(5.)
    """
    return _vector_norm(x, ord, dim, keepdim, dtype)  # type: ignore[no-any-return]


@exported(
    "linalg",
    samples=(
        "matrix_norm(a(2, 3))",
        "matrix_norm(a(2, 3), 1)",
        "matrix_norm(a(2, 2, 3), -torch.inf)",
        "matrix_norm(a(2, 3), 2)",
        "matrix_norm(a(2, 2, 3), -2, (0, 2), True)",
        "matrix_norm(a(2, 3), 'nuc')",
    ),
)
def matrix_norm(
    A: Tensor, ord: Any = "fro", dim: Any = (-2, -1), keepdim: bool = False, *, dtype: Any = None
) -> Tensor:
    """Return the norm of matrices: "fro", or the largest (inf, 1) or smallest (-inf, -1) row or
    column sum of absolute values, the largest (2) or smallest (-2) singular value, or their sum
    ("nuc").

    >>> import engine
    >>> engine.linalg.matrix_norm(engine.tensor([[1.0, -2.0], [3.0, 4.0]]), 1)
    tensor(6.)
    """
    name = "linalg.matrix_norm"
    if not isinstance(A, Tensor):
        raise not_a_tensor("linalg_matrix_norm", "input", 1, A)
    if A.dim() < 2:
        raise RuntimeError(f"{name}: The input tensor A must have at least 2 dimensions.")
    if A._data.dtype.kind not in "fc":
        raise RuntimeError(
            f"{name}: Expected a floating point or complex tensor as input. Got "
            f"{TYPE_NAMES[A.dtype.name]}"
        )
    if ord not in (1, -1, 2, -2, inf, -inf, "nuc", "fro"):
        raise RuntimeError(f"{name}: Order {ord} not supported.")
    if len(dim) != 2:
        raise RuntimeError(f"{name}: dim must be a 2-tuple. Got {' '.join(map(str, dim))}")
    rows, columns = (wrap_dim(d, A.dim()) for d in dim)
    if rows == columns:
        raise RuntimeError(f"{name}: dims must be different. Got ({dim[0]}, {dim[1]})")
    if ord == "fro":
        return _vector_norm(A, 2, (rows, columns), keepdim, dtype)  # type: ignore[no-any-return]
    if ord in (2, -2, "nuc"):
        return _singular_norm(A if dtype is None else A.to(dtype), ord, rows, columns, keepdim)
    if ord in (inf, -inf):
        rows, columns = columns, rows
    sums = _vector_norm(A, 1, rows, keepdim, dtype)
    if columns > rows and not keepdim:
        columns -= 1
    return sums.amax(columns, keepdim) if ord > 0 else sums.amin(columns, keepdim)  # type: ignore[no-any-return]


def _singular_norm(a: Tensor, ord: Any, rows: int, columns: int, keepdim: bool) -> Tensor:
    """Return the largest (2) or smallest (-2) singular value, or their sum ("nuc")."""
    from engine.operators.decompositions.singular_values import svdvals

    order = [d for d in range(a.dim()) if d not in (rows, columns)] + [rows, columns]
    values: Any = svdvals(a.permute(order))
    if ord == "nuc" or not values._data.shape[-1]:  # of no elements the norm is 0
        out = values.sum(-1, keepdim)
    else:
        out = values.amax(-1, keepdim) if ord > 0 else values.amin(-1, keepdim)
    if keepdim:
        out = out.unsqueeze(-1).permute([order.index(d) for d in range(a.dim())])
    return out  # type: ignore[no-any-return]


@exported("linalg")
def norm(
    A: Tensor, ord: Any = None, dim: Any = None, keepdim: bool = False, *, dtype: Any = None
) -> Tensor:
    """Return a vector or a matrix norm: of all elements without `ord`, else by the dimensions.

    >>> import engine
    >>> engine.linalg.norm(engine.tensor([3.0, 4.0]))
    tensor(5.)
    """
    if ord is not None:
        one = isinstance(dim, int) or (dim is not None and len(dim) == 1)
        if dim is None and A.dim() not in (1, 2):
            raise RuntimeError(
                "linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got "
                f"{A.dim()}D."
            )
        if isinstance(ord, str) or (not one and (dim is not None or A.dim() == 2)):
            chosen = (0, 1) if dim is None else (dim,) if isinstance(dim, int) else dim
            return matrix_norm(A, ord, chosen, keepdim, dtype=dtype)
    return _vector_norm(A, 2 if ord is None else ord, dim, keepdim, dtype)  # type: ignore[no-any-return]


@exported("linalg")
def cross(input: Tensor, other: Tensor, *, dim: int = -1) -> Tensor:
    """Return the vector product along a dimension of size 3.

    >>> import engine
    >>> engine.linalg.cross(engine.tensor([1, 0, 0]), engine.tensor([0, 1, 0]))
    tensor([0, 0, 1])
    """
    return _crossed(input, other, dim)


@exported("linalg", samples=("vecdot(a(2, 3), a(2, 3))",))
def vecdot(x: Tensor, y: Tensor, *, dim: int = -1) -> Tensor:
    """Return the scalar products of vectors along a dimension, the first conjugated if complex.

    >>> import engine
    >>> engine.linalg.vecdot(engine.tensor([1.0, 2.0]), engine.tensor([3.0, 4.0]))
    tensor(11.)
    """
    return sum(conj(x) * y, dim)  # type: ignore[no-any-return]


@exported("linalg")
def diagonal(A: Tensor, *, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
    """Return the diagonals of matrices, as a view.

    >>> import engine
    >>> engine.linalg.diagonal(engine.tensor([[1, 2], [3, 4]]))
    tensor([1, 4])
    """
    return _diagonal(A, offset, dim1, dim2)  # type: ignore[no-any-return]

"""Inverses and systems of equations: with a report where they fail, and of tensors."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine import return_types
from engine.dtypes import Array
from engine.operators.decompositions import checks
from engine.operators.decompositions.lapack import solve_or_inf
from engine.operators.linear_algebra import (
    NO_INVERSE,
    NO_SOLUTION,
    _equation,
    _linalg_inv,
    _linalg_solve,
    _outer,
    _turned,
    solve,
)
from engine.operators.matrix import matmul
from engine.operators.shape import permute, reshape
from engine.registry import exported, operator
from engine.shapes import wrap_dim
from engine.tensor import Tensor


@operator(
    batch="leading",
    name="_linalg_inv_ex",
    inplace=False,
    outputs=("inverse", "info"),
    rules={
        "A": lambda grad, inverse: -matmul(_turned(inverse), matmul(grad, _turned(inverse))),
    },
)
def _linalg_inv_ex(A: Array, check: bool) -> tuple[Array, Array]:
    """The inverses, and where elimination has found a zero on the diagonal of U."""
    checks.square("linalg.inv", A)
    checks.floating("linalg.inv", A)
    out, info = solve_or_inf(A, np.broadcast_to(np.eye(A.shape[-1], dtype=A.dtype), A.shape))
    if check:
        checks.info("linalg.inv_ex", info, NO_INVERSE)
    return out, info


@exported("linalg", samples=("inv_ex(a(2, 2))[0]", "inv_ex(a(3, 2, 2))[0]"))
def inv_ex(A: Tensor, *, check_errors: bool = False) -> Any:
    """Return the inverses of matrices, and for each 0 or where elimination has found it singular.

    >>> import engine
    >>> engine.linalg.inv_ex(engine.tensor([[1.0, 2.0], [2.0, 4.0]])).info
    tensor(2, dtype=torch.int32)
    """
    return return_types.linalg_inv_ex(_linalg_inv_ex(A, check_errors))


@operator(
    name="_linalg_solve_ex",
    inplace=False,
    multiple=True,
    rules={
        "A": lambda grad, A, vector, left, result: (
            -_outer(_linalg_solve(_turned(A), grad, vector, left), result, vector, left)
        ),
        "B": lambda grad, A, vector, left: _linalg_solve(_turned(A), grad, vector, left),
    },
)
def _linalg_solve_ex(
    A: Array, B: Array, vector: bool, left: bool, check: bool
) -> tuple[Array, Array]:
    """The X for which A X = B, or X A = B, and where elimination has found a zero."""
    if vector:
        out, info = solve_or_inf(A, B[..., None])
        out = out[..., 0]
    elif left:
        out, info = solve_or_inf(A, B)
    else:
        out, info = solve_or_inf(np.swapaxes(A, -1, -2), np.swapaxes(B, -1, -2))
        out = np.swapaxes(out, -1, -2)
    if check:
        checks.info("torch.linalg.solve_ex", info, NO_SOLUTION)
    return out, info


@exported(
    "linalg",
    samples=("solve_ex(a(2, 2), a(2))[0]", "solve_ex(a(3, 2, 2), a(3, 1, 2), left=False)[0]"),
)
def solve_ex(A: Tensor, B: Tensor, *, left: bool = True, check_errors: bool = False) -> Any:
    """Return what `solve` does, and for each matrix 0 or where elimination has found it singular.

    >>> import engine
    >>> engine.linalg.solve_ex(engine.zeros(1, 1), engine.ones(1)).info
    tensor(1, dtype=torch.int32)
    """
    vector = _equation(A, B, left)
    return return_types.linalg_solve_ex(_linalg_solve_ex(A, B, vector, left, check_errors))


# -- tensors ---------------------------------------------------------------------------------------


def _need_square(rows: int, columns: int, place: str) -> None:
    if rows != columns:
        raise RuntimeError(
            f"Expected self to satisfy the requirement prod(self.shape[{place}:]) == "
            f"prod(self.shape[:{place}]), but got {columns} != {rows}"
        )


@exported("linalg", samples=("tensorinv(a(2, 3, 6))", "tensorinv(a(4, 2, 2), ind=1)"))
def tensorinv(input: Tensor, ind: int = 2) -> Tensor:
    """Return the inverse of a tensor as a map, by `tensordot`, of its last dimensions to its first.

    ind: how many dimensions are the first.

    >>> import engine
    >>> engine.linalg.tensorinv(engine.eye(4).reshape(2, 2, 4)).shape
    torch.Size([4, 2, 2])
    """
    shape = checks.tensor("linalg_tensorinv", "input", 1, input)._data.shape
    if ind <= 0:
        raise RuntimeError(f"Expected a strictly positive integer for 'ind', but got {ind}")
    rows, columns = prod(shape[:ind]), prod(shape[ind:])
    _need_square(rows, columns, "ind")
    inverse = _linalg_inv(reshape(input, (rows, columns)))
    return reshape(inverse, (*shape[ind:], *shape[:ind]))


@exported(
    "linalg",
    samples=("tensorsolve(a(2, 3, 6), a(2, 3))", "tensorsolve(a(6, 2, 3), a(2, 3), dims=(0,))"),
)
def tensorsolve(input: Tensor, other: Tensor, dims: Any = None) -> Tensor:
    """Return the X for which tensordot(A, X, X.ndim) = B.

    dims: dimensions of A that are moved to the end first.

    >>> import engine
    >>> engine.linalg.tensorsolve(engine.eye(4).reshape(2, 2, 4), engine.ones(2, 2))
    tensor([1., 1., 1., 1.])
    """
    a = checks.tensor("linalg_tensorsolve", "input", 1, input)
    b = checks.tensor("linalg_tensorsolve", "other", 2, other)
    ndim = a._data.ndim
    if dims is not None:
        moved = [wrap_dim(d, ndim) for d in dims]
        a = permute(a, (*[d for d in range(ndim) if d not in moved], *moved))
    shape = a._data.shape
    given = b._data.ndim
    rows, columns = prod(shape[:given]), prod(shape[given:])
    _need_square(rows, columns, "other.ndim")
    found = solve(reshape(a, (rows, columns)), reshape(b, (-1,)))
    return reshape(found, shape[given:])

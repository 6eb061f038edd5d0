"""Gaussian elimination: A = P L U with a permutation and two triangular matrices, and its use."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import return_types
from engine.dtypes import Array
from engine.operators.decompositions import checks
from engine.operators.decompositions.lapack import eliminate, row_order, solve_factored
from engine.operators.decompositions.triangular import _linalg_solve_triangular
from engine.operators.join import _cat
from engine.operators.linear_algebra import _adjoint, _turned
from engine.operators.matrix import matmul
from engine.operators.structure import tril, triu
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor, from_array

# -- factors ---------------------------------------------------------------------------------------


@operator(
    batch="matrices",
    name="_permuted_rows",
    inplace=False,
    rules={"self": lambda grad, pivots, back: _permuted_rows(grad, pivots, not back)},
)
def _permuted_rows(self: Array, pivots: Array, back: bool) -> Array:
    """P X, or Pᵀ X if `back`, for the permutation P that elimination has found."""
    return _permuted(self, pivots, back)


def _permuted(self: Array, pivots: Array, back: bool) -> Array:
    rows = row_order(pivots, self.shape[-2])
    batch = np.broadcast_shapes(rows.shape[:-1], self.shape[:-2])
    rows = np.broadcast_to(rows[..., None], batch + self.shape[-2:])
    x = np.broadcast_to(self, rows.shape)
    if back:
        return np.take_along_axis(x, rows, -2)
    out = np.empty_like(x)
    np.put_along_axis(out, rows, x, -2)
    return out


@operator(
    batch="leading",
    name="_padded",
    inplace=False,
    rules={
        "self": lambda grad, self_shape: grad[..., : self_shape[-2], : self_shape[-1]],
    },
)
def _padded(self: Array, m: int, n: int) -> Array:
    """Matrices made larger with zeros, at the bottom and to the right, to m rows and n columns."""
    rows, columns = self.shape[-2:]
    if (rows, columns) == (m, n):
        return self
    out = np.zeros((*self.shape[:-2], m, n), self.dtype)
    out[..., :rows, :columns] = self
    return out


@operator(
    batch="leading",
    name="_lu_unpack",
    inplace=False,
    outputs=("L", "U"),
    rules={"LU": lambda grads, LU_shape: _packed(grads[0], grads[1], LU_shape)},
)
def _lu_unpack(LU: Array) -> tuple[Array, Array]:
    """L, with its ones, and U."""
    return _unpacked(LU)


def _unpacked(LU: Array) -> tuple[Array, Array]:
    k = min(LU.shape[-2:])
    lower = np.tril(LU[..., :k], -1)
    place = np.arange(k)
    lower[..., place, place] = 1
    return lower, np.triu(LU[..., :k, :])


@in_rules
def _packed(lower: Any, upper: Any, shape: tuple[int, ...]) -> Any:
    """What lies below the diagonal of the gradient of L, with the upper triangle of that of U."""
    m, n = shape[-2:]
    if lower is None:
        return _padded(triu(upper), m, n)
    packed = _padded(tril(lower, -1), m, n)
    return packed if upper is None else packed + _padded(triu(upper), m, n)


@in_rules
def _factors_back(grad_l: Any, grad_u: Any, factor_l: Any, factor_u: Any, pivots: Any) -> Any:
    """What A = P L U gets of the gradients of L and U, of which one may be missing.

    For square matrices P L⁻ᵀ (Φ(Lᵀ G_L) + Ψ(G_U Uᵀ)) U⁻ᵀ, where Φ takes what lies below the diagonal
    and Ψ the rest. Of other shapes the leading square block is that, less what it gets through the
    rows or columns beside it: A₂ = L₂ U or L U₂.
    """
    k = factor_l.shape[-1]
    m, n = factor_l.shape[-2], factor_u.shape[-1]
    turned_l, turned_u = _turned(factor_l[..., :k, :]), _turned(factor_u[..., :k])
    core = None
    if grad_l is not None:
        core = tril(matmul(_turned(factor_l), grad_l), -1)
    if grad_u is not None:
        upper = triu(matmul(grad_u, _turned(factor_u)))
        core = upper if core is None else core + upper
    rest = None
    if m < n and grad_u is not None:
        rest = _linalg_solve_triangular(turned_l, grad_u[..., k:], True, True, True)
        core = core - matmul(grad_u[..., k:], _turned(factor_u[..., k:]))
    if m > n and grad_l is not None:
        rest = _linalg_solve_triangular(turned_u, grad_l[..., k:, :], False, False, False)
        core = core - matmul(_turned(factor_l[..., k:, :]), grad_l[..., k:, :])
    core = _linalg_solve_triangular(turned_l, core, True, True, True)
    core = _linalg_solve_triangular(turned_u, core, False, False, False)
    found = _padded(core, m, n) if rest is None else _joined(core, rest, -1 if m < n else -2)
    return _permuted_rows(found, pivots, False)


@in_rules
def _joined(a: Any, b: Any, dim: int) -> Any:
    """Join two matrices along a dimension counted from the end."""
    shapes = (tuple(a.shape), tuple(b.shape))
    return _cat([a, b], len(shapes[0]) + dim, (shapes[0][dim], shapes[1][dim]), shapes)


def _check(name: str, a: Any) -> None:
    if a.ndim < 2:
        raise RuntimeError(
            f"{name}: Expected tensor with 2 or more dimensions. Got size: {list(a.shape)} instead"
        )
    checks.implemented("lu_cpu", a)


@operator(
    batch="leading",
    name="_linalg_lu_factor_ex",
    inplace=False,
    outputs=("LU", "pivots", "info"),
    rules={"A": lambda grad, LU, pivots: _factored_back(grad, LU, pivots)},
)
def _linalg_lu_factor_ex(A: Array, name: str, check: bool) -> tuple[Array, Array, Array]:
    """L and U in one matrix, the pivots, and where U has a zero on its diagonal."""
    _check("torch.lu_factor", A)
    found = eliminate(A)
    if check:
        checks.info(
            f"torch.linalg.{name}",
            found[2],
            "U[{0},{0}] is zero and using it on lu_solve would result in a division by zero. If you "
            "still want to perform the factorization, consider calling linalg.lu(A, pivot) or "
            "linalg.lu_factor_ex(A, pivot)",
            RuntimeError,
        )
    return found


@in_rules
def _factored_back(grad: Any, packed: Any, pivots: Any) -> Any:
    factor_l, factor_u = _lu_unpack(packed)
    k = factor_l.shape[-1]
    return _factors_back(
        tril(grad[..., :k], -1), triu(grad[..., :k, :]), factor_l, factor_u, pivots
    )


@operator(
    batch="leading",
    name="_linalg_lu",
    inplace=False,
    outputs=("L", "U", "pivots"),
    rules={"A": lambda grads, L, U, pivots: _factors_back(grads[0], grads[1], L, U, pivots)},
)
def _linalg_lu(A: Array) -> tuple[Array, Array, Array]:
    """L, U and the pivots."""
    _check("linalg.lu", A)
    packed, pivots, _ = eliminate(A)
    return (*_unpacked(packed), pivots)


@operator(batch="leading", name="_permutation", inplace=False, nondifferentiable=("like",))
def _permutation(pivots: Array, like: Array) -> Array:
    """The permutation matrix P, for matrices `like` A = P L U."""
    m = like.shape[-2]
    return _permuted(np.eye(m, dtype=like.dtype), pivots, False)


def _need_pivoting(pivot: bool, name: str) -> None:
    if not pivot:
        raise RuntimeError(f"{name}: LU without pivoting is not implemented on the CPU")


@exported("linalg")
def lu(A: Tensor, *, pivot: bool = True) -> Any:
    """Return a permutation P, a unit lower triangular L and an upper triangular U with A = P L U.

    >>> import engine
    >>> p, l, u = engine.linalg.lu(engine.tensor([[1.0, 2.0], [2.0, 2.0]]))
    >>> l, u
    (tensor([[1.0000, 0.0000],
            [0.5000, 1.0000]]), tensor([[2., 2.],
            [0., 1.]]))
    """
    _need_pivoting(pivot, "linalg.lu")
    factor_l, factor_u, pivots = _linalg_lu(A)
    return return_types.linalg_lu((_permutation(pivots, A.detach()), factor_l, factor_u))


@exported("linalg", samples=("lu_factor(a(3, 3))[0]", "lu_factor(a(2, 3, 2))[0]"))
def lu_factor(A: Tensor, *, pivot: bool = True) -> Any:
    """Return L and U in one matrix, without the ones of L, and the pivots: with which row, counted
    from 1, each was swapped.

    >>> import engine
    >>> engine.linalg.lu_factor(engine.tensor([[1.0, 2.0], [2.0, 2.0]]))
    torch.return_types.linalg_lu_factor(
    LU=tensor([[2.0000, 2.0000],
            [0.5000, 1.0000]]),
    pivots=tensor([2, 2], dtype=torch.int32))
    """
    _need_pivoting(pivot, "linalg.lu_factor")
    return return_types.linalg_lu_factor(_linalg_lu_factor_ex(A, "lu_factor", True)[:2])


@exported("linalg", samples=("lu_factor_ex(a(2, 4))[0]",))
def lu_factor_ex(A: Tensor, *, pivot: bool = True, check_errors: bool = False) -> Any:
    """Return what `lu_factor` does, and where U has a zero on its diagonal, from 1; 0: nowhere."""
    _need_pivoting(pivot, "linalg.lu_factor")
    return return_types.linalg_lu_factor_ex(_linalg_lu_factor_ex(A, "lu_factor_ex", check_errors))


def _check_pivots(error: str, factors: Any, pivots: Any) -> None:
    """Refuse pivots out of range; those of mapped tensors are not known."""
    known = isinstance(pivots, (np.ndarray, np.generic)) and pivots.size
    if known and (pivots.max() > factors.shape[-2] or pivots.min() < 1):
        raise RuntimeError(error)


@exported("torch", samples=("lu_unpack(*linalg.lu_factor(a(3, 3)))[1:]",))
def lu_unpack(
    LU_data: Tensor, LU_pivots: Tensor, unpack_data: bool = True, unpack_pivots: bool = True
) -> Any:
    """Return P, L and U, given what `linalg.lu_factor` returns.

    What is not to be unpacked is empty.
    """
    data = checks.tensor("lu_unpack", "LU_data", 1, LU_data)._data
    pivots = checks.tensor("lu_unpack", "LU_pivots", 2, LU_pivots)._data
    if data.ndim < 2:
        raise RuntimeError(
            "torch.lu_unpack: Expected tensor with 2 or more dimensions. Got size: "
            f"{list(data.shape)} instead"
        )
    if unpack_pivots and pivots.dtype != np.int32:
        raise RuntimeError(
            "torch.lu_unpack: LU_pivots is expected to be a contiguous tensor of torch.int32 dtype."
            "\nNote: this function is intended to be used with the output produced by "
            "torch.linalg.lu_factor"
        )
    if unpack_pivots:
        _check_pivots(
            "pivots passed to lu_unpack must be between 1 and LU.size(-2) inclusive.Did you "
            "properly pass the result of lu_factor?",
            data,
            pivots,
        )
    empty = from_array(np.zeros(0, data.dtype))
    p = _permutation(LU_pivots, LU_data.detach()) if unpack_pivots else empty
    factors = _lu_unpack(LU_data) if unpack_data else (empty, empty)
    return return_types.lu_unpack((p, *factors))


# -- solving ---------------------------------------------------------------------------------------


@operator(
    batch="matrices",
    name="_linalg_lu_solve",
    inplace=False,
    holomorphic=False,
    rules={
        "LU": lambda grad, LU, pivots, left, adjoint, result: _factors_of_solution(
            grad, LU, pivots, result, left, adjoint
        ),
        "B": lambda grad, LU, pivots, left, adjoint: _linalg_lu_solve(
            LU, pivots, grad, left, not adjoint
        ),
    },
)
def _linalg_lu_solve(LU: Array, pivots: Array, B: Array, left: bool, adjoint: bool) -> Array:
    """The X for which A X = B, Aᴴ X = B, X A = B or X Aᴴ = B, where A was eliminated."""
    if left:
        return solve_factored(LU, pivots, B, adjoint)
    b = np.conj(np.swapaxes(B, -1, -2))
    return np.conj(np.swapaxes(solve_factored(LU, pivots, b, not adjoint), -1, -2))


@in_rules
def _factors_of_solution(
    grad: Any, packed: Any, pivots: Any, x: Any, left: bool, adjoint: bool
) -> Any:
    """What L and U get, in one matrix.

    From A Y = C, with Y = X or Xᴴ, U gets Ψ(R) with R = -U⁻ᴴ G Yᴴ, and L gets Φ(L⁻ᴴ R Uᴴ); from
    Aᴴ Y = C, L gets Φ(R) with R = -Pᵀ Y Gᴴ P L⁻ᴴ, and U gets Ψ(Lᴴ R U⁻ᴴ). Φ takes what lies below
    the diagonal, Ψ the rest.
    """
    if not left:
        grad, x = _adjoint(grad), _adjoint(x)
    turned = _adjoint(packed)
    if left != adjoint:
        r = -_linalg_solve_triangular(turned, matmul(grad, _adjoint(x)), False, True, False)
        other = matmul(r, _adjoint(triu(packed)))
        other = _linalg_solve_triangular(turned, other, True, True, True)
        return tril(other, -1) + triu(r)
    product = _permuted_rows(matmul(x, _adjoint(grad)), pivots, True)
    product = _turned(_permuted_rows(_turned(product), pivots, True))
    r = -_linalg_solve_triangular(turned, product, True, False, True)
    other = r + matmul(_adjoint(tril(packed, -1)), r)
    other = _linalg_solve_triangular(turned, other, False, False, False)
    return tril(r, -1) + triu(other)


@exported("linalg")
def lu_solve(
    LU: Tensor, pivots: Tensor, B: Tensor, *, left: bool = True, adjoint: bool = False
) -> Tensor:
    """Return the X for which A X = B (X A = B if not `left`), given what `lu_factor` makes of A.

    adjoint: Aᴴ in the place of A.
    """
    name = "linalg.lu_solve"
    a = checks.tensor("linalg_lu_solve", "LU", 1, LU)._data
    p = checks.tensor("linalg_lu_solve", "pivots", 2, pivots)._data
    b = checks.tensor("linalg_lu_solve", "B", 3, B)._data
    checks.implemented("linalg.lu_solve", a)
    checks.same_dtype(f"{name}: ", a, b, "LU", "B")
    if p.dtype != np.int32:
        raise RuntimeError(f"{name}: pivots should be a Tensor of scalar type torch.int32")
    checks.square(f"torch.{name}", a)
    if b.ndim < 2:
        checks.matrices(name, b, "B")
    checks.system(name, a, b, left)
    if p.ndim and p.shape[-1] != a.shape[-1]:
        raise RuntimeError(
            f"{name}: Number of pivots per batch should be same as the dimension of the matrix"
        )
    if p.shape != a.shape[:-1]:
        raise RuntimeError(
            f"{name}: Expected LU.shape[:-1] and pivots.shape to be the same, but got pivots with "
            f"shape {list(p.shape)} instead"
        )
    _check_pivots(
        "Pivots given to lu_solve must all be smaller or equal to LU.size(-2). Did you properly "
        "pass the result of lu_factor?",
        a,
        p,
    )
    return _linalg_lu_solve(LU, pivots, B, left, adjoint)  # type: ignore[no-any-return]

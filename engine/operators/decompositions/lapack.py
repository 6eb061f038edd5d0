"""What NumPy has not of LAPACK: elimination, substitution and reflections, on batches of matrices.

All functions take and give plain arrays whose last two dimensions are matrices. Their loops run over
rows or columns; each step is done for all matrices of a batch at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import prod

import numpy as np

from engine.dtypes import Array


def eliminate(a: Array) -> tuple[Array, Array, Array]:
    """Factor matrices as P L U by Gaussian elimination with partial pivoting (getrf).

    Return L, without its ones, below U; the row, from 1, that row i was swapped with in step i; and
    the first i, from 1, for which U has a zero on its diagonal, or 0.
    """
    *batch, m, n = a.shape
    u = np.array(a).reshape(prod(batch), m, n)
    k = min(m, n)
    pivots = np.zeros((len(u), k), np.int32)
    info = np.zeros(len(u), np.int32)
    each = np.arange(len(u))
    for j in range(k):
        p = j + _size(u[:, j:, j]).argmax(1)
        pivots[:, j] = p + 1
        u[each, p], u[:, j] = u[:, j].copy(), u[each, p]
        pivot = u[:, j, j]
        singular = pivot == 0
        info[singular & (info == 0)] = j + 1
        u[:, j + 1 :, j] /= np.where(singular, 1, pivot)[:, None]
        u[:, j + 1 :, j + 1 :] -= u[:, j + 1 :, j, None] * u[:, None, j, j + 1 :]
    return u.reshape(a.shape), pivots.reshape(*batch, k), info.reshape(batch)[()]


def _size(x: Array) -> Array:
    """By which LAPACK chooses pivots; for complex numbers it is not the absolute value."""
    return abs(x.real) + abs(x.imag) if x.dtype.kind == "c" else abs(x)


def row_order(pivots: Array, n: int) -> Array:
    """Return the rows, from 0, of an n-row matrix in the order in which swaps have left them."""
    rows = np.broadcast_to(np.arange(n), (*pivots.shape[:-1], n)).copy()
    for i in range(pivots.shape[-1]):
        other = pivots[..., i, None].astype(np.int64) - 1
        moved = np.take_along_axis(rows, other, -1)
        np.put_along_axis(rows, other, rows[..., i, None], -1)
        rows[..., i] = moved[..., 0]
    return rows


def substitute(a: Array, b: Array, upper: bool, unit: bool = False) -> Array:
    """Return the X for which A X = B, reading one triangle of A only (trtrs).

    unit: the diagonal of A is not read either, but taken to be ones.
    """
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    x = np.array(np.broadcast_to(b, batch + b.shape[-2:]), np.result_type(a, b))
    n = a.shape[-1]
    for i in reversed(range(n)) if upper else range(n):
        known = slice(i + 1, n) if upper else slice(0, i)
        x[..., i, :] -= (a[..., i, None, known] @ x[..., known, :])[..., 0, :]
        if not unit:
            x[..., i, :] /= a[..., i, i, None]
    return x


def solve_factored(lu: Array, pivots: Array, b: Array, adjoint: bool = False) -> Array:
    """Return the X for which A X = B, or Aᴴ X = B, where A was eliminated (getrs)."""
    rows = row_order(pivots, lu.shape[-1])
    batch = np.broadcast_shapes(rows.shape[:-1], b.shape[:-2])
    rows = np.broadcast_to(rows[..., None], batch + rows.shape[-1:] + b.shape[-1:])
    b = np.broadcast_to(b, batch + b.shape[-2:])
    if not adjoint:
        ordered = np.take_along_axis(b, rows, -2)
        return substitute(lu, substitute(lu, ordered, False, unit=True), True)
    turned = np.conj(np.swapaxes(lu, -1, -2))
    ordered = substitute(turned, substitute(turned, b, False), True, unit=True)
    out = np.empty_like(ordered)
    np.put_along_axis(out, rows, ordered, -2)
    return out


def solve_or_inf(a: Array, b: Array) -> tuple[Array, Array]:
    """Return the X for which A X = B, with infinities where A is singular, and where it has a zero.

    That is the first zero, from 1, on the diagonal of U; or 0, if A is regular.
    """
    try:
        return np.linalg.solve(a, b), np.zeros(a.shape[:-2], np.int32)[()]
    except np.linalg.LinAlgError:
        lu, pivots, info = eliminate(a)
        return solve_factored(lu, pivots, b), info


def reflect(v: Array, tau: Array, c: Array, order: Iterable[int]) -> Array:
    """Return C after the reflections 1 - τᵢ vᵢ vᵢᴴ, in the order given (ormqr, orgqr)."""
    out = np.array(c, np.result_type(v, c))
    for i in order:
        column = v[..., i, None]
        along = np.conj(np.swapaxes(column, -1, -2)) @ out
        out -= (tau[..., i, None, None] * column) * along
    return out


def failing_minor(factor: Callable[[Array], Array], a: Array) -> int:
    """Return the order of the first leading minor of a matrix that `factor` refuses, or 0."""
    low, high = 0, len(a)
    if _succeeds(factor, a):
        return 0
    while high - low > 1:
        middle = (low + high) // 2
        if _succeeds(factor, a[:middle, :middle]):
            low = middle
        else:
            high = middle
    return high


def _succeeds(factor: Callable[[Array], Array], a: Array) -> bool:
    try:
        factor(a)
    except np.linalg.LinAlgError:
        return False
    return True

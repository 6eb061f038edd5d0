"""Cholesky's factorization of positive definite matrices, and what is solved with it."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import return_types
from engine.dtypes import Array
from engine.operators.decompositions import checks
from engine.operators.decompositions.lapack import failing_minor, substitute
from engine.operators.decompositions.triangular import _linalg_solve_triangular, _solvable
from engine.operators.linear_algebra import _adjoint
from engine.operators.matrix import matmul
from engine.operators.structure import tril
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor

_NOT_POSITIVE = (
    "The factorization could not be completed because the input is not positive-definite (the "
    "leading minor of order {} is not positive-definite)."
)


def _factored(a: Array, upper: bool) -> tuple[Array, Array]:
    """Return the factors, and the orders of the leading minors that are not positive, or 0."""
    if upper:
        lower, info = _factored(np.conj(np.swapaxes(a, -1, -2)), False)
        return np.conj(np.swapaxes(lower, -1, -2)), info
    try:
        return np.linalg.cholesky(a), np.zeros(a.shape[:-2], np.int32)[()]
    except np.linalg.LinAlgError:
        out = np.tril(a)
        info = np.zeros(a.shape[:-2], np.int32)
        for place in np.ndindex(info.shape):
            order = failing_minor(np.linalg.cholesky, a[place])
            done = order - 1 if order else a.shape[-1]
            factor = np.linalg.cholesky(a[place][:done, :done])
            below = substitute(factor.conj(), a[place][done:, :done].T, False).T
            out[place][:done, :done] = factor
            out[place][done:, :done] = below
            info[place] = order
        return out, info[()]


@in_rules
def _cholesky_back(grad: Any, factor: Any, upper: bool) -> Any:
    """L⁻ᴴ Φ(Lᴴ G) L⁻¹, where Φ mirrors the lower triangle in the diagonal, and halves all.

    See Murray, Differentiation of the Cholesky decomposition, 2016, and Giles, 2008.
    """
    if upper:
        grad, factor = _adjoint(grad), _adjoint(factor)
    product = tril(matmul(_adjoint(factor), grad))
    product = (product + _adjoint(tril(product, -1))) / 2
    turned = _adjoint(factor)
    half = _linalg_solve_triangular(turned, product, True, True, False)
    return _linalg_solve_triangular(factor, half, False, False, False)


def _checked(name: str, input: Array, upper: bool, check: bool) -> tuple[Array, Array]:
    """Return what `_factored` does, unless PyTorch refuses."""
    checks.square(name, input)
    checks.implemented("cholesky_cpu", input, name)
    out, info = _factored(input, upper)
    if check:
        checks.info(name, info, _NOT_POSITIVE)
    return out, info


@operator(
    batch="leading",
    name="_linalg_cholesky_ex",
    inplace=False,
    outputs=("L", "info"),
    holomorphic=False,
    rules={"input": lambda grad, upper, L: _cholesky_back(grad, L, upper)},
)
def _linalg_cholesky_ex(input: Array, upper: bool, name: str, check: bool) -> tuple[Array, Array]:
    """The factors, and the orders of the leading minors that are not positive, or 0."""
    return _checked(name, input, upper, check)


@operator(
    batch="leading",
    name="_cholesky",
    inplace=False,
    holomorphic=False,
    rules={"input": lambda grad, upper, result: _cholesky_back(grad, result, upper)},
)
def _cholesky(input: Array, upper: bool) -> Array:
    """The factors, for `torch.cholesky`."""
    return _checked("cholesky", input, upper, True)[0]


@exported("linalg")
def cholesky(input: Tensor, *, upper: bool = False) -> Tensor:
    """Return the lower triangular L with A = L Lᴴ, or the upper Lᴴ, of positive definite matrices.

    One triangle of A is read only; the gradient is Hermitian (Murray, Differentiation of the
    Cholesky decomposition, 2016).

    >>> import engine
    >>> engine.linalg.cholesky(engine.tensor([[4.0, 2.0], [2.0, 10.0]]))
    tensor([[2., 0.],
            [1., 3.]])
    """
    return _linalg_cholesky_ex(input, upper, "linalg.cholesky", True)[0]  # type: ignore[no-any-return]


@exported(
    "linalg",
    samples=("cholesky_ex(torch.eye(2) * p(2) + 0.1)", "cholesky_ex(p(3, 1, 1), upper=True)"),
)
def cholesky_ex(input: Tensor, *, upper: bool = False, check_errors: bool = False) -> Any:
    """Return `cholesky`, and for each matrix 0 or the order of the minor for which it failed.

    >>> import engine
    >>> engine.linalg.cholesky_ex(engine.tensor([[1.0, 2.0], [2.0, 1.0]])).info
    tensor(2, dtype=torch.int32)
    """
    return return_types.linalg_cholesky_ex(
        _linalg_cholesky_ex(input, upper, "linalg.cholesky_ex", check_errors)
    )


# -- solving ---------------------------------------------------------------------------------------


@in_rules
def _of_factor(common: Any, factor: Any, upper: bool) -> Any:
    """What a factor gets if A = L Lᴴ gets `common`; all of it, as in PyTorch, not just a triangle."""
    common = common + _adjoint(common)
    return matmul(factor, common) if upper else matmul(common, factor)


@operator(
    batch="leading",
    inplace=False,
    holomorphic=False,
    rules={
        "input": lambda grad, input, upper, result: (
            -_of_factor(matmul(result, matmul(grad, result)), input, upper)
        ),
    },
    samples=("cholesky_inverse(tril(p(2, 2)))", "cholesky_inverse(triu(p(3, 2, 2)), True)"),
)
def cholesky_inverse(input: Array, upper: bool = False) -> Array:
    """Return the inverse of L Lᴴ (Lᴴ L if `upper`), given the triangular L.

    >>> import engine
    >>> engine.cholesky_inverse(engine.tensor([[2.0, 0.0], [0.0, 1.0]]))
    tensor([[0.2500, 0.0000],
            [0.0000, 1.0000]])
    """
    checks.square("cholesky_inverse", input)
    checks.implemented("cholesky_inverse_out_cpu", input)
    zero = np.diagonal(input, 0, -2, -1) == 0
    checks.info(
        "cholesky_inverse",
        np.where(zero.any(-1), zero.argmax(-1) + 1, 0) if zero.size else np.zeros(zero.shape[:-1]),
        "The diagonal element {} is zero, the inversion could not be completed because the input "
        "matrix is singular.",
    )
    return _solved(np.eye(input.shape[-1], dtype=input.dtype), input, upper)


def _solved(b: Array, factor: Array, upper: bool) -> Array:
    """Return the X for which L Lᴴ X = B, or Lᴴ L X = B."""
    adjoint = np.conj(np.swapaxes(factor, -1, -2))
    lower, other = (adjoint, factor) if upper else (factor, adjoint)
    return substitute(other, substitute(lower, b, False), True)


@operator(
    batch="matrices",
    name="_cholesky_solve",
    inplace=False,
    holomorphic=False,
    rules={
        "self": lambda grad, L, upper: _cholesky_solve(grad, L, upper),
        "L": lambda grad, L, upper, result: (
            -_of_factor(matmul(_cholesky_solve(grad, L, upper), _adjoint(result)), L, upper)
        ),
    },
)
def _cholesky_solve(self: Array, L: Array, upper: bool) -> Array:
    """The X for which L Lᴴ X = B, or Lᴴ L X = B."""
    return _solved(self, L, upper)


@exported(
    "torch",
    samples=(
        "cholesky_solve(a(2, 3), tril(p(2, 2)))",
        "cholesky_solve(a(2, 1), triu(p(3, 2, 2)), True)",
    ),
)
def cholesky_solve(input: Tensor, L: Tensor, upper: bool = False) -> Tensor:
    """Return the X for which A X = B, given B and the factor L of A = L Lᴴ (Lᴴ L if `upper`).

    >>> import engine
    >>> factor = engine.tensor([[2.0, 0.0], [0.0, 1.0]])
    >>> engine.cholesky_solve(engine.tensor([[4.0], [3.0]]), factor)
    tensor([[1.],
            [3.]])
    """
    b = checks.tensor("cholesky_solve", "input", 1, input)._data
    a = checks.tensor("cholesky_solve", "L", 2, L)._data
    for what, data in (("b", b), ("u", a)):
        if data.ndim < 2:
            raise RuntimeError(
                f"{what} should have at least 2 dimensions, but has {data.ndim} dimensions instead"
            )
    _solvable("cholesky_solve", b, a)
    checks.implemented("cholesky_solve_cpu", a)
    return _cholesky_solve(input, L, upper)  # type: ignore[no-any-return]

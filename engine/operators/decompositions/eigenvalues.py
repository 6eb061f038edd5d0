"""Eigenvalues and eigenvectors, of Hermitian matrices and of any."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import return_types
from engine.dtypes import Array
from engine.operators.complex_numbers import conj
from engine.operators.decompositions import checks
from engine.operators.decompositions.gauge import _check_phase, _inverse_gaps, needs_vectors
from engine.operators.linear_algebra import LinAlgError, _adjoint, _linalg_solve
from engine.operators.matrix import matmul
from engine.operators.shape import unsqueeze
from engine.operators.structure import diag_embed
from engine.operators.views import diagonal
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor


@in_rules
def _eig_back(grad_l: Any, grad_v: Any, l: Any, v: Any, hermitian: bool) -> Any:  # noqa: E741
    """V⁻ᴴ (G_L + (Vᴴ G_V - Vᴴ V diag(Re(Vᴴ G_V))) / (λ̄ⱼ - λ̄ᵢ)) Vᴴ.

    The second term in the numerator keeps the columns of V at length 1. If A is Hermitian, Vᴴ is the
    inverse, and that projection leaves what is skew. See Boeddeker, Hanebrink, Drude, Heymann,
    Haeb-Umbach, On the computation of complex-valued gradients, 2017, eq. 4.77, and Giles, 2008.
    """
    adjoint = _adjoint(v)
    if grad_v is None:
        if hermitian:
            return matmul(v * unsqueeze(grad_l, -2), adjoint)
        return _linalg_solve(adjoint, unsqueeze(grad_l, -1) * adjoint, False, True)
    inner = matmul(adjoint, grad_v)
    _check_phase(inner, None, "eigh" if hermitian else "eig")
    if hermitian:
        inner = (inner - _adjoint(inner)) / 2
    else:
        along = diagonal(inner, 0, -2, -1)
        along = (along + conj(along)) / 2
        inner = inner - matmul(adjoint, v * unsqueeze(along, -2))
    inner = inner * _inverse_gaps(conj(l))
    if grad_l is not None:
        inner = inner + diag_embed(grad_l)
    inner = matmul(inner, adjoint)
    return matmul(v, inner) if hermitian else _linalg_solve(adjoint, inner, False, True)


@operator(
    batch="leading",
    name="_linalg_eigh",
    inplace=False,
    outputs=("eigenvalues", "eigenvectors"),
    holomorphic=False,
    rules={
        "A": lambda grads, eigenvalues, eigenvectors: _eig_back(
            grads[0], grads[1], eigenvalues, eigenvectors, True
        )
    },
)
def _linalg_eigh(A: Array, UPLO: str, vectors: bool) -> tuple[Array, Array]:
    """Eigenvalues and, or an empty tensor, eigenvectors of Hermitian matrices."""
    checks.square("linalg.eigh", A)
    if UPLO.upper() not in ("L", "U"):
        raise RuntimeError(f"Expected UPLO argument to be 'L' or 'U', but got {UPLO}")
    checks.implemented("linalg_eigh_cpu", A)
    try:
        if vectors:
            values, v = np.linalg.eigh(A, UPLO)  # type: ignore[call-overload]
            return values, v
        values = np.linalg.eigvalsh(A, UPLO)  # type: ignore[call-overload]
    except np.linalg.LinAlgError:
        raise LinAlgError(
            "linalg.eigh: The algorithm failed to converge because the input matrix is "
            "ill-conditioned or has too many repeated eigenvalues."
        ) from None
    return values, np.zeros(0, A.dtype)


@exported(
    "linalg",
    samples=(
        "eigh(cov(a(3, 5)))[0]",
        "eigh(cov(a(3, 5)), 'U')[1].abs()",
        "eigh(cov(a(3, 4) * (1 + 2j)))[1].abs()",
    ),
)
def eigh(A: Tensor, UPLO: str = "L") -> Any:
    """Return the eigenvalues, smallest first, and the eigenvectors of a symmetric (Hermitian) matrix.

    The gradient with respect to the vectors needs eigenvalues that all differ, and complex ones a
    function that does not depend on their phase.

    UPLO: the triangle that is read, "L" or "U"; the gradient goes to both alike.

    >>> import engine
    >>> engine.linalg.eigh(engine.tensor([[0.0, 2.0], [2.0, 0.0]])).eigenvalues
    tensor([-2.,  2.])
    """
    return return_types.linalg_eigh(_linalg_eigh(A, UPLO, True))


@exported(
    "linalg",
    samples=(
        "eigvalsh(cov(a(3, 5)))",
        "eigvalsh(cov(a(2, 4)), UPLO='U')",
    ),
)
def eigvalsh(A: Tensor, UPLO: str = "L") -> Tensor:
    """Return the eigenvalues of symmetric (Hermitian) matrices, smallest first.

    >>> import engine
    >>> engine.linalg.eigvalsh(engine.tensor([[0.0, 2.0], [2.0, 0.0]]))
    tensor([-2.,  2.])
    """
    vectors = needs_vectors(checks.tensor("linalg_eigvalsh", "A", 1, A))
    return _linalg_eigh(A, UPLO, vectors)[0]  # type: ignore[no-any-return]


def _check_eig(name: str, a: Array) -> np.dtype[Any]:
    """Refuse what PyTorch refuses; return the complex dtype of eigenvalues."""
    checks.square(name, a)
    if a.dtype.kind not in "fc":
        raise RuntimeError(f"Unknown Complex ScalarType for {checks.word(a)}")
    checks.floating(name, a)
    if not np.isfinite(a).all():
        raise RuntimeError("torch.linalg.eig: input tensor should not contain infs or NaNs.")
    return np.result_type(a.dtype, np.complex64)


@operator(
    batch="leading",
    name="_linalg_eig",
    inplace=False,
    outputs=("eigenvalues", "eigenvectors"),
    holomorphic=False,
    rules={
        "A": lambda grads, eigenvalues, eigenvectors: _eig_back(
            grads[0], grads[1], eigenvalues, eigenvectors, False
        )
    },
)
def _linalg_eig(A: Array) -> tuple[Array, Array]:
    """Eigenvalues and eigenvectors, always complex."""
    dtype = _check_eig("linalg.eig", A)
    values, vectors = np.linalg.eig(A)
    return values.astype(dtype), vectors.astype(dtype)


@operator(batch="leading", name="_linalg_eigvals", inplace=False)
def _linalg_eigvals(A: Array) -> Array:
    """Eigenvalues without eigenvectors: they have no gradient."""
    dtype = _check_eig("linalg.eigvals", A)
    return np.linalg.eigvals(A).astype(dtype)


@exported("linalg", samples=("eig(a(3, 3))[1].abs()", "eig(a(2, 2, 2))[1].abs()"))
def eig(A: Tensor) -> Any:
    """Return the eigenvalues, in no particular order, and the eigenvectors of square matrices.

    Both are complex; the vectors are columns of length 1. The gradient with respect to them needs
    eigenvalues that all differ, and a function that does not depend on their phase.

    >>> import engine
    >>> engine.linalg.eig(engine.tensor([[2.0, 0.0], [0.0, 3.0]])).eigenvalues
    tensor([2.+0.j, 3.+0.j])
    """
    return return_types.linalg_eig(_linalg_eig(A))


@exported("linalg", samples=("eigvals(a(3, 3)).abs()", "eigvals(a(2, 2, 2)).abs()"))
def eigvals(A: Tensor) -> Tensor:
    """Return the eigenvalues of square matrices, which are complex, in no particular order.

    >>> import engine
    >>> engine.linalg.eigvals(engine.tensor([[0.0, 1.0], [-1.0, 0.0]])).imag.abs()
    tensor([1., 1.])
    """
    if needs_vectors(checks.tensor("linalg_eigvals", "A", 1, A)):
        return _linalg_eig(A)[0]  # type: ignore[no-any-return]
    return _linalg_eigvals(A)  # type: ignore[no-any-return]

"""Singular values and singular vectors."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import return_types
from engine.dtypes import Array
from engine.operators.decompositions import checks
from engine.operators.decompositions.gauge import _check_phase, _inverse_gaps, needs_vectors
from engine.operators.linear_algebra import LinAlgError, _adjoint
from engine.operators.matrix import matmul
from engine.operators.shape import unsqueeze
from engine.operators.structure import diag_embed
from engine.operators.views import diagonal
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor


@operator(
    batch="leading",
    name="_linalg_svd",
    inplace=False,
    outputs=("U", "S", "Vh"),
    holomorphic=False,
    rules={"A": lambda grads, A_dtype, U, S, Vh: _svd_back(grads, U, S, Vh, A_dtype.kind == "c")},
)
def _linalg_svd(A: Array, full_matrices: bool, vectors: bool) -> tuple[Array, Array, Array]:
    """U, S and Vᴴ; U and Vᴴ empty without `vectors`."""
    checks.matrices("linalg.svd", A)
    checks.floating("linalg.svd", A)
    try:
        if vectors:
            u, s, vh = np.linalg.svd(A, full_matrices)
            return u, s, vh
        s = np.linalg.svd(A, compute_uv=False)
    except np.linalg.LinAlgError:
        finite = np.isfinite(A).all((-2, -1))
        checks.info(
            "linalg.svd",
            ~finite,
            "The algorithm failed to converge because the input matrix contained non-finite values.",
        )
        raise LinAlgError(
            "linalg.svd: The algorithm failed to converge because the input matrix is "
            "ill-conditioned or has too many repeated singular values."
        ) from None
    return np.zeros(0, A.dtype), s, np.zeros(0, A.dtype)


@in_rules
def _svd_back(grads: Any, u: Any, s: Any, vh: Any, complex_vectors: bool) -> Any:
    """U (Φ(Uᴴ G_U) S + S Φ(Vᴴ G_V) + G_S) Vᴴ, where Φ makes skew and divides by sⱼ² - sᵢ².

    What U gets outside of its own columns adds (1 - U Uᴴ) G_U S⁻¹ Vᴴ, and V likewise. See Townsend,
    Differentiating the singular value decomposition, 2016; for complex numbers, which have a phase
    more, Wan and Zhang, Automatic differentiation for complex valued SVD, 2019.
    """
    grad_u, grad_s, grad_vh = grads
    k = s.shape[-1]
    m, n = u.shape[-2], vh.shape[-1]
    u, vh = u[..., :k], vh[..., :k, :]
    if grad_u is None and grad_vh is None:
        if m >= n:
            return matmul(u, unsqueeze(grad_s, -1) * vh)
        return matmul(u * unsqueeze(grad_s, -2), vh)
    row, column = unsqueeze(s, -2), unsqueeze(s, -1)
    inner, of_u, of_v = None, None, None
    if grad_u is not None:
        grad_u = grad_u[..., :k]
        of_u = matmul(_adjoint(u), grad_u)
        of_u = of_u - _adjoint(of_u)
        inner = (of_u * _inverse_gaps(s * s)) * row
    if grad_vh is not None:
        grad_vh = grad_vh[..., :k, :]
        of_v = matmul(vh, _adjoint(grad_vh))
        of_v = of_v - _adjoint(of_v)
        found = column * (of_v * _inverse_gaps(s * s))
        inner = found if inner is None else inner + found
    if complex_vectors:
        _check_phase(of_v if of_u is None else of_u, None if of_u is None else of_v, "svd")
        if of_u is not None and of_v is not None:
            inner = inner + diag_embed(diagonal(of_u, 0, -2, -1) / (2 * s))
    if grad_s is not None:
        inner = inner + diag_embed(grad_s)
    if m > n and grad_u is not None:
        beside = grad_u / row
        beside = beside - matmul(u, matmul(_adjoint(u), beside))
        return matmul(matmul(u, inner) + beside, vh)
    if m < n and grad_vh is not None:
        beside = grad_vh / column
        beside = beside - matmul(matmul(beside, _adjoint(vh)), vh)
        return matmul(u, matmul(inner, vh) + beside)
    return matmul(u, matmul(inner, vh))


@exported("linalg")
def svd(A: Tensor, full_matrices: bool = True, *, driver: str | None = None) -> Any:
    """Return U, S and Vᴴ with A = U diag(S) Vᴴ: orthonormal columns, singular values, largest first.

    The gradient with respect to U and Vᴴ needs singular values that all differ, and complex ones a
    function that does not depend on their phase.

    full_matrices: U and Vᴴ are square; otherwise they have min(m, n) columns and rows.

    >>> import engine
    >>> engine.linalg.svd(engine.tensor([[0.0, 2.0], [3.0, 0.0]])).S
    tensor([3., 2.])
    """
    _refuse_driver("torch.linalg.svd", driver)
    return return_types.linalg_svd(_linalg_svd(A, full_matrices, True))


def _refuse_driver(name: str, driver: str | None) -> None:
    if driver is not None:
        raise RuntimeError(
            f"{name}: keyword argument `driver=` is only supported on CUDA inputs with cuSOLVER "
            "backend."
        )


@exported("linalg", samples=("svdvals(a(3, 2))", "svdvals(a(2, 2, 3))"))
def svdvals(A: Tensor, *, driver: str | None = None) -> Tensor:
    """Return the singular values of matrices, largest first.

    >>> import engine
    >>> engine.linalg.svdvals(engine.tensor([[0.0, 2.0], [3.0, 0.0]]))
    tensor([3., 2.])
    """
    _refuse_driver("torch.linalg.svd", driver)
    vectors = needs_vectors(checks.tensor("linalg_svdvals", "A", 1, A))
    return _linalg_svd(A, False, vectors)[1]  # type: ignore[no-any-return]

"""Functions of `torch` that those of `torch.linalg` have taken the place of."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import return_types
from engine.operators.decompositions import checks, elimination
from engine.operators.decompositions.cholesky import _cholesky
from engine.operators.decompositions.elimination import _linalg_lu_factor_ex, _need_pivoting
from engine.operators.decompositions.gauge import needs_vectors
from engine.operators.decompositions.orthogonal import _linalg_qr, householder_product
from engine.operators.decompositions.pseudoinverse import pinv
from engine.operators.decompositions.singular_values import _linalg_svd
from engine.operators.linear_algebra import _adjoint, _linalg_slogdet
from engine.registry import exported
from engine.tensor import Tensor, from_array
from engine.warn import warn_once


@exported("torch", samples=("cholesky(torch.eye(2) * p(2) + 0.1)",))
def cholesky(input: Tensor, upper: bool = False) -> Tensor:
    """Return what `linalg.cholesky` does."""
    warn_once(
        "torch.cholesky is deprecated in favor of torch.linalg.cholesky and will be removed in a "
        "future PyTorch release.\nL = torch.cholesky(A)\nshould be replaced with\nL = "
        "torch.linalg.cholesky(A)\nand\nU = torch.cholesky(A, upper=True)\nshould be replaced with\n"
        "U = torch.linalg.cholesky(A).mH\nThis transform will produce equivalent results for all "
        "valid (symmetric positive definite) inputs."
    )
    return _cholesky(input, upper)  # type: ignore[no-any-return]


@exported(
    "torch", samples=("lu(a(3, 2))[0]", "linalg.lu(a(4, 2))[1:]", "linalg.lu(a(2, 2, 4))[1:]")
)
def lu(A: Tensor, pivot: bool = True, get_infos: bool = False) -> Any:
    """Return what `linalg.lu_factor_ex` does, the last of it if `get_infos`."""
    warn_once(
        "torch.lu is deprecated in favor of torch.linalg.lu_factor / torch.linalg.lu_factor_ex and "
        "will be removed in a future PyTorch release.\nLU, pivots = torch.lu(A, compute_pivots)\n"
        "should be replaced with\nLU, pivots = torch.linalg.lu_factor(A, compute_pivots)\nand\nLU, "
        "pivots, info = torch.lu(A, compute_pivots, get_infos=True)\nshould be replaced with\nLU, "
        "pivots, info = torch.linalg.lu_factor_ex(A, compute_pivots)"
    )
    _need_pivoting(pivot, "linalg.lu_factor")
    found = _linalg_lu_factor_ex(A, "lu_factor_ex", False)
    return return_types._lu_with_info(found) if get_infos else found[:2]


@exported(
    "torch",
    samples=(
        "lu_solve(a(3, 2), *linalg.lu_factor(a(3, 3)))",
        "linalg.lu_solve(*linalg.lu_factor(a(2, 2, 2)), a(3, 2), left=False)",
        "linalg.lu_solve(*linalg.lu_factor(a(2, 2)), a(2, 2), adjoint=True)",
        "linalg.lu_solve(*linalg.lu_factor(a(2, 2)), a(2, 2), left=False, adjoint=True)",
    ),
)
def lu_solve(input: Tensor, LU_data: Tensor, LU_pivots: Tensor) -> Tensor:
    """Return what `linalg.lu_solve` does, for arguments in another order."""
    warn_once(
        "torch.lu_solve is deprecated in favor of torch.linalg.lu_solveand will be removed in a "
        "future PyTorch release.\nNote that torch.linalg.lu_solve has its arguments reversed.\nX = "
        "torch.lu_solve(B, LU, pivots)\nshould be replaced with\nX = torch.linalg.lu_solve(LU, "
        "pivots, B)"
    )
    return elimination.lu_solve(LU_data, LU_pivots, input)


@exported("torch", samples=("orgqr(a(3, 2), a(1))",))
def orgqr(input: Tensor, input2: Tensor) -> Tensor:
    """Return what `linalg.householder_product` does."""
    return householder_product(input, input2)


@exported("torch", samples=("pinverse(a(3, 2))",))
def pinverse(input: Tensor, rcond: float = 1e-15) -> Tensor:
    """Return what `linalg.pinv` does, for rtol = rcond."""
    return pinv(input, rcond)


@exported(
    "torch",
    samples=(
        "qr(a(2, 2))",
        "linalg.qr(a(4, 2))",
        "linalg.qr(a(2, 2, 3))",
        "linalg.qr(a(2, 3), 'complete')",
    ),
)
def qr(input: Tensor, some: bool = True) -> Any:
    """Return what `linalg.qr` does; the complete factors if not `some`."""
    warn_once(
        "torch.qr is deprecated in favor of torch.linalg.qr and will be removed in a future PyTorch "
        "release.\nThe boolean parameter 'some' has been replaced with a string parameter 'mode'.\n"
        "Q, R = torch.qr(A, some)\nshould be replaced with\nQ, R = torch.linalg.qr(A, 'reduced' if "
        "some else 'complete')"
    )
    return return_types.qr(_linalg_qr(input, "reduced" if some else "complete"))


@exported(
    "torch",
    samples=(
        "slogdet(a(2, 2))[1]",
        "slogdet(a(3, 2, 2))[1]",
        "slogdet(a(2, 2) * (1 + 2j))",
    ),
)
def slogdet(input: Tensor) -> Any:
    """Return what `linalg.slogdet` does."""
    return return_types.slogdet(_linalg_slogdet(input))


@exported(
    "torch",
    samples=(
        "svd(a(3, 2))[0].abs()",
        "svd(a(4, 5), some=False)[2].abs()[:, :4]",
        "svd(a(2, 2), compute_uv=False)[1]",
        "linalg.svd(a(3, 3))[1]",
        "linalg.svd(a(4, 2), full_matrices=False)[0].abs()",
        "linalg.svd(a(2, 3).mT)[0].abs()[:, :2]",
        "linalg.svd(a(2, 4, 2))[0].abs()[..., :2]",
    ),
)
def svd(input: Tensor, some: bool = True, compute_uv: bool = True) -> Any:
    """Return what `linalg.svd` does, with V in the place of Vᴴ.

    some: U and V have min(m, n) columns. compute_uv: without it they are square and of zeros.
    """
    a = checks.tensor("svd", "input", 1, input)._data
    if a.ndim < 2:
        raise RuntimeError(
            "linalg.svd: input should have at least 2 dimensions, but has "
            f"{a.ndim} dimensions instead"
        )
    if compute_uv:
        u, s, vh = _linalg_svd(input, not some, True)
        return return_types.svd((u, s, _adjoint(vh)))
    s = _linalg_svd(input, False, needs_vectors(input))[1]
    u, v = (from_array(np.zeros((*a.shape[:-2], n, n), a.dtype)) for n in a.shape[-2:])
    return return_types.svd((u, s, v))

"""Pseudoinverses and least squares, by singular values."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import return_types
from engine.dtypes import Array
from engine.operators.decompositions import checks
from engine.operators.linear_algebra import LinAlgError, _adjoint
from engine.operators.matrix import matmul
from engine.operators.shape import squeeze, unsqueeze
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor, from_array

# -- pseudoinverses --------------------------------------------------------------------------------


def _singular(a: Array, hermitian: bool) -> tuple[Array, Array, Array]:
    """Return U, S and Vᴴ, of Hermitian matrices from their eigenvalues."""
    try:
        if not hermitian:
            u, s, vh = np.linalg.svd(a, full_matrices=False)
            return u, s, vh
        checks.square("linalg.eigh", a)
        values, v = np.linalg.eigh(a)
    except np.linalg.LinAlgError:
        raise LinAlgError(
            "linalg.svd: The algorithm failed to converge because the input matrix contained "
            "non-finite values."
        ) from None
    adjoint = np.conj(np.swapaxes(v, -1, -2))
    return v, abs(values), np.sign(values)[..., None] * adjoint


def _cut(s: Array, shape: tuple[int, ...], atol: Any, rtol: Any) -> Array:
    """Return which singular values count: those above max(atol, rtol times the largest)."""
    bound = 0.0 if atol is None else atol
    if rtol is None:
        default = max(shape[-2:]) * np.finfo(s.dtype).eps
        rtol = np.where(np.asarray(bound) > 0, 0, default)
    largest = s.max(-1, initial=0)
    limit = np.maximum(bound, rtol * largest)
    return np.asarray(s > np.asarray(limit)[..., None])


def _inverted(s: Array, kept: Array) -> Array:
    return np.divide(1, s, out=np.zeros_like(s), where=kept)


@operator(
    batch="leading",
    name="_linalg_pinv",
    inplace=False,
    holomorphic=False,
    nondifferentiable=("atol", "rtol"),
    rules={"self": lambda grad, self, result: _pinv_back(grad, result, self)},
)
def _linalg_pinv(self: Array, atol: Any, rtol: Any, hermitian: bool) -> Array:
    """The pseudoinverses of matrices."""
    if self.ndim < 2 or self.dtype.kind not in "fc":
        raise RuntimeError(
            f"linalg.pinv({checks.word(self)}{{{list(self.shape)}}}): expected a tensor with 2 or "
            "more dimensions of float, double, cfloat or cdouble types"
        )
    u, s, vh = _singular(self, hermitian)
    inverse = _inverted(s, _cut(s, self.shape, atol, rtol))
    scaled = np.conj(np.swapaxes(vh, -1, -2)) * inverse[..., None, :]
    return np.asarray(scaled @ np.conj(np.swapaxes(u, -1, -2)))


@in_rules
def _pinv_back(grad: Any, p: Any, a: Any) -> Any:
    """-Pᴴ G Pᴴ + (1 - A P) Gᴴ P Pᴴ + Pᴴ P Gᴴ (1 - P A), if the rank does not change.

    See Golub and Pereyra, The differentiation of pseudo-inverses and nonlinear least squares problems
    whose variables separate, 1973.
    """
    turned, adjoint = _adjoint(p), _adjoint(grad)
    wide = matmul(adjoint, matmul(p, turned))
    tall = matmul(matmul(turned, p), adjoint)
    return (
        (wide - matmul(a, matmul(p, wide)))
        + (tall - matmul(matmul(tall, p), a))
        - matmul(turned, matmul(grad, turned))
    )


@exported(
    "linalg",
    samples=(
        "pinv(a(3, 2))",
        "pinv(a(2, 2, 3))",
        "pinv(a(3, 2) @ a(2, 3), rtol=0.0001)",
        "pinv(a(2, 2) * (1 + 2j))",
    ),
)
def pinv(
    input: Tensor,
    rcond: Any = None,
    hermitian: bool = False,
    *,
    atol: Any = None,
    rtol: Any = None,
) -> Tensor:
    """Return the Moore-Penrose pseudoinverse V diag(1/S) Uᴴ of matrices.

    Singular values up to max(atol, rtol times the largest) count as 0; rtol is max(m, n) times the
    smallest step between numbers at 1, unless atol is given. The gradient is right as long as the
    rank does not change.

    hermitian: the matrices are, and their lower triangle is read only.

    >>> import engine
    >>> engine.linalg.pinv(engine.tensor([[2.0, 0.0], [0.0, 0.0]]))
    tensor([[0.5000, 0.0000],
            [0.0000, 0.0000]])
    """
    if rcond is not None:
        atol, rtol = 0.0, rcond
    return _linalg_pinv(input, atol, rtol, hermitian)  # type: ignore[no-any-return]


@operator(batch="leading", name="_matrix_rank", inplace=False, nondifferentiable=("atol", "rtol"))
def _matrix_rank(self: Array, atol: Any, rtol: Any, hermitian: bool) -> Array:
    """How many singular values of matrices count."""
    if self.ndim < 2:
        raise RuntimeError(
            "torch.linalg.matrix_rank: The input tensor input must have at least 2 dimensions."
        )
    if hermitian:
        checks.square("linalg.eigh", self)
    checks.floating("linalg.svd", self)
    s = _singular(self, hermitian)[1]
    return np.asarray(_cut(s, self.shape, atol, rtol).sum(-1))[()]


@exported("linalg", samples=("matrix_rank(a(3, 2).detach())",))
def matrix_rank(
    input: Tensor,
    tol: Any = None,
    hermitian: bool = False,
    *,
    atol: Any = None,
    rtol: Any = None,
) -> Tensor:
    """Return the number of singular values of matrices that are above the bound `pinv` has.

    >>> import engine
    >>> engine.linalg.matrix_rank(engine.tensor([[1.0, 2.0], [2.0, 4.0]]))
    tensor(1)
    """
    if tol is not None:
        atol, rtol = tol, 0.0
    return _matrix_rank(input, atol, rtol, hermitian)  # type: ignore[no-any-return]


# -- least squares ---------------------------------------------------------------------------------


@operator(
    name="_linalg_lstsq",
    inplace=False,
    outputs=("solution", "residuals", "rank"),
    holomorphic=False,
    rules={
        "self": lambda grads, self, b, vector, solution: _coefficients_of_fit(
            grads[0], grads[1], self, b, vector, solution
        ),
        "b": lambda grads, self, b, vector, solution: _values_of_fit(
            grads[0], grads[1], self, b, vector, solution
        ),
    },
)
def _linalg_lstsq(
    self: Array, b: Array, vector: bool, rcond: Any, driver: str
) -> tuple[Array, Array, Array]:
    """The solutions, the squared residuals (maybe empty) and the ranks (maybe empty)."""
    m, n = self.shape[-2:]
    right = b[..., None] if vector else b
    u, s, vh = _singular(self, False)
    kept = s > 0 if driver == "gels" else _cut(s, self.shape, None, rcond)
    inner = np.conj(np.swapaxes(u, -1, -2)) @ right * _inverted(s, kept)[..., None]
    x = np.conj(np.swapaxes(vh, -1, -2)) @ inner
    residuals = np.zeros(0, s.dtype)
    if m > n and driver != "gelsy" and kept.all():
        residuals = (abs(self @ x - right) ** 2).sum(-2)
    rank = np.zeros(0, np.int64) if driver == "gels" else np.asarray(kept.sum(-1))[()]
    return x[..., 0] if vector else x, residuals, rank


@in_rules
def _residual(a: Any, b: Any, vector: bool, x: Any) -> Any:
    """Return A X - B, and X as matrices."""
    if vector:
        b, x = unsqueeze(b, -1), unsqueeze(x, -1)
    return matmul(a, x) - b, x


@in_rules
def _coefficients_of_fit(grad_x: Any, grad_l: Any, a: Any, b: Any, vector: bool, x: Any) -> Any:
    """What A gets: through X = A⁺ B, and 2 R G Xᴴ of the residuals R, as X is best for them."""
    found = None
    if grad_x is not None:
        g, right = (unsqueeze(grad_x, -1), unsqueeze(b, -1)) if vector else (grad_x, b)
        p = _linalg_pinv(a, None, None, False)
        found = _pinv_back(matmul(g, _adjoint(right)), p, a)
    if grad_l is not None and grad_l.shape[-1]:
        r, solution = _residual(a, b, vector, x)
        other = matmul(2 * (unsqueeze(grad_l, -2) * r), _adjoint(solution))
        found = other if found is None else found + other
    return found


@in_rules
def _values_of_fit(grad_x: Any, grad_l: Any, a: Any, b: Any, vector: bool, x: Any) -> Any:
    """What B gets: A⁺ᴴ G, and -2 R G of the residuals."""
    found = None
    if grad_x is not None:
        g = unsqueeze(grad_x, -1) if vector else grad_x
        found = matmul(_adjoint(_linalg_pinv(a, None, None, False)), g)
    if grad_l is not None and grad_l.shape[-1]:
        r, _ = _residual(a, b, vector, x)
        other = -2 * (unsqueeze(grad_l, -2) * r)
        found = other if found is None else found + other
    return squeeze(found, -1) if vector and found is not None else found


@exported(
    "linalg",
    samples=(
        "lstsq(a(3, 2), a(3, 2))[0]",
        "lstsq(a(2, 3), a(2))[0]",
        "lstsq(a(2, 3, 2), a(2, 3, 1), driver='gelsd')[:2]",
        "lstsq(a(3, 2), a(3), driver='gels')[:2]",
    ),
)
def lstsq(
    input: Tensor, b: Tensor, rcond: float | None = None, *, driver: str | None = None
) -> Any:
    """Return the X that makes the norm of A X - B least, of several the smallest one.

    With it come the squared residuals, if A has more rows than columns and full rank; the rank; and
    the singular values. Which of them the `driver` does not compute are empty: "gelsy", which is
    meant if none is named, has no residuals, "gels" nothing else.

    >>> import engine
    >>> a = engine.tensor([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> engine.linalg.lstsq(a, engine.tensor([1.0, 3.0, 5.0])).solution.round(decimals=4)
    tensor([1., 2.])
    """
    name = "torch.linalg.lstsq"
    a = checks.tensor("linalg_lstsq", "input", 1, input)._data
    right = checks.tensor("linalg_lstsq", "b", 2, b)._data
    if a.ndim < 2:
        raise RuntimeError(f"{name}: input must have at least 2 dimensions.")
    if right.ndim < 1:
        raise RuntimeError(f"{name}: other must have at least 1 dimension.")
    if a.dtype != right.dtype:
        raise RuntimeError(
            f"{name}: Expected input and other to have the same dtype, but got input's dtype "
            f"{checks.word(a)} and other's dtype {checks.word(right)}"
        )
    if not 0 <= a.ndim - right.ndim <= 1:
        raise RuntimeError(
            f"{name}: input.dim() must be greater or equal to other.dim() and (input.dim() - "
            "other.dim()) <= 1"
        )
    vector = right.ndim == 1 or (a.ndim - 1 == right.ndim and right.shape == a.shape[:-1])
    if a.shape[-2] != right.shape[-1 if vector else -2]:
        raise RuntimeError(
            f"{name}: input.size(-2) should match other.size({-1 if vector else -2})"
        )
    if driver not in (None, "gels", "gelsy", "gelsd", "gelss"):
        raise RuntimeError(
            f"{name}: parameter `driver` should be one of (gels, gelsy, gelsd, gelss)"
        )
    if a.dtype.kind not in "fc":
        raise RuntimeError("This function doesn't handle types other than float and double")
    checks.floating("linalg.lstsq", a)
    chosen = driver or "gelsy"
    from engine.operators.decompositions.singular_values import _linalg_svd

    if chosen in ("gelsd", "gelss"):
        singular = _linalg_svd(input.detach(), False, False)[1]
    else:
        singular = from_array(np.zeros(0, np.zeros(0, a.dtype).real.dtype))
    found = _linalg_lstsq(input, b, vector, rcond, chosen)
    return return_types.linalg_lstsq((*found, singular))

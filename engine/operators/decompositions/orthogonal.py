"""Orthogonal factors: QR, and products of Householder's reflections."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import return_types
from engine.dtypes import Array
from engine.operators.complex_numbers import conj
from engine.operators.decompositions import checks
from engine.operators.decompositions.elimination import _joined, _padded
from engine.operators.decompositions.lapack import reflect
from engine.operators.decompositions.triangular import _linalg_solve_triangular
from engine.operators.linear_algebra import _adjoint
from engine.operators.matrix import matmul
from engine.operators.shape import squeeze, unsqueeze
from engine.operators.structure import tril, triu
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor

# -- QR --------------------------------------------------------------------------------------------


@operator(
    batch="leading",
    name="_linalg_qr",
    inplace=False,
    outputs=("Q", "R"),
    holomorphic=False,
    rules={"A": lambda grads, mode, Q, R: _qr_back(grads[0], grads[1], Q, R, mode)},
)
def _linalg_qr(A: Array, mode: str) -> tuple[Array, Array]:
    """The orthogonal and the upper triangular factor."""
    checks.matrices("linalg.qr", A)
    checks.floating("linalg.qr", A)
    if mode == "r":
        return np.zeros(0, A.dtype), np.linalg.qr(A, "r")
    found = np.linalg.qr(A, mode)  # type: ignore[call-overload]
    return found[0], found[1]


@in_rules
def _qr_back(grad_q: Any, grad_r: Any, q: Any, r: Any, mode: str) -> Any:
    """(G_Q + Q Φ(M)) R⁻ᴴ with M = G_R Rᴴ - Qᴴ G_Q, where Φ makes its upper triangle Hermitian.

    A wide matrix (A₁ A₂) = Q (R₁ R₂) gets Q G_R, and A₁ beside it Q Ψ(-M) R₁⁻ᴴ, where Ψ takes the
    lower triangle of what is skew in its argument. See Walter, Lehmann, Lamour, On evaluating
    higher-order derivatives of the QR decomposition, 2012, and Roberts and Roberts, QR and LQ
    decomposition matrix backpropagation algorithms, 2020.
    """
    if mode == "r":
        raise RuntimeError(
            "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please "
            "use linalg.qr(A, mode='reduced') if you are going to differentiate through linalg.qr."
        )
    m, n = q.shape[-2], r.shape[-1]
    if mode == "complete" and m > n:
        raise RuntimeError(
            "The QR decomposition is not differentiable when mode='complete' and nrows > ncols."
        )
    inner = None
    if grad_r is not None:
        inner = matmul(grad_r, _adjoint(r))
    if grad_q is not None:
        other = matmul(_adjoint(q), grad_q)
        inner = -other if inner is None else inner - other
    if m >= n:
        upper = triu(inner)
        upper = upper - tril(upper) / 2
        found = matmul(q, upper + _adjoint(upper))
        found = found if grad_q is None else found + grad_q
        return _linalg_solve_triangular(_adjoint(r), found, False, False, False)
    skew = tril(_adjoint(inner) - inner)
    skew = matmul(q, skew - triu(skew) / 2)
    first = _linalg_solve_triangular(_adjoint(r[..., :m]), skew, False, False, False)
    found = _padded(first, m, n)
    return found if grad_r is None else found + matmul(q, grad_r)


@exported("linalg")
def qr(A: Tensor, mode: str = "reduced") -> Any:
    """Return an orthogonal (unitary) Q and an upper triangular R with A = Q R.

    mode: "reduced", "complete" (Q is square) or "r" (Q is empty).

    >>> import engine
    >>> q, r = engine.linalg.qr(engine.tensor([[3.0, 1.0], [4.0, 2.0]]))
    >>> r
    tensor([[-5.0000, -2.2000],
            [ 0.0000,  0.4000]])
    """
    if mode not in ("reduced", "r", "complete"):
        raise RuntimeError(
            f"qr received unrecognized mode '{mode}' but expected one of 'reduced' (default), 'r', "
            "or 'complete'"
        )
    return return_types.linalg_qr(_linalg_qr(A, mode))


# -- reflections -----------------------------------------------------------------------------------


@operator(
    batch="leading",
    name="_unit_columns",
    inplace=False,
    rules={
        "self": lambda grad, self_shape: _padded(tril(grad, -1), self_shape[-2], self_shape[-1])
    },
)
def _unit_columns(self: Array, k: int) -> Array:
    """The first k columns below the diagonal, with ones on it: the vectors of k reflections."""
    v = np.tril(self[..., :k], -1)
    place = np.arange(k)
    v[..., place, place] = 1
    return v


@operator(batch="leading", name="_identity", inplace=False)
def _identity(like: Array) -> Array:
    """Ones on the diagonal, in the shape of a matrix."""
    return _eye(like)


def _eye(like: Array) -> Array:
    return np.array(np.broadcast_to(np.eye(*like.shape[-2:], dtype=like.dtype), like.shape))


@in_rules
def _reflections_back(grad: Any, v: Any, tau: Any, c: Any, back: bool) -> Any:
    """Return what v and τ get of the gradient of H₁ ... Hₖ C, or of Hₖᴴ ... H₁ᴴ C if `back`.

    With H = 1 - τ v vᴴ, and S what was reflected and G its gradient: H gets G Sᴴ, therefore τ
    gets -vᴴ G Sᴴ v, and v gets -(τ̄ G Sᴴ + τ S Gᴴ) v. S is found from the last reflection to the
    first, G from the first to the last.
    """
    k = tau.shape[-1]
    order = list(range(k))
    if back:
        order = order[::-1]
        tau = conj(tau)
    columns = [v[..., i : i + 1] for i in range(k)]
    factors = [unsqueeze(tau[..., i : i + 1], -1) for i in range(k)]
    reflected = []
    for i in order[::-1]:
        reflected.append(c)
        c = c - factors[i] * matmul(columns[i], matmul(_adjoint(columns[i]), c))
    of_v: list[Any] = [None] * k
    of_tau: list[Any] = [None] * k
    for i in order:
        s, column, factor = reflected.pop(), columns[i], factors[i]
        along_s, along_g = matmul(_adjoint(s), column), matmul(_adjoint(grad), column)
        of_tau[i] = -squeeze(matmul(_adjoint(along_g), along_s), -1)
        of_v[i] = -(conj(factor) * matmul(grad, along_s) + factor * matmul(s, along_g))
        grad = grad - conj(factor) * matmul(column, _adjoint(along_g))
    found_v, found_tau = of_v[0], of_tau[0]
    for i in range(1, k):
        found_v = _joined(found_v, of_v[i], -1)
        found_tau = _joined(found_tau, of_tau[i], -1)
    return found_v, conj(found_tau) if back else found_tau


@operator(
    batch="leading",
    name="_linalg_householder_product",
    inplace=False,
    holomorphic=False,
    rules={
        "input": lambda grad, input, tau: _vectors_back(
            grad, input, tau, _identity(input), True, False
        ),
        "tau": lambda grad, input, tau: _scales_back(
            grad, input, tau, _identity(input), True, False
        ),
    },
)
def _linalg_householder_product(input: Array, tau: Array) -> Array:
    """The first columns of H₁ ... Hₖ."""
    k = tau.shape[-1]
    v = np.tril(input[..., :k], -1) + np.eye(input.shape[-2], k, dtype=input.dtype)
    return reflect(v, tau, _eye(input), reversed(range(k)))


@in_rules
def _vectors_back(grad: Any, input: Any, tau: Any, c: Any, left: bool, back: bool) -> Any:
    """What the matrix of the vectors gets: what they get, below the diagonal."""
    k = tau.shape[-1]
    if not k:
        return input * 0
    if not left:
        grad, c, back = _adjoint(grad), _adjoint(c), not back
    found = _reflections_back(grad, _unit_columns(input, k), tau, c, back)[0]
    return _padded(tril(found, -1), input.shape[-2], input.shape[-1])


@in_rules
def _scales_back(grad: Any, input: Any, tau: Any, c: Any, left: bool, back: bool) -> Any:
    """What the scales τ get."""
    k = tau.shape[-1]
    if not k:
        return tau * 0
    if not left:
        grad, c, back = _adjoint(grad), _adjoint(c), not back
    return _reflections_back(grad, _unit_columns(input, k), tau, c, back)[1]


@exported(
    "linalg",
    samples=(
        "householder_product(a(3, 2), a(2))",
        "householder_product(a(2, 3, 3), a(2, 2))",
        "householder_product(a(2, 2) * (1 + 2j), a(2) * (1 - 1j))",
    ),
)
def householder_product(input: Tensor, tau: Tensor) -> Tensor:
    """Return the first columns of the product of the reflections H = 1 - τ v vᴴ.

    v is a column of the input below the diagonal, with 1 on it and 0 above (as `geqrf` gives them).

    >>> import engine
    >>> v = engine.tensor([[0.0], [1.0]])
    >>> engine.linalg.householder_product(v, engine.tensor([1.0]))
    tensor([[ 0.],
            [-1.]])
    """
    name = "torch.linalg.householder_product"
    a = checks.tensor("linalg_householder_product", "input", 1, input)._data
    t = checks.tensor("linalg_householder_product", "tau", 2, tau)._data
    if a.ndim < 2:
        raise RuntimeError(f"{name}: input must have at least 2 dimensions.")
    if a.shape[-2] < a.shape[-1]:
        raise RuntimeError(
            f"{name}: input.shape[-2] must be greater than or equal to input.shape[-1]"
        )
    _check_scales(name, a, t)
    if a.shape[-1] < t.shape[-1]:
        raise RuntimeError(
            f"{name}: input.shape[-1] must be greater than or equal to tau.shape[-1]"
        )
    if t.dtype != a.dtype:
        raise RuntimeError(
            f"{name}: tau dtype {checks.word(t)} does not match input dtype {checks.word(a)}"
        )
    checks.implemented("orgqr_cpu", a)
    return _linalg_householder_product(input, tau)  # type: ignore[no-any-return]


def _check_scales(name: str, a: Any, tau: Any) -> None:
    if tau.ndim != a.ndim - 1:
        raise RuntimeError(
            f"{name}: Expected tau to have one dimension less than input, but got tau.ndim equal to "
            f"{tau.ndim} and input.ndim is equal to {a.ndim}"
        )
    if tau.shape[:-1] != a.shape[:-2]:
        raise RuntimeError(
            f"{name}: Expected batch dimensions of tau to be equal to input.shape[:-2], but got "
            f"{list(tau.shape[:-1])}"
        )


@operator(
    batch="leading",
    name="_ormqr",
    inplace=False,
    holomorphic=False,
    rules={
        "input": lambda grad, input, tau, other, left, transpose: _vectors_back(
            grad, input, tau, other, left, transpose
        ),
        "tau": lambda grad, input, tau, other, left, transpose: _scales_back(
            grad, input, tau, other, left, transpose
        ),
        "other": lambda grad, input, tau, left, transpose: _ormqr(
            input, tau, grad, left, not transpose
        ),
    },
)
def _ormqr(input: Array, tau: Array, other: Array, left: bool, transpose: bool) -> Array:
    """Q C, Qᴴ C, C Q or C Qᴴ for the product Q of reflections."""
    k = tau.shape[-1]
    v = np.tril(input[..., :k], -1) + np.eye(input.shape[-2], k, dtype=input.dtype)
    c = other if left else np.conj(np.swapaxes(other, -1, -2))
    adjoint = transpose == left
    scale, order = (np.conj(tau), range(k)) if adjoint else (tau, reversed(range(k)))
    out = reflect(v, scale, c, order)
    return out if left else np.conj(np.swapaxes(out, -1, -2))


@exported(
    "torch",
    samples=(
        "ormqr(a(3, 2), a(2), a(3, 2))",
        "ormqr(a(3, 2), a(2), a(2, 3), False)",
        "ormqr(a(2, 2, 2), a(2, 2), a(2, 2, 3), True, True)",
        "ormqr(a(2, 1) * (1 + 2j), a(1) * (1 - 1j), a(2, 2) * (2 + 1j), False, True)",
    ),
)
def ormqr(
    input: Tensor, tau: Tensor, other: Tensor, left: bool = True, transpose: bool = False
) -> Tensor:
    """Multiply a matrix by the square Q of `geqrf`, or by Qᴴ if `transpose`, from the left or right."""
    name = "torch.ormqr"
    a = checks.tensor("ormqr", "input", 1, input)._data
    t = checks.tensor("ormqr", "tau", 2, tau)._data
    c = checks.tensor("ormqr", "other", 3, other)._data
    for what, data in (("input", a), ("other", c)):
        if data.ndim < 2:
            raise RuntimeError(f"{name}: {what} must have at least 2 dimensions.")
    side = -2 if left else -1
    if c.shape[side] < t.shape[-1]:
        raise RuntimeError(
            f"{name}: other.shape[{side}] must be greater than or equal to tau.shape[-1]"
        )
    if c.shape[side] != a.shape[-2]:
        raise RuntimeError(f"{name}: other.shape[{side}] must be equal to input.shape[-2]")
    if t.shape[-1] > a.shape[-1]:
        raise RuntimeError(
            f"{name}: tau.shape[-1] must be equal to min(other.shape[{side}], input.shape[-1])"
        )
    _check_scales(name, a, t)
    for what, data in (("tau", t), ("other", c)):
        if data.dtype != a.dtype:
            raise RuntimeError(
                f"{name}: Expected input and {what} to have the same dtype, but input has dtype"
                f"{checks.word(a)} and {what} has dtype {checks.word(data)}"
            )
    checks.implemented("ormqr_cpu", a)
    return _ormqr(input, tau, other, left, transpose)  # type: ignore[no-any-return]


@operator(
    name="_geqrf",
    inplace=False,
    multiple=True,
    rules={"self": lambda grads: _not_derived()},
)
def _geqrf(self: Array) -> tuple[Array, Array]:
    """The vectors below R, and the scales, of the reflections that make A = Q R."""
    h, tau = np.linalg.qr(self, "raw")
    return np.swapaxes(h, -1, -2), tau


@in_rules
def _not_derived() -> None:
    raise NotImplementedError("the derivative for 'geqrf' is not implemented.")


@exported("torch", samples=("geqrf(a(3, 2).detach())",))
def geqrf(input: Tensor) -> Any:
    """Return R with the vectors of the reflections below it, and their scales; no derivative.

    >>> import engine
    >>> engine.geqrf(engine.tensor([[1.0, 2.0], [0.0, 1.0]])).tau
    tensor([0., 0.])
    """
    a = checks.tensor("geqrf", "input", 1, input)._data
    if a.ndim < 2:
        raise RuntimeError("torch.geqrf: input must have at least 2 dimensions.")
    checks.implemented("geqrf_cpu", a)
    return return_types.geqrf(_geqrf(input))

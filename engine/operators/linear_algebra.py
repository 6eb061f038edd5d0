"""Linear algebra: inverse, determinant, systems of equations, powers and norms of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import return_types
from engine.convert import not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.casting import clone
from engine.operators.complex_numbers import conj
from engine.operators.matrix import matmul, mm
from engine.operators.reduction import sum
from engine.operators.shape import reshape, transpose, unsqueeze
from engine.registry import exported, in_rules, operator, reads
from engine.tensor import Tensor, from_array

LinAlgError = type("_LinAlgError", (RuntimeError,), {"__module__": "torch._C"})
"""What PyTorch raises for a singular matrix: a RuntimeError of its own."""

NO_INVERSE = (
    "The diagonal element {} is zero, the inversion could not be completed because the input matrix "
    "is singular."
)
NO_SOLUTION = "The solver failed because the input matrix is singular."


def _square(name: str, a: Array) -> None:
    """Raise PyTorch's error unless `a` is a square floating-point matrix or a batch of such."""
    if a.ndim < 2:
        raise RuntimeError(f"{name}: The input tensor A must have at least 2 dimensions.")
    if a.shape[-1] != a.shape[-2]:
        raise RuntimeError(
            f"{name}: A must be batches of square matrices, but they are {a.shape[-2]} by "
            f"{a.shape[-1]} matrices"
        )
    if a.dtype.kind not in "fc":
        raise RuntimeError(
            f"{name}: Expected a floating point or complex tensor as input. Got "
            f"{TYPE_NAMES[a.dtype.name]}"
        )


def _singular(name: str, a: Array, what: str) -> Exception:
    """Return PyTorch's error for the first singular matrix of a batch."""
    from engine.operators.decompositions import checks
    from engine.operators.decompositions.lapack import eliminate

    info = eliminate(a)[2]
    if not np.any(info):  # what NumPy found too small was not quite zero here
        info = np.full_like(info, a.shape[-1])
    return checks.failure(name, info, what)


@reads("a.mH")
@in_rules
def _adjoint(a: Any) -> Any:
    """Return the conjugate transpose of matrices."""
    return transpose(conj(a), -2, -1)


@reads("a.mT")
@in_rules
def _turned(a: Any) -> Any:
    """Return the transpose of matrices."""
    return transpose(a, -2, -1)


# -- inverse and determinant -----------------------------------------------------------------------


@reads("inv(self)")
@operator(
    batch="leading",
    name="_linalg_inv",
    grad_fn="LinalgInvExBackward0",
    rules={"self": lambda grad, result: -matmul(_turned(result), matmul(grad, _turned(result)))},
)
def _linalg_inv(self: Array) -> Array:
    """The inverse of each matrix."""
    _square("linalg.inv", self)
    try:
        return np.linalg.inv(self)
    except np.linalg.LinAlgError:
        raise _singular("linalg.inv", self, NO_INVERSE) from None


@exported("linalg", samples=("inv(a(2, 2))", "inv(a(3, 2, 2))"))
def inv(A: Tensor) -> Tensor:
    """Return the inverse of a matrix, or of each matrix of a batch; the derivative is -A⁻¹ dA A⁻¹.

    >>> import engine
    >>> engine.linalg.inv(engine.tensor([[2.0, 0.0], [0.0, 4.0]]))
    tensor([[0.5000, 0.0000],
            [0.0000, 0.2500]])
    """
    return _linalg_inv(A)  # type: ignore[no-any-return]


@exported("torch", samples=("inverse(a(2, 2))",))
def inverse(input: Tensor) -> Tensor:
    """Return the inverse of a matrix, or of each matrix of a batch.

    >>> import engine
    >>> engine.inverse(engine.tensor([[2.0]]))
    tensor([[0.5000]])
    """
    return _linalg_inv(input)  # type: ignore[no-any-return]


@operator(
    batch="leading",
    name="_linalg_det",
    grad_fn="LinalgDetBackward0",
    rules={"self": lambda grad, self: unsqueeze(unsqueeze(grad, -1), -1) * _cofactors(self)},
)
def _linalg_det(self: Array) -> Array:
    """The determinant of each matrix."""
    _square("linalg.det", self)
    return np.asarray(np.linalg.det(self), self.dtype)[()]


@operator(
    batch="leading",
    name="_cofactors",
    rules={
        "self": lambda grad, self, result: _cofactors_back(grad, result, _turned(_linalg_inv(self)))
    },
)
def _cofactors(self: Array) -> Array:
    """The derivative of the determinant, det(A) A⁻ᵀ; by singular values, so that A may be singular.

    With A = U S Vᴴ it is det(U Vᴴ) times the conjugate of U C Vᴴ, where C has the products of all
    other singular values.
    """
    n = self.shape[-1]
    if not n:
        return self
    u, s, vh = np.linalg.svd(self)
    others = np.stack([np.prod(np.delete(s, i, axis=-1), axis=-1) for i in range(n)], axis=-1)
    sign = np.linalg.det(u) * np.linalg.det(vh)
    return (sign[..., None, None] * np.conj((u * others[..., None, :]) @ vh)).astype(self.dtype)


@in_rules
def _cofactors_back(grad: Any, cofactors: Any, inverse: Any) -> Any:
    """With B = A⁻ᵀ and C = det(A) B: <G, B> C - C Gᵀ B."""
    along = sum(grad * inverse, (-2, -1), True)
    return along * cofactors - matmul(cofactors, matmul(_turned(grad), inverse))


@exported("torch", "linalg", samples=("det(a(2, 2))", "det(a(3, 3))", "det(a(3, 2, 2))"))
def det(input: Tensor) -> Tensor:
    """Return the determinant of a matrix, or of each matrix of a batch.

    >>> import engine
    >>> engine.linalg.det(engine.tensor([[2.0, 0.0], [0.0, 4.0]]))
    tensor(8.)
    """
    return _linalg_det(input)  # type: ignore[no-any-return]


@operator(
    batch="leading",
    name="_linalg_slogdet",
    outputs=("sign", "logabsdet"),
    grad_fn="LinalgSlogdetBackward0",
    holomorphic=False,
    rules={
        "self": lambda grads, self, self_dtype, sign: _slogdet_back(
            grads, _adjoint(_linalg_inv(self)), sign, self_dtype.kind == "c"
        )
    },
)
def _linalg_slogdet(self: Array) -> tuple[Array, Array]:
    """The sign of the determinant of each matrix, and the logarithm of its absolute value."""
    _square("linalg.slogdet", self)
    sign, log = np.linalg.slogdet(self)
    return np.asarray(sign, self.dtype)[()], np.asarray(log, self.real.dtype)[()]


@in_rules
def _slogdet_back(grads: Any, inverse: Any, sign: Any, complex_sign: bool) -> Any:
    """What the logarithm gets times A⁻ᴴ; a real sign does not change, and of a complex one only the
    angle does: it gets -i Im(Ḡ sign) with it."""
    factor = grads[1]
    if complex_sign and grads[0] is not None:
        turn = conj(grads[0]) * sign
        turn = (turn - conj(turn)) / 2
        factor = -turn if factor is None else factor - turn
    if factor is None:
        return inverse * 0
    return unsqueeze(unsqueeze(factor, -1), -1) * inverse


@exported("linalg")
def slogdet(A: Tensor) -> Any:
    """Return the sign of the determinant, and the logarithm of its absolute value.

    >>> import engine
    >>> engine.linalg.slogdet(engine.tensor([[-1.0]]))[0]
    tensor(-1.)
    """
    return return_types.linalg_slogdet(_linalg_slogdet(A))


# -- systems of equations --------------------------------------------------------------------------


@reads("solve(A, B)")
@operator(
    name="_linalg_solve",
    grad_fn="LinalgSolveExBackward0",
    rules={
        "A": lambda grad, A, vector, left, result: (
            -_outer(_linalg_solve(_turned(A), grad, vector, left), result, vector, left)
        ),
        "B": lambda grad, A, vector, left: _linalg_solve(_turned(A), grad, vector, left),
    },
)
def _linalg_solve(A: Array, B: Array, vector: bool, left: bool) -> Array:
    """The X for which A X = B, or X A = B; `vector`: B holds vectors instead of matrices."""
    try:
        if vector:
            return np.linalg.solve(A, B[..., None])[..., 0]
        if left:
            return np.linalg.solve(A, B)
        return np.swapaxes(np.linalg.solve(np.swapaxes(A, -1, -2), np.swapaxes(B, -1, -2)), -1, -2)
    except np.linalg.LinAlgError:
        raise _singular("torch.linalg.solve", A, NO_SOLUTION) from None


@in_rules
def _outer(g: Any, x: Any, vector: bool, left: bool) -> Any:
    """Return what A gets of the gradient g of B: g xᵀ (of vectors or matrices), or xᵀ g."""
    if vector:
        return unsqueeze(g, -1) * unsqueeze(x, -2)
    return matmul(g, _turned(x)) if left else matmul(_turned(x), g)


@exported(
    "linalg",
    samples=("solve(a(2, 2), a(2))", "solve(a(2, 2), a(2, 3))", "solve(a(3, 2, 2), a(3, 2, 1))"),
)
def solve(A: Tensor, B: Tensor, *, left: bool = True) -> Tensor:
    """Return the X for which A X = B (X A = B if not `left`).

    >>> import engine
    >>> engine.linalg.solve(engine.tensor([[2.0]]), engine.tensor([6.0]))
    tensor([3.])
    """
    return _linalg_solve(A, B, _equation(A, B, left), left)  # type: ignore[no-any-return]


def _equation(A: Tensor, B: Tensor, left: bool) -> bool:
    """Return whether B holds vectors instead of matrices; refuse an equation without sense."""
    for position, (argument, value) in enumerate((("A", A), ("B", B)), 1):
        if not isinstance(value, Tensor):
            raise not_a_tensor("linalg_solve", argument, position, value)
    a, b = A._data, B._data
    if a.dtype != b.dtype:
        raise RuntimeError(
            "linalg.solve: Expected A and B to have the same dtype, but found A of type "
            f"{TYPE_NAMES[a.dtype.name]} and B of type {TYPE_NAMES[b.dtype.name]} instead"
        )
    _square("linalg.solve", a)
    vector = b.ndim == 1 or (b.ndim == a.ndim - 1 and b.shape == a.shape[:-1])
    if not left and vector:
        raise RuntimeError(
            "linalg.solve: Vector broadcasting of the left hand side is not supported for "
            "left=False. In this case linalg.solve is equivalent to B / A.squeeze(-1)"
        )
    n = b.shape[-1] if vector or not left else b.shape[-2]
    if n != a.shape[-1]:
        shown = f"{b.shape[-1]}x1" if vector else f"{b.shape[-2]}x{b.shape[-1]}"
        raise RuntimeError(
            f"linalg.solve: Incompatible shapes of A and B for the equation "
            f"{'AX' if left else 'XA'} = B ({a.shape[-2]}x{a.shape[-1]} and {shown})"
        )
    return bool(vector)


# -- powers and chains -----------------------------------------------------------------------------


@exported(
    "torch",
    "linalg",
    samples=("matrix_power(a(2, 2), 2)", "matrix_power(a(2, 2), 3)", "matrix_power(a(2, 2), 5)"),
)
def matrix_power(input: Tensor, n: int) -> Tensor:
    """Return the n-th power of a square matrix, for negative n of its inverse.

    >>> import engine
    >>> engine.matrix_power(engine.tensor([[1, 1], [0, 1]]), 3)
    tensor([[1, 3],
            [0, 1]])
    """
    a = input._data
    if a.ndim < 2:
        raise RuntimeError(
            "linalg.matrix_power: The input tensor A must have at least 2 dimensions."
        )
    if a.shape[-1] != a.shape[-2]:
        raise RuntimeError(
            f"linalg.matrix_power: A must be batches of square matrices, but they are "
            f"{a.shape[-2]} by {a.shape[-1]} matrices"
        )
    if n == 0:
        out = clone(input)
        return out.copy_(from_array(np.eye(a.shape[-1], dtype=a.dtype)))  # type: ignore[no-any-return]
    if n < 0:
        return matrix_power(inverse(input), -n)
    if n == 1:
        return clone(input)  # type: ignore[no-any-return]
    if n == 2:
        return matmul(input, input)  # type: ignore[no-any-return]
    if n == 3:
        return matmul(matmul(input, input), input)  # type: ignore[no-any-return]
    power, found = input, None
    while n:
        if n & 1:
            found = power if found is None else matmul(found, power)
        n >>= 1
        if n:
            power = matmul(power, power)
    assert found is not None
    return found


@exported(
    "linalg", samples=("multi_dot([a(2, 3), a(3, 4), a(4, 2)])", "multi_dot([a(2, 3), a(3, 2)])")
)
def multi_dot(tensors: Any) -> Tensor:
    """Multiply several matrices, in the order that takes the fewest multiplications.

    >>> import engine
    >>> engine.linalg.multi_dot([engine.ones(1, 2), engine.ones(2, 3), engine.ones(3, 1)])
    tensor([[6.]])
    """
    parts = list(tensors)
    if len(parts) < 2:
        raise RuntimeError(f"multi_dot(): expected at least 2 tensors but got {len(parts)}")
    shape: list[int] = []
    if parts[0]._data.ndim == 1:
        parts[0] = unsqueeze(parts[0], 0)
    else:
        shape.append(parts[0]._data.shape[0])
    if parts[-1]._data.ndim == 1:
        parts[-1] = unsqueeze(parts[-1], -1)
    else:
        shape.append(parts[-1]._data.shape[1])
    sizes = [p._data.shape[0] for p in parts] + [parts[-1]._data.shape[1]]
    n = len(parts)
    cost = {(i, i): (0, i) for i in range(n)}
    for length in range(1, n):
        for i in range(n - length):
            j = i + length
            cost[i, j] = min(
                (cost[i, k][0] + cost[k + 1, j][0] + sizes[i] * sizes[k + 1] * sizes[j + 1], k)
                for k in range(i, j)
            )

    def product(i: int, j: int) -> Any:
        if i == j:
            return parts[i]
        k = cost[i, j][1]
        return mm(product(i, k), product(k + 1, j))

    return reshape(product(0, n - 1), tuple(shape))

"""Systems of equations with triangular matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import return_types
from engine.dtypes import Array
from engine.operators.complex_numbers import conj  # noqa: F401 - rules name it
from engine.operators.decompositions import checks
from engine.operators.decompositions.lapack import substitute
from engine.operators.linear_algebra import _outer, _turned
from engine.operators.structure import tril, triu
from engine.operators.views import _zeros_of
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor
from engine.warn import warn_once


@in_rules
def _triangle(x: Any, upper: bool, unit: bool) -> Any:
    """Return the triangle of matrices that a substitution reads."""
    return triu(x, int(unit)) if upper else tril(x, -int(unit))


@operator(
    batch="matrices",
    name="_linalg_solve_triangular",
    inplace=False,
    rules={
        "A": lambda grad, A, upper, left, unitriangular, result: _triangle(
            -_outer(
                _linalg_solve_triangular(_turned(A), grad, not upper, left, unitriangular),
                result,
                False,
                left,
            ),
            upper,
            unitriangular,
        ),
        "B": lambda grad, A, upper, left, unitriangular: _linalg_solve_triangular(
            _turned(A), grad, not upper, left, unitriangular
        ),
    },
)
def _linalg_solve_triangular(
    A: Array, B: Array, upper: bool, left: bool, unitriangular: bool
) -> Array:
    """The X for which A X = B, or X A = B, where A is triangular."""
    if left:
        return substitute(A, B, upper, unitriangular)
    a, b = np.swapaxes(A, -1, -2), np.swapaxes(B, -1, -2)
    return np.swapaxes(substitute(a, b, not upper, unitriangular), -1, -2)


@exported(
    "linalg",
    samples=(
        "solve_triangular(p(2, 2), a(2, 3), upper=True)",
        "solve_triangular(p(2, 2), a(3, 2), upper=False, left=False)",
        "solve_triangular(p(3, 2, 2), a(2, 1), upper=False, unitriangular=True)",
        "solve_triangular(p(2, 2) * (1 + 2j), a(2, 2) * (1 - 1j), upper=True)",
    ),
)
def solve_triangular(
    input: Tensor, B: Tensor, *, upper: bool, left: bool = True, unitriangular: bool = False
) -> Tensor:
    """Return the X for which A X = B (X A = B if not `left`), where A is triangular.

    upper: A is upper triangular, and what it has below the diagonal is not read.
    unitriangular: the diagonal is not read either, but taken to be ones.

    >>> import engine
    >>> a = engine.tensor([[1.0, 1.0], [0.0, 2.0]])
    >>> engine.linalg.solve_triangular(a, engine.tensor([[3.0], [4.0]]), upper=True)
    tensor([[1.],
            [2.]])
    """
    name = "linalg.solve_triangular"
    a = checks.tensor("linalg_solve_triangular", "input", 1, input)._data
    checks.system(name, a, checks.tensor("linalg_solve_triangular", "B", 2, B)._data, left)
    checks.implemented("triangular_solve_cpu", a)
    return _linalg_solve_triangular(input, B, upper, left, unitriangular)  # type: ignore[no-any-return]


@operator(
    batch="matrices",
    name="_triangular_solve",
    grad_fn="TriangularSolveBackward0",
    inplace=False,
    outputs=("solution", "cloned_coefficient"),
    rules={
        "self": lambda grads, A, upper, transpose, unitriangular, solution: (
            _zeros_of(solution)
            if grads[0] is None
            else _substituted_back(grads[0], A, upper, transpose, unitriangular)
        ),
        "A": lambda grads, A, upper, transpose, unitriangular, solution: _coefficients_back(
            grads, A, upper, transpose, unitriangular, solution
        ),
    },
)
def _triangular_solve(
    self: Array, A: Array, upper: bool, transpose: bool, unitriangular: bool
) -> tuple[Array, Array]:
    """The X for which A X = B, or Aᵀ X = B, where A is triangular; and a copy of A."""
    a = np.swapaxes(A, -1, -2) if transpose else A
    out = substitute(a, self, upper != transpose, unitriangular)
    return out, np.array(np.broadcast_to(A, out.shape[:-2] + A.shape[-2:]))


@in_rules
def _substituted_back(grad: Any, a: Any, upper: bool, transpose: bool, unit: bool) -> Any:
    turned = a if transpose else _turned(a)
    return _linalg_solve_triangular(turned, grad, upper == transpose, True, unit)


@in_rules
def _coefficients_back(grads: Any, a: Any, upper: bool, transpose: bool, unit: bool, x: Any) -> Any:
    """What A gets of the gradients of the solution and of its copy."""
    if grads[0] is None:
        return grads[1]
    back = _substituted_back(grads[0], a, upper, transpose, unit)
    product = _outer(x, back, False, True) if transpose else _outer(back, x, False, True)
    found = _triangle(-product, upper, unit)
    return found if grads[1] is None else found + grads[1]


@exported(
    "torch",
    samples=(
        "triangular_solve(a(2, 3), p(2, 2))",
        "triangular_solve(a(2, 1), p(2, 2), upper=False, transpose=True)",
        "triangular_solve(a(2, 1), p(3, 2, 2), unitriangular=True)[0]",
        "triangular_solve(a(2, 1), p(2, 2), unitriangular=True)[1]",
    ),
)
def triangular_solve(
    input: Tensor,
    A: Tensor,
    upper: bool = True,
    transpose: bool = False,
    unitriangular: bool = False,
) -> Any:
    """Return the X for which A X = B (Aᵀ X = B if `transpose`), for triangular A, and a copy of A.

    `linalg.solve_triangular` takes its arguments in the other order and does not copy.
    """
    warn_once(
        "torch.triangular_solve is deprecated in favor of torch.linalg.solve_triangularand will be "
        "removed in a future PyTorch release.\ntorch.linalg.solve_triangular has its arguments "
        "reversed and does not return a copy of one of the inputs.\nX = torch.triangular_solve(B, "
        "A).solution\nshould be replaced with\nX = torch.linalg.solve_triangular(A, B)."
    )
    b, a = input._data, checks.tensor("triangular_solve", "A", 2, A)._data
    for what, data in (("b", b), ("A", a)):
        if data.ndim < 2:
            raise RuntimeError(
                f"torch.triangular_solve: Expected {what} to have at least 2 dimensions, but it has "
                f"{data.ndim} dimensions instead"
            )
    _solvable("triangular_solve", b, a)
    checks.implemented("triangular_solve_cpu", a)
    return return_types.triangular_solve(
        _triangular_solve(input, A, upper, transpose, unitriangular)
    )


def _solvable(name: str, b: Any, a: Any) -> None:
    """Refuse matrices B and A that PyTorch's older solvers refuse."""
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"Expected b and A to have the same dtype, but found b of type {checks.word(b)} and A "
            f"of type {checks.word(a)} instead."
        )
    checks.square("", a)
    if a.shape[-1] != b.shape[-2]:
        raise RuntimeError(
            f"Incompatible matrix sizes for {name}: each A matrix is {a.shape[-1]} by "
            f"{a.shape[-1]} but each b matrix is {b.shape[-2]} by {b.shape[-1]}"
        )

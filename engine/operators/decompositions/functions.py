"""Functions of square matrices: exponentials, logarithms of determinants, condition numbers."""

from __future__ import annotations

import math
from math import inf, nan
from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.operators.arithmetic import reciprocal
from engine.operators.comparison import where
from engine.operators.cumulative import cumprod
from engine.operators.decompositions import checks
from engine.operators.decompositions.elimination import _joined
from engine.operators.decompositions.singular_values import svdvals
from engine.operators.decompositions.systems import inv_ex
from engine.operators.elementary import log
from engine.operators.join import cat
from engine.operators.linear_algebra import _linalg_slogdet, _turned
from engine.operators.matrix_norms import matrix_norm
from engine.operators.reduction import sum
from engine.operators.rounding import nan_to_num
from engine.operators.shape import expand, squeeze, unsqueeze
from engine.operators.views import _zeros_of
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor, from_array

# -- exponentials ----------------------------------------------------------------------------------

_DEGREE, _STEP = 18, 6
_LARGEST = {"f": 1.09, "s": 3.01}
"""Up to which norm Taylor's polynomial of that degree is exact to rounding, in double and in single
precision: Bader, Blanes and Casas, Computing the matrix exponential with an optimized Taylor
polynomial approximation, 2019, table 1."""


def _exponential(a: Array) -> Array:
    """Return exp(A) by scaling and squaring: exp(A / 2ˢ), a polynomial, to the power of 2ˢ."""
    n = a.shape[-1]
    if n <= 1:
        return np.asarray(np.exp(a))
    norm = abs(a).sum(-2).max(-1)
    single = a.dtype.itemsize // (2 if a.dtype.kind == "c" else 1) <= 4
    ratio = norm / _LARGEST["s" if single else "f"]
    known = np.isfinite(ratio) & (ratio > 1)
    squarings = np.where(known, np.ceil(np.log2(np.where(known, ratio, 1))), 0).astype(int)
    scaled = a * np.asarray(0.5**squarings, norm.dtype)[..., None, None]
    out = _polynomial(scaled)
    for i in range(squarings.max(initial=0)):
        out = np.where((squarings > i)[..., None, None], out @ out, out)
    return out


def _polynomial(a: Array) -> Array:
    """Return Taylor's polynomial, by Paterson and Stockmeyer's scheme: a polynomial in A⁶ whose
    coefficients are polynomials in A."""
    powers = [np.broadcast_to(np.eye(a.shape[-1], dtype=a.dtype), a.shape), a]
    for _ in range(2, _STEP + 1):
        powers.append(powers[-1] @ a)
    out = powers[0] * a.dtype.type(1 / math.factorial(_DEGREE))
    for start in range(_DEGREE - _STEP, -1, -_STEP):
        out = out @ powers[_STEP]
        for i in reversed(range(_STEP)):
            out = out + powers[i] * a.dtype.type(1 / math.factorial(start + i))
    return out


@operator(
    batch="leading",
    name="_linalg_matrix_exp",
    inplace=False,
    rules={"self": lambda grad, self: _exponential_back(grad, self)},
)
def _linalg_matrix_exp(self: Array) -> Array:
    """The exponentials of matrices."""
    checks.square("linalg.matrix_exp", self)
    checks.floating("linalg.matrix_exp", self, low=True)
    if self.dtype.name == "float16":
        return _exponential(self.astype(np.float32)).astype(self.dtype)
    return _exponential(self)


@in_rules
def _exponential_back(grad: Any, a: Any) -> Any:
    """The corner of exp((Aᵀ G; 0 Aᵀ)): Mathias, A chain rule for matrix functions, 1996."""
    n = a.shape[-1]
    turned = _turned(a)
    above = _joined(turned, grad, -1)
    below = _joined(_zeros_of(turned), turned, -1)
    return _linalg_matrix_exp(_joined(above, below, -2))[..., :n, n:]


@exported(
    "torch",
    "linalg",
    samples=(
        "matrix_exp(a(2, 2))",
        "matrix_exp(a(2, 3, 3) * 2)",
        "matrix_exp(a(2, 2) * (1 + 2j))",
        "matrix_exp(a(1, 1))",
    ),
)
def matrix_exp(input: Tensor) -> Tensor:
    """Return the exponential of square matrices, the sum of Aᵏ / k! for all k.

    >>> import engine
    >>> engine.matrix_exp(engine.tensor([[0.0, 1.0], [0.0, 0.0]]))
    tensor([[1., 1.],
            [0., 1.]])
    """
    return _linalg_matrix_exp(input)  # type: ignore[no-any-return]


# -- determinants and condition numbers ------------------------------------------------------------


@exported("torch", samples=("logdet(a(2, 2) @ a(2, 2).mT)", "logdet(cov(a(3, 6)))"))
def logdet(input: Tensor) -> Tensor:
    """Return the logarithm of the determinant of matrices; nan if it is negative.

    >>> import engine
    >>> engine.logdet(engine.tensor([[1.0, 0.0], [0.0, 1.0]]))
    tensor(0.)
    """
    a = checks.tensor("logdet", "input", 1, input)._data
    checks.square("logdet", a)
    checks.floating("logdet", a)
    sign, size = _linalg_slogdet(input)
    if a.dtype.kind == "c":
        return log(sign) + size  # type: ignore[no-any-return]
    return where(sign == -1, nan, size)  # type: ignore[no-any-return]


@exported(
    "linalg",
    samples=(
        "cond(a(3, 2))",
        "cond(a(2, 2, 2), -2)",
        "cond(a(2, 2), 'nuc')",
    ),
)
def cond(input: Tensor, p: Any = None) -> Tensor:
    """Return the condition number of matrices, the norm of A times that of its inverse.

    p: the order of the norm, as in `matrix_norm`; 2 if none, which also takes matrices that are not
    square: the largest singular value over the smallest.

    >>> import engine
    >>> engine.linalg.cond(engine.tensor([[2.0, 0.0], [0.0, 4.0]]))
    tensor(2.)
    """
    a = checks.tensor("linalg_cond", "input", 1, input)._data
    checks.matrices("linalg.cond", a, "")
    if p not in (None, 1, -1, 2, -2, inf, -inf, "fro", "nuc"):
        raise RuntimeError(f"linalg.cond got an invalid norm type: {p}")
    if 0 in a.shape:
        return from_array(np.zeros(a.shape[:-2], np.zeros(0, a.dtype).real.dtype)[()])
    if p in (None, 2, -2):
        s = svdvals(input)
        largest, smallest = s[..., :1], s[..., -1:]
        ratio = smallest / largest if p == -2 else largest / smallest
        return squeeze(ratio, -1)  # type: ignore[no-any-return]
    if a.shape[-1] != a.shape[-2]:
        checks.square(f"linalg.cond(ord={p})", a)
    if p == "nuc":
        s = svdvals(input)
        return sum(s, -1) * sum(reciprocal(s), -1)  # type: ignore[no-any-return]
    inverse, info = inv_ex(input)
    singular = unsqueeze(unsqueeze(info > 0, -1), -1)
    # In place, as PyTorch does, which therefore refuses a gradient for these orders.
    inverse.masked_fill_(singular, inf)
    size = matrix_norm(input, p) * matrix_norm(inverse, p)
    return nan_to_num(size, inf, inf, -inf)  # type: ignore[no-any-return]


@exported("linalg", samples=("vander(a(3))", "vander(a(2, 3), N=2)"))
def vander(x: Tensor, *, N: int | None = None) -> Tensor:
    """Return Vandermonde's matrix: in each row the powers of an element, from 0 to N - 1.

    N: how many columns; as many as there are elements if not said.

    >>> import engine
    >>> engine.linalg.vander(engine.tensor([2, 3]), N=3)
    tensor([[1, 2, 4],
            [1, 3, 9]])
    """
    data = checks.tensor("linalg_vander", "x", 1, x)._data
    if data.dtype.kind == "b":
        raise RuntimeError(
            "linalg.vander supports floating point, complex, and integer tensors, but got "
            f"{TYPE_NAMES[data.dtype.name]}"
        )
    shape = data.shape or (1,)
    columns = shape[-1] if N is None else N
    if columns <= 1:
        raise RuntimeError("N must be greater than 1.")
    ones = x.new_ones((*shape, 1))
    if data.dtype.kind in "iu":
        ones = ones.long()
    column = unsqueeze(x, -1)
    return cat([ones, cumprod(expand(column, (*shape, columns - 1)), -1)], -1)

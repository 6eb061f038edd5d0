"""Distances between vectors: pair by pair, of all pairs of two sets, of all pairs of one set."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.arithmetic import sub
from engine.operators.layers.embedding import _rows, _summed_rows
from engine.operators.masks import _masked
from engine.operators.matrix import matmul
from engine.operators.norms import _norm_back, _norm_of
from engine.operators.reduction import sum
from engine.operators.rounding import abs, sgn
from engine.operators.scalars import add_number
from engine.operators.shape import _sum_to, transpose, unsqueeze, view
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor

# -- pair by pair ----------------------------------------------------------------------------------


@operator(
    name="_norm_along",
    grad_fn="NormBackward1",
    inplace=False,
    holomorphic=False,
    rules={
        "self": lambda grad, self, self_shape, p, keepdim, result: _norm_back(
            grad, self, self_shape, p, -1, keepdim, result
        )
    },
)
def _norm_along(self: Array, p: float, keepdim: bool) -> Array:
    """The p-norm along the last dimension."""
    return _norm_of(self, p, (self.ndim - 1,) if self.ndim else None, keepdim)


@exported(
    "nn.functional",
    "torch",
    samples=(
        "pairwise_distance(a(2, 3), a(2, 3))",
        "pairwise_distance(a(2, 3), a(3), 3.0, 0.1, True)",
        "pairwise_distance(a(3), a(3), 1)",
    ),
)
def pairwise_distance(
    x1: Tensor, x2: Tensor, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False
) -> Tensor:
    """Return the p-norm of x1 - x2 + eps along the last dimension.

    >>> import engine
    >>> engine.pairwise_distance(engine.tensor([[0.0, 0.0]]), engine.tensor([[3.0, 4.0]]))
    tensor([5.0000])
    """
    for position, (name, value) in enumerate((("x1", x1), ("x2", x2)), 1):
        if not isinstance(value, Tensor):
            raise not_a_tensor("pairwise_distance", name, position, value)
    return _norm_along(add_number(sub(x1, x2), eps), float(p), keepdim)  # type: ignore[no-any-return]


# -- all pairs -------------------------------------------------------------------------------------


@in_rules
def _towards(grad: Any, apart: Any, distance: Any, p: float) -> Any:
    """Return grad times the derivative of |d|_p by d; 0 where PyTorch's is, at distance 0.

    apart: the differences d, vectors in the last dimension; distance: their norms, that kept.
    """
    if p == 0:
        return apart * 0 * grad
    if p == 1:
        return sgn(apart) * grad
    if p == float("inf"):
        return sgn(apart) * grad * (abs(apart) == distance)
    if p == 2:
        return _masked(grad / distance, distance != 0) * apart
    scale = _masked(grad / distance ** (p - 1), distance != 0)
    if p < 2:
        return _masked(sgn(apart) * abs(apart) ** (p - 1), apart != 0) * scale
    return apart * abs(apart) ** (p - 2) * scale


@in_rules
def _from_each(grad: Any, x1: Any, x2: Any, distance: Any, p: float) -> Any:
    """Return grad times the derivatives of all distances by their differences."""
    apart = unsqueeze(x1, -2) - unsqueeze(x2, -3)
    return _towards(unsqueeze(grad, -1), apart, unsqueeze(distance, -1), p)


@operator(
    name="_cdist",
    inplace=False,
    rules={
        "x1": lambda grad, x1, x1_shape, x2, p, result: _sum_to(
            sum(_from_each(grad, x1, x2, result, p), -2), x1_shape
        ),
        "x2": lambda grad, x1, x2, x2_shape, p, result: _sum_to(
            -sum(_from_each(grad, x1, x2, result, p), -3), x2_shape
        ),
    },
)
def _cdist(x1: Array, x2: Array, p: float) -> Array:
    """The distances of all pairs of rows of two batches of matrices."""
    apart = x1[..., :, None, :] - x2[..., None, :, :]
    if not apart.shape[-1]:
        return np.zeros(apart.shape[:-1], apart.dtype)
    return _norm_of(apart, p, (apart.ndim - 1,), False)


@operator(
    name="_euclidean_dist",
    inplace=False,
    rules={
        "x1": lambda grad, x1, x1_shape, x2, result: _sum_to(
            _pulled(_masked(grad / result, result != 0), x1, x2), x1_shape
        ),
        "x2": lambda grad, x1, x2, x2_shape, result: _sum_to(
            _pulled(transpose(_masked(grad / result, result != 0), -2, -1), x2, x1), x2_shape
        ),
    },
)
def _euclidean_dist(x1: Array, x2: Array) -> Array:
    """The same for p = 2 by one product: |x - y|² = |x|² - 2 x·y + |y|²."""
    left, right = (np.add.reduce(x * x, -1, keepdims=True) for x in (x1, x2))
    ones = (np.ones_like(left), np.ones_like(right))
    a = np.concatenate([-2 * x1, left, ones[0]], -1)
    b = np.concatenate([x2, ones[1], right], -1)
    squares = np.matmul(a, np.swapaxes(b, -1, -2))
    return np.sqrt(np.maximum(squares, 0))


@in_rules
def _pulled(ratio: Any, x: Any, others: Any) -> Any:
    """Return the sums of x - y over all others y, each times its ratio."""
    return x * unsqueeze(sum(ratio, -1), -1) - matmul(ratio, others)


def _check_sets(x1: Any, x2: Any, p: float) -> None:
    for position, (name, value) in enumerate((("x1", x1), ("x2", x2)), 1):
        if not isinstance(value, Tensor):
            raise not_a_tensor("cdist", name, position, value)
    for name, value in (("X1", x1), ("X2", x2)):
        if value._data.ndim < 2:
            raise RuntimeError(
                f"cdist only supports at least 2D tensors, {name} got: {value._data.ndim}D"
            )
    n, m = x1._data.shape[-1], x2._data.shape[-1]
    if n != m:
        raise RuntimeError(f"X1 and X2 must have the same number of columns. X1: {n} X2: {m}")
    for name, value in (("X1", x1), ("X2", x2)):
        if value._data.dtype.kind != "f":
            raise RuntimeError(
                f"cdist only supports floating-point dtypes, {name} got: "
                f"{TYPE_NAMES[value._data.dtype.name]}"
            )
    if p < 0:
        raise RuntimeError("cdist only supports non-negative p values")
    if x1._data.dtype != x2._data.dtype:
        raise RuntimeError(
            f"expected scalar type {TYPE_NAMES[x1._data.dtype.name]} but found "
            f"{TYPE_NAMES[x2._data.dtype.name]}"
        )


_MODES = (
    "use_mm_for_euclid_dist_if_necessary",
    "use_mm_for_euclid_dist",
    "donot_use_mm_for_euclid_dist",
)


@exported(
    "torch",
    samples=(
        "cdist(a(2, 3), a(4, 3))",
        "cdist(a(2, 3), a(4, 3), 1.0)",
        "cdist(a(2, 3), a(4, 3), p=3.0)",
        "cdist(a(2, 3), a(4, 3), p=1.5)",
        "cdist(a(2, 3), a(4, 3), torch.inf)",
        "cdist(a(2, 2, 3), a(4, 3))",
        "cdist(a(2, 3), a(4, 3), compute_mode='use_mm_for_euclid_dist')",
    ),
)
def cdist(
    x1: Tensor,
    x2: Tensor,
    p: float = 2.0,
    compute_mode: str = "use_mm_for_euclid_dist_if_necessary",
) -> Tensor:
    """Return the p-norm distances of all pairs of rows: (..., n, d) and (..., m, d) give (..., n, m).

    compute_mode: whether Euclidean distances are found by a matrix product, which is fast and less
    precise: always, never, or (if not said) where there are more than 25 rows.

    >>> import engine
    >>> engine.cdist(engine.tensor([[0.0, 0.0]]), engine.tensor([[3.0, 4.0], [0.0, 1.0]]))
    tensor([[5., 1.]])
    """
    if compute_mode not in _MODES:
        raise ValueError(f"{compute_mode} is not a valid value for compute_mode")
    _check_sets(x1, x2, p)
    a, b = x1._data.shape, x2._data.shape
    many = compute_mode == _MODES[0] and max(a[-2], b[-2]) > 25
    if p == 2 and x1._data.size and x2._data.size and (many or compute_mode == _MODES[1]):
        out = _euclidean_dist(x1, x2)
        return view(out, out._data.shape)  # type: ignore[no-any-return]
    return _cdist(x1, x2, float(p))  # type: ignore[no-any-return]


@operator(
    name="_pdist",
    inplace=False,
    rules={
        "self": lambda grad, self, self_shape, p, pairs, result: _back_to_rows(
            _towards(
                unsqueeze(grad, -1),
                _rows(self, pairs[0]) - _rows(self, pairs[1]),
                unsqueeze(result, -1),
                p,
            ),
            pairs,
            self_shape,
        )
    },
)
def _pdist(self: Array, p: float, pairs: tuple[Array, Array]) -> Array:
    """The distances of pairs of rows."""
    apart = self[pairs[0]] - self[pairs[1]]
    if not apart.size:
        return np.zeros(len(apart), apart.dtype)
    return _norm_of(apart, p, (1,), False)


@in_rules
def _back_to_rows(slopes: Any, pairs: tuple[Array, Array], shape: tuple[int, ...]) -> Any:
    """Return what gradients of differences of rows mean for the rows."""
    return _summed_rows(slopes, pairs[0], shape) - _summed_rows(slopes, pairs[1], shape)


@exported(
    "nn.functional",
    "torch",
    samples=(
        "pdist(a(4, 2))",
        "pdist(a(3, 2), 1)",
        "pdist(a(3, 2), 3.0)",
        "pdist(a(3, 2), torch.inf)",
        "pdist(a(1, 2))",
    ),
)
def pdist(input: Tensor, p: float = 2.0) -> Tensor:
    """Return the p-norm distances of all pairs of different rows of a matrix, in a vector.

    >>> import engine
    >>> engine.nn.functional.pdist(engine.tensor([[0.0, 0.0], [3.0, 4.0], [0.0, 1.0]]))
    tensor([5.0000, 1.0000, 4.2426])
    """
    if not isinstance(input, Tensor):
        raise not_a_tensor("pdist", "input", 1, input)
    x = input._data
    if x.ndim != 2:
        raise RuntimeError(f"pdist only supports 2D tensors, got: {x.ndim}D")
    if x.dtype.kind != "f":
        raise RuntimeError("pdist only supports floating-point dtypes")
    if p < 0:
        raise RuntimeError("pdist only supports non-negative p values")
    return _pdist(input, float(p), np.triu_indices(len(x), 1))  # type: ignore[no-any-return]

"""Vector norms, and the distance of two tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import dtypes
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.comparison import isnan
from engine.operators.masks import _masked
from engine.operators.reduction import _axes, _kept, sum
from engine.operators.rounding import abs, sgn
from engine.registry import exported, in_rules, operator, reads
from engine.tensor import Tensor

_added: Any = np.add.reduce
_largest: Any = np.maximum.reduce
_smallest: Any = np.minimum.reduce


def _check_norm(x: Array, p: float, dim: Any) -> None:
    if x.dtype.kind not in "fc":
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as input. Got "
            f"{TYPE_NAMES[x.dtype.name]}"
        )
    if not x.size and (p < 0 or p == np.inf):
        axes = _axes(dim, x.ndim)
        shown = f"{p:g}"
        if axes is None or len(axes) == x.ndim:
            raise RuntimeError(
                f"linalg.vector_norm cannot compute the {shown} norm on an empty tensor because the "
                "operation does not have an identity"
            )
        for axis in axes:
            if not x.shape[axis]:
                raise RuntimeError(
                    f"linalg.vector_norm cannot compute the {shown} norm on the dimension {axis}"
                    "because this dimension is empty and the operation does not have an identity"
                )


def _norm_of(x: Array, p: float, axes: tuple[int, ...] | None, keepdim: bool) -> Array:
    """Return the p-norm of an array, in its own (real) dtype."""
    if p == 2 and x.dtype.kind == "f":
        return np.sqrt(_added(x * x, axes, None, None, keepdim))
    size = np.abs(x)
    if p == 2:
        return np.sqrt(_added(size * size, axes, None, None, keepdim))
    if p == 1:
        return _added(size, axes, None, None, keepdim)
    if p == 0:
        return _added(size != 0, axes, size.dtype, None, keepdim)
    if p == np.inf:
        return _largest(size, axes, None, None, keepdim)
    if p == -np.inf:
        return _smallest(size, axes, None, None, keepdim)
    return _added(size**p, axes, None, None, keepdim) ** (1 / p)


@operator(
    kink=lambda result: result == 0,
    batch="dims",
    name="_vector_norm",
    grad_fn="LinalgVectorNormBackward0",
    inplace=False,
    holomorphic=False,
    rules={
        "self": lambda grad, self, self_shape, p, dim, keepdim, result: _norm_back(
            grad, self, self_shape, p, dim, keepdim, result
        )
    },
)
def _vector_norm(self: Array, p: float, dim: Any, keepdim: bool, dtype: Any) -> Array:
    """The p-norm of all elements, or along dimensions."""
    _check_norm(self, p, dim)
    if dtype is not None:
        self = self.astype(dtypes.as_dtype(dtype).numpy)
    return _norm_of(self, p, _axes(dim, self.ndim), keepdim)


@reads(
    "grad * x / norm if p == 2 else grad * sgn(x) if p == 1 else "
    "where(abs(x) == norm, grad * sgn(x), 0) if abs(p) > 1e300 else "
    "grad * x * abs(x) ** (p - 2) / norm ** (p - 1)"
)
@in_rules
def _norm_back(
    grad: Any, x: Any, shape: tuple[int, ...], p: float, dim: Any, keepdim: bool, norm: Any
) -> Any:
    """grad * sign(x) (|x| / norm)^(p - 1), and PyTorch's choice where that is 0 / 0.

    It is 0 where the norm is 0; a maximum norm divides its gradient among equal maxima; a count of
    elements (p = 0) has none.
    """
    if p == 0:
        return None
    grad = _kept(grad, shape, dim, keepdim)
    norm = _kept(norm, shape, dim, keepdim)
    if p == 1:
        return sgn(x) * grad
    if p == 2:
        return grad * _masked(x / norm, norm != 0)
    if p == float("inf") or p == float("-inf"):
        chosen = (abs(x) == norm) | isnan(x)
        return sgn(x) * ((grad / sum(chosen, dim, dim is not None)) * chosen)
    if p < 1:
        return _masked(sgn(x) * abs(x) ** (p - 1), x != 0) * grad * norm ** (1 - p)
    scale = _masked(grad / norm ** (p - 1), norm != 0)
    if p < 2:
        return sgn(x) * abs(x) ** (p - 1) * scale
    return x * abs(x) ** (p - 2) * scale


@exported(
    samples=(
        "norm(a(2, 3))",
        "norm(a(2, 3), 1)",
        "norm(a(2, 3), 3, 1)",
        "norm(a(2, 3), 1.5, dim=(0, 1), keepdim=True)",
        "norm(a(2, 3), 0.5)",
        "norm(a(2, 3), torch.inf, 0)",
        "norm(a(2, 3), -torch.inf)",
        "norm(a(2, 3), 'fro', dim=1)",
        "norm(a(2, 3), 'nuc')",
        "norm(a(3) - a(3).detach())",
        "norm(a())",
    )
)
def norm(
    input: Tensor, p: Any = "fro", dim: Any = None, keepdim: bool = False, dtype: Any = None
) -> Tensor:
    """Return the p-norm, sum(|x|^p)^(1/p), of all elements or along dimensions.

    p: a number, float("inf") for the largest |x|, 0 for a count of what is not 0; "fro" means 2, and
        "nuc" the sum of the singular values of matrices.

    >>> import engine
    >>> engine.norm(engine.tensor([3.0, 4.0]))
    tensor(5.)
    """
    if p is None or p == "fro":
        p = 2.0
    if isinstance(p, str):
        from engine.operators.matrix_norms import matrix_norm

        dims = tuple(range(input.dim())) if dim is None else dim
        chosen = (dims,) if isinstance(dims, int) else dims
        return matrix_norm(input, p, chosen, keepdim, dtype=dtype)
    if dim.__class__ in (list, tuple) and not dim:
        dim = None
    return _vector_norm(input, float(p), dim, keepdim, dtype)  # type: ignore[no-any-return]


@operator(
    promote="arithmetic",
    inplace=False,
    holomorphic=False,
    rules={
        "self": lambda grad, self, other, p, result: _norm_back(
            grad, self - other, (), p, None, False, result
        ),
        "other": lambda grad, self, other, p, result: _norm_back(
            -grad, self - other, (), p, None, False, result
        ),
    },
    samples=("dist(a(2, 3), a(3))", "dist(a(2, 3), a(2, 3), 1)", "dist(a(), a(2), 3)"),
)
def dist(self: Array, other: Array, p: Any = 2) -> Array:
    """Return the p-norm of the difference of two tensors.

    >>> import engine
    >>> engine.dist(engine.tensor([0.0, 0.0]), engine.tensor([3.0, 4.0]))
    tensor(5.)
    """
    apart = self - other
    if apart.dtype.kind not in "fc":
        raise RuntimeError(
            "norm(): input dtype should be either floating point or complex. Got "
            f"{TYPE_NAMES[apart.dtype.name]} instead."
        )
    return _norm_of(apart, float(p), None, False)

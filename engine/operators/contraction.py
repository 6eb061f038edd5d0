"""Sums of products over chosen dimensions: einsum, tensordot, inner, kron, bilinear, cross."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.arithmetic import add, mul
from engine.operators.matrix import dot, mm
from engine.operators.reduction import sum
from engine.operators.shape import _unsafe_view, permute, reshape, squeeze, view
from engine.registry import exported, operator
from engine.shapes import wrap_dim
from engine.tensor import Tensor
from engine.warn import warn

# -- tensordot and inner ---------------------------------------------------------------------------


@exported(
    "torch",
    samples=(
        "tensordot(a(2, 3), a(3, 4), 1)",
        "tensordot(a(2, 3), a(2, 3), 2)",
        "tensordot(a(2, 3, 4), a(4, 3, 5), dims=([1, 2], [1, 0]))",
        "tensordot(a(2), a(3), 0)",
    ),
)
def tensordot(a: Any, b: Any, dims: Any = 2) -> Any:
    """Sum the products of two tensors over pairs of dimensions.

    dims: how many of the last of `a` and the first of `b`, or two lists of dimensions.

    >>> import engine
    >>> engine.tensordot(engine.ones(2, 3), engine.ones(3, 2), dims=1)
    tensor([[3., 3.],
            [3., 3.]])
    """
    if isinstance(dims, (tuple, list)):
        along_a, along_b = (list(d) if isinstance(d, (list, tuple)) else [d] for d in dims)
    else:
        if int(dims) < 0:
            raise RuntimeError(f"tensordot expects dims >= 0, but got dims={dims}")
        along_a, along_b = list(range(-int(dims), 0)), list(range(int(dims)))
    if len(along_a) != len(along_b):
        raise RuntimeError("both dimension lists should have same length")
    m, n = a._data.ndim, b._data.ndim
    da, db = [wrap_dim(d, m) for d in along_a], [wrap_dim(d, n) for d in along_b]
    inner = 1
    for i, (p, q) in enumerate(zip(da, db, strict=True)):
        x, y = a._data.shape[p], b._data.shape[q]
        if y == 1:
            a = sum(a, p, True)
        elif x == 1:
            b = sum(b, q, True)
        elif x != y:
            raise RuntimeError(
                f"contracted dimensions need to match, but first has size {x} in dim {along_a[i]} "
                f"and second has size {y} in dim {along_b[i]}"
            )
        else:
            inner *= x
    free_a = [d for d in range(m) if d not in da]
    free_b = [d for d in range(n) if d not in db]
    shape = [a._data.shape[d] for d in free_a] + [b._data.shape[d] for d in free_b]
    a, b = permute(a, free_a + da), permute(b, db + free_b)
    if not shape:
        if not (_in_order(a) and _in_order(b)):
            return view(sum(mul(squeeze(a), squeeze(b))), ())
        a = a if m == 1 else reshape(a, (inner,))
        b = b if n == 1 else reshape(b, (inner,))
        return view(dot(a, b), ())
    rows = prod([a._data.shape[i] for i in range(len(free_a))])
    columns = prod([b._data.shape[len(db) + i] for i in range(len(free_b))])
    return view(mm(reshape(a, (rows, inner)), reshape(b, (inner, columns))), shape)


def _in_order(tensor: Any) -> bool:
    data = tensor._data
    return data.__class__ is not np.ndarray or bool(data.flags.c_contiguous)


@exported(
    "torch",
    samples=(
        "inner(a(2), a(2))",
        "inner(a(2, 3), a(4, 3))",
        "inner(a(2, 3), a(3))",
        "inner(a(), a(3))",
        "inner(a(5, 2, 3), a(4, 3))",
    ),
)
def inner(input: Any, other: Any) -> Any:
    """Sum the products of two tensors over the last dimension of both.

    >>> import engine
    >>> engine.inner(engine.tensor([1.0, 2.0]), engine.tensor([3.0, 4.0]))
    tensor(11.)
    """
    n, m = input._data.shape, other._data.shape
    if not n or not m:
        return mul(input, other)
    if n[-1] != m[-1]:
        raise RuntimeError(
            "inner() the last dimension must match on both input tensors but got shapes "
            f"{list(n)} and {list(m)}"
        )
    return tensordot(input, other, ([-1], [-1]))


# -- other products --------------------------------------------------------------------------------


@exported("torch", samples=("kron(a(2, 2), a(2, 3))", "kron(a(2), a(2, 3))", "kron(a(), a(2))"))
def kron(input: Any, other: Any) -> Any:
    """Return Kronecker's product: a tensor of blocks, one element of `input` times `other` each.

    >>> import engine
    >>> engine.kron(engine.tensor([1, 10]), engine.tensor([1, 2]))
    tensor([ 1,  2, 10, 20])
    """
    ndim = max(input._data.ndim, other._data.ndim)
    a = (1,) * (ndim - input._data.ndim) + input._data.shape
    b = (1,) * (ndim - other._data.ndim) + other._data.shape
    left = [size for n in a for size in (n, 1)]
    right = [size for n in b for size in (1, n)]
    product = mul(_unsafe_view(input, left), _unsafe_view(other, right))
    return _unsafe_view(product, [n * m for n, m in zip(a, b, strict=True)])


@operator(
    name="_trilinear",
    rules={
        "x1": lambda grad, weight, x2: _trilinear(grad, permute(weight, (1, 0, 2)), x2),
        "weight": lambda grad, x1, x2: _products(grad, x1, x2),
        "x2": lambda grad, x1, weight: _trilinear(grad, permute(weight, (2, 0, 1)), x1),
    },
)
def _trilinear(x1: Array, weight: Array, x2: Array) -> Array:
    """The sum over i and j of x1[n, i] weight[o, i, j] x2[n, j]."""
    return np.einsum("ni,oij,nj->no", x1, weight, x2, optimize=True)


@operator(
    name="_products",
    grad_fn="TrilinearBackward0",
    rules={
        "self": lambda grad, x1, x2: _trilinear(x1, grad, x2),
        "x1": lambda grad, self, x2: _trilinear(self, permute(grad, (1, 0, 2)), x2),
        "x2": lambda grad, self, x1: _trilinear(self, permute(grad, (2, 0, 1)), x1),
    },
)
def _products(self: Array, x1: Array, x2: Array) -> Array:
    """The sum over n of self[n, o] x1[n, i] x2[n, j]."""
    return np.einsum("no,ni,nj->oij", self, x1, x2, optimize=True)


@exported(
    "nn.functional",
    samples=(
        "bilinear(a(2, 3), a(2, 4), a(5, 3, 4), a(5))",
        "bilinear(a(2, 2, 3), a(2, 2, 4), a(5, 3, 4))",
    ),
)
def bilinear(input1: Any, input2: Any, weight: Any, bias: Any = None) -> Any:
    """Return x1ᵀ W x2 + b for each matrix W of the weight, of shape (out, in1, in2).

    >>> import engine
    >>> x = engine.tensor([[1.0, 2.0]])
    >>> engine.nn.functional.bilinear(x, x, engine.ones(1, 2, 2))
    tensor([[9.]])
    """
    n, m = input1._data.shape, input2._data.shape
    outs, left, right = weight._data.shape
    for i, (size, own) in enumerate(((left, n), (right, m)), 1):
        if own[-1] != size:
            raise RuntimeError(
                f"bilinear(): input{i} size does not match weight size: got {own[-1]} but expected "
                f"{size}"
            )
    out = _trilinear(reshape(input1, (-1, left)), weight, reshape(input2, (-1, right)))
    out = reshape(out, (*n[:-1], outs))
    return out if bias is None else add(out, bias)


@operator(
    batch="dims",
    name="_cross",
    grad_fn="LinalgCrossBackward0",
    rules={
        "self": lambda grad, other, dim: _cross(other, grad, dim),
        "other": lambda grad, self, dim: _cross(grad, self, dim),
    },
)
def _cross(self: Array, other: Array, dim: int) -> Array:
    """The vector product along a dimension."""
    return np.cross(self, other, axis=dim)


def _crossed(input: Tensor, other: Tensor, dim: int) -> Tensor:
    n, m = input._data.shape, other._data.shape
    if len(n) != len(m):
        raise RuntimeError("linalg.cross: inputs must have the same number of dimensions.")
    if n[dim] != 3 or m[dim] != 3:
        raise RuntimeError(
            f"linalg.cross: inputs dimension {dim} must have length 3. Got {n[dim]} and {m[dim]}"
        )
    return _cross(input, other, dim)  # type: ignore[no-any-return]


@exported("torch", samples=("cross(a(2, 3), a(2, 3), dim=1)", "cross(a(3, 2), a(3, 2), dim=0)"))
def cross(input: Tensor, other: Tensor, dim: int | None = None) -> Tensor:
    """Return the vector product along a dimension of size 3.

    >>> import engine
    >>> x, y = engine.tensor([1, 0, 0]), engine.tensor([0, 1, 0])
    >>> engine.cross(x, y, dim=0)
    tensor([0, 0, 1])
    """
    if dim is None:
        warn("Using torch.cross without specifying the dim arg is deprecated.")
        shape = input._data.shape
        if 3 not in shape:
            raise RuntimeError("no dimension of size 3 in input")
        dim = shape.index(3)
    return _crossed(input, other, dim)

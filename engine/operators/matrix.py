"""Products of vectors, matrices and batches of matrices."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine import dispatch
from engine.batched import Batched
from engine.convert import broadcast_error, not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.errors import explained
from engine.operators.arithmetic import mul
from engine.operators.casting import contiguous
from engine.operators.complex_numbers import conj
from engine.operators.shape import _unsafe_view, expand, reshape, squeeze, t, transpose, unsqueeze
from engine.registry import KERNELS, OPERATORS, exported, in_rules, operator, reads
from engine.tensor import Tensor

FLOAT64 = np.dtype("float64")
FLOAT32 = np.dtype("float32")

CPP_NAMES = {
    "float16": "c10::Half",
    "float32": "float",
    "float64": "double",
    "int64": "long int",
    "int32": "int",
    "int16": "short int",
    "int8": "signed char",
    "uint8": "unsigned char",
    "bool": "bool",
    "complex64": "c10::complex<float>",
    "complex128": "c10::complex<double>",
}
"""How PyTorch's matrix errors name element types: in C++."""


# -- two operands ----------------------------------------------------------------------------------


def _word(data: Array) -> str:
    return TYPE_NAMES[data.dtype.name]


def _product(a: Array, b: Array, refusal: str) -> Array:
    """a @ b for any dtype; half precision is summed in single, as in PyTorch."""
    dtype = a.dtype
    if dtype.kind == "b":
        raise NotImplementedError(f"\"{refusal}\" not implemented for 'Bool'")
    if dtype.name == "float16":
        return np.matmul(a.astype(np.float32), b.astype(np.float32)).astype(dtype)
    return np.matmul(a, b)


def _shapes_differ(a: Array, b: Array) -> RuntimeError:
    """Return PyTorch's error for two matrices whose inner sizes differ."""
    (n, k), (m, p) = a.shape, b.shape
    return explained(
        RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({n}x{k} and {m}x{p})"),
        notes=(f"the columns of the first ({k}) must be as many as the rows of the second ({m})",),
    )


@operator(
    batch="product",
    inplace=False,
    rules={
        "self": lambda grad, mat2: mm(grad, t(mat2)),
        "mat2": lambda grad, self, mat2_layout: _right_gradient(grad, self, mat2_layout),
    },
    samples=("mm(a(2, 3), a(3, 4))", "mm(a(2, 3), a(4, 3).t())", "mm(a(0, 2), a(2, 3))"),
)
def mm(self: Array, mat2: Array) -> Array:
    """Multiply two matrices of shapes (n, k) and (k, m).

    >>> import engine
    >>> engine.mm(engine.tensor([[1, 2]]), engine.tensor([[3], [4]]))
    tensor([[11]])
    """
    try:
        dtype = self.dtype
        if dtype is mat2.dtype and self.ndim == 2 == mat2.ndim:
            if dtype is FLOAT32 and mat2.size >= LARGE and _is_batch_by_weight(self, mat2):
                return np.ascontiguousarray(mat2.T.dot(self.T).T)
            if dtype is FLOAT64 or dtype is FLOAT32:
                return self.dot(mat2)
            if self.shape[1] == mat2.shape[0]:
                return _product(self, mat2, "addmm_impl_cpu_")
    except (ValueError, AttributeError):
        pass
    raise _mm_error(self, mat2)


def _is_batch_by_weight(a: Array, b: Array) -> bool:
    """Return whether few rows are multiplied by a transposed matrix, as a linear layer does.

    OpenBLAS takes up to twice as long for that as for the transposed product, and a copy of it.
    """
    return 1 < len(a) <= 128 and b.strides[0] < b.strides[1] and b.flags.f_contiguous


LARGE = 1 << 16
"""The number of elements from which on that is worth it."""


@reads("mm(t(left), grad)")
@in_rules
def _right_gradient(grad: Any, left: Any, layout: str) -> Any:
    """Return left.T @ grad, laid out in memory as the right factor is.

    That is often a transposed weight, whose gradient is then transposed back: it must come out
    contiguous, or adding it to `.grad` would walk through memory in leaps.
    """
    return t(mm(t(grad), left)) if layout == "F" else mm(t(left), grad)


def _mm_error(a: Any, b: Any) -> Exception:
    if not hasattr(b, "dtype"):
        return not_a_tensor("mm", "mat2", 2, b)
    if a.ndim != 2:
        return RuntimeError("self must be a matrix")
    if b.ndim != 2:
        return RuntimeError("mat2 must be a matrix")
    if a.shape[1] != b.shape[0]:
        return _shapes_differ(a, b)
    return RuntimeError(
        "expected m1 and m2 to have the same dtype, but got: "
        f"{CPP_NAMES[a.dtype.name]} != {CPP_NAMES[b.dtype.name]}"
    )


@operator(
    batch="product",
    inplace=False,
    rules={
        "self": lambda grad, vec: reshape(grad, (-1, 1)) * vec,
        "vec": lambda grad, self: mv(t(self), grad),
    },
    samples=("mv(a(2, 3), a(3))", "mv(a(3, 2).t(), a(3))"),
)
def mv(self: Array, vec: Array) -> Array:
    """Multiply a matrix of shape (n, k) and a vector of shape (k).

    >>> import engine
    >>> engine.mv(engine.tensor([[1.0, 2.0]]), engine.tensor([3.0, 4.0]))
    tensor([11.])
    """
    if not hasattr(vec, "dtype"):
        raise not_a_tensor("mv", "vec", 2, vec)
    if self.ndim != 2 or vec.ndim != 1:
        raise RuntimeError(f"vector + matrix @ vector expected, got 1, {self.ndim}, {vec.ndim}")
    if self.shape[1] != vec.shape[0]:
        n, k = self.shape
        raise RuntimeError(f"size mismatch, got input ({n}), mat ({n}x{k}), vec ({vec.shape[0]})")
    if self.dtype is not vec.dtype:
        raise RuntimeError(
            "addmv input tensors must have the same dtype, but got "
            f"{_word(vec)}, {_word(self)}, and {_word(vec)}"
        )
    return _product(self, vec, "addmv_impl_cpu")


def _check_vectors(a: Array, b: Array) -> None:
    """Raise PyTorch's error unless both are vectors of one length and dtype."""
    if not hasattr(b, "dtype"):
        raise not_a_tensor("dot", "tensor", 2, b)
    if a.ndim != 1 or b.ndim != 1:
        raise RuntimeError(f"1D tensors expected, but got {a.ndim}D and {b.ndim}D tensors")
    if a.dtype is not b.dtype:
        raise RuntimeError(
            f"dot : expected both vectors to have same dtype, but found {_word(a)} and {_word(b)}"
        )
    n, m = len(a), len(b)
    if n != m:
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor [{n}] and src [{m}] to have the same "
            f"number of elements, but got {n} and {m} elements respectively"
        )


@operator(
    batch="product",
    inplace=False,
    rules={
        "self": lambda grad, tensor: grad * tensor,
        "tensor": lambda grad, self: grad * self,
    },
    samples=("dot(a(3), a(3))", "dot(a(0), a(0))"),
)
def dot(self: Array, tensor: Array) -> Array:
    """Return the scalar product of two vectors.

    >>> import engine
    >>> engine.dot(engine.tensor([1.0, 2.0]), engine.tensor([3.0, 4.0]))
    tensor(11.)
    """
    _check_vectors(self, tensor)
    return _product(self, tensor, "dot")


@operator(
    inplace=False,
    holomorphic=False,
    rules={
        "self": lambda grad, other: conj(grad) * other,
        "other": lambda grad, self: grad * self,
    },
    samples=("vdot(a(3), a(3))",),
)
def vdot(self: Array, other: Array) -> Array:
    """Return the scalar product of two vectors, the first conjugated if complex.

    >>> import engine
    >>> engine.vdot(engine.tensor([1.0, 2.0]), engine.tensor([3.0, 4.0]))
    tensor(11.)
    """
    _check_vectors(self, other)
    return _product(np.conj(self), other, "dot")


@exported("torch", samples=("outer(a(2), a(3))", "outer(a(2), a(0))"))
def outer(input: Tensor, vec2: Tensor) -> Tensor:
    """Return the matrix of all products of an element of one vector with one of another.

    >>> import engine
    >>> engine.outer(engine.tensor([1, 2]), engine.tensor([3, 4]))
    tensor([[3, 4],
            [6, 8]])
    """
    for name, value in (("self", input), ("vec2", vec2)):
        if value.dim() != 1:
            raise RuntimeError(f"outer: Expected 1-D argument {name}, but got {value.dim()}-D")
    return mul(reshape(input, (input._data.size, 1)), vec2)  # type: ignore[no-any-return]


ger = outer


@operator(
    batch="product",
    inplace=False,
    rules={
        "self": lambda grad, mat2: bmm(grad, transpose(mat2, 1, 2)),
        "mat2": lambda grad, self: bmm(transpose(self, 1, 2), grad),
    },
    samples=("bmm(a(2, 3, 4), a(2, 4, 5))", "bmm(a(0, 3, 4), a(0, 4, 5))"),
)
def bmm(self: Array, mat2: Array) -> Array:
    """Multiply two batches of matrices, of shapes (b, n, k) and (b, k, m).

    >>> import engine
    >>> engine.bmm(engine.ones(2, 1, 3), engine.ones(2, 3, 1)).shape
    torch.Size([2, 1, 1])
    """
    _check_batches(self, mat2)
    return _product(self, mat2, "baddbmm__mkl")


def _check_batches(a: Array, b: Array) -> None:
    """Raise PyTorch's error unless the batches can be multiplied matrix by matrix."""
    for name, value in (("batch1", a), ("batch2", b)):
        if value.ndim != 3:
            raise RuntimeError(f"{name} must be a 3D tensor")
    n, _, k = a.shape
    if b.shape[:2] != (n, k):
        raise RuntimeError(
            "Expected size for first two dimensions of batch2 tensor to be: "
            f"[{n}, {k}] but got: [{b.shape[0]}, {b.shape[1]}]."
        )
    if a.dtype is not b.dtype:
        raise RuntimeError(f"expected scalar type {_word(a)} but found {_word(b)}")


# `matmul` and `@` are called with two tensors and no keywords: the short way for such operators.
_mm, _mv, _dot = (dispatch.binary(OPERATORS[name]) for name in ("mm", "mv", "dot"))


# -- matmul ----------------------------------------------------------------------------------------


@operator(
    name="_squeeze_row",
    grad_fn="SqueezeBackward4",
    rules={"self": lambda grad: unsqueeze(grad, 0)},
)
def _squeeze_row(self: Array) -> Array:
    """A matrix of one row as a vector; not a view."""
    return self[0]


@exported(
    "torch",
    "linalg",
    samples=(
        "matmul(a(3), a(3))",
        "matmul(a(2, 3), a(3))",
        "matmul(a(3), a(3, 2))",
        "matmul(a(2, 3), a(3, 2))",
        "matmul(a(2, 3), a(4, 3, 2))",
        "matmul(a(4, 2, 3), a(3, 2))",
        "matmul(a(4, 2, 3), a(3))",
        "matmul(a(3), a(4, 3, 2))",
        "matmul(a(4, 2, 3), a(4, 3, 2))",
        "matmul(a(1, 2, 3), a(4, 3, 2))",
        "matmul(a(5, 1, 2, 3), a(4, 3, 2))",
        "matmul(a(5, 4, 2, 3), a(3))",
        "matmul(a(4, 2, 3), a(3).detach())",
        "matmul(a(2, 3).detach(), a(4, 3, 2))",
        "matmul(a(3).detach(), a(4, 3, 2))",
    ),
)
def matmul(input: Any, other: Any) -> Any:
    """Multiply vectors, matrices, or batches of matrices; batch dimensions broadcast.

    A vector counts as a row on the left and as a column on the right, and its dimension is not in
    the result.

    >>> import engine
    >>> engine.matmul(engine.tensor([[1.0, 2.0], [3.0, 4.0]]), engine.tensor([1.0, 1.0]))
    tensor([3., 7.])
    """
    try:
        m, n = input._data.ndim, other._data.ndim
    except AttributeError:
        if isinstance(input, Tensor):
            raise not_a_tensor("matmul", "other", 2, other) from None
        raise not_a_tensor("matmul", "input", 1, input) from None
    if m == 2 and n == 2:
        return _mm(input, other)
    if m == 2 and n == 1:
        return _mv(input, other)
    if m == 1 and n == 1:
        return _dot(input, other)
    if m == 1 and n == 2:
        return _squeeze_row(mm(unsqueeze(input, 0), other))
    if m == 0 or n == 0:
        raise RuntimeError(
            f"both arguments to matmul need to be at least 1D, but they are {m}D and {n}D"
        )
    return _batched(input, other)


KERNELS["matmul"] = np.matmul


def _batched(a: Any, b: Any) -> Any:
    """Multiply where an operand has more than two dimensions, in the steps that PyTorch takes."""
    if a._data.ndim == 3 == b._data.ndim:  # a single matrix that needs a gradient is no batch
        alone, beside = a._data.shape[0] == 1, b._data.shape[0] == 1
        if alone and not beside and a._fn is not None:
            a = squeeze(a, 0)
        elif beside and not alone and b._fn is not None:
            b = squeeze(b, 0)
    m, n = a._data.ndim, b._data.ndim
    if _folds(a, b):
        return _folded(b, a, True) if n > m else _folded(a, b, False)
    rows, inner = (a._data.shape[-2] if m > 1 else 1), a._data.shape[-1]
    depth, columns = (b._data.shape[-2:]) if n > 1 else (b._data.shape[0], 1)
    batch_a, batch_b = a._data.shape[: max(m - 2, 0)], b._data.shape[: max(n - 2, 0)]
    wrong = broadcast_error(batch_a, batch_b)
    if wrong is not None:
        raise wrong
    batch = np.broadcast_shapes(batch_a, batch_b)
    size = prod(batch)
    left = reshape(expand(a, (*batch, rows, inner)), (size, rows, inner))
    if n == 1:
        right = unsqueeze(reshape(expand(b, (*batch, depth)), (size, depth)), 2)
        return _unsafe_view(squeeze(bmm(left, right), -1), (*batch, rows))
    right = reshape(expand(b, (*batch, depth, columns)), (size, depth, columns))
    shape = (*batch, rows, columns) if m > 1 else (*batch, columns)
    return _unsafe_view(bmm(left, right), shape)


def _folds(a: Any, b: Any) -> bool:
    """Return whether PyTorch multiplies a batch by a matrix or vector as one tall matrix."""
    swapped = b._data.ndim > a._data.ndim
    large, small = (b, a) if swapped else (a, b)
    if large._data.ndim < 3 or small._data.ndim > 2:
        return False
    if small._fn is not None:
        return True
    if a._data.ndim == 2:
        return False
    if large._data.__class__ is Batched or large._data.size == 0:
        return True
    data = np.swapaxes(large._data, -1, -2) if swapped else large._data
    return all(
        data.strides[i] == data.strides[i + 1] * data.shape[i + 1] for i in range(data.ndim - 2)
    )


def _folded(batch: Any, other: Any, swapped: bool) -> Any:
    """Multiply a batch, its leading dimensions as one, by a matrix or vector.

    swapped: the operands stood in the order (other, batch).
    """
    if swapped:
        batch = transpose(batch, -2, -1)
        other = t(other) if other._data.ndim == 2 else other
    *lead, inner = batch._data.shape
    tall = reshape(batch, (prod(lead), inner))
    if other._data.ndim == 1:
        return _unsafe_view(mv(tall, other), tuple(lead))
    out = _unsafe_view(mm(tall, other), (*lead, other._data.shape[1]))
    return contiguous(transpose(out, -2, -1)) if swapped else out

"""Products of vectors, matrices and batches of matrices."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine.convert import broadcast_error, not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.errors import explained
from engine.operators.arithmetic import add, mul
from engine.operators.casting import contiguous
from engine.operators.complex_numbers import conj
from engine.operators.views import (
    _unsafe_view,
    expand,
    reshape,
    squeeze,
    t,
    transpose,
    unsqueeze,
    view,
)
from engine.registry import KERNELS, exported, in_rules, operator
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
    inplace=False,
    rules={
        "self": lambda grad, mat2: mm(grad, t(mat2)),
        "mat2": lambda grad, self: mm(t(self), grad),
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
            if dtype is FLOAT64 or dtype is FLOAT32:
                return self.dot(mat2)
            if self.shape[1] == mat2.shape[0]:
                return _product(self, mat2, "addmm_impl_cpu_")
    except (ValueError, AttributeError):
        pass
    raise _mm_error(self, mat2)


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
        raise RuntimeError(
            f"vector + matrix @ vector expected, got 1, {self.ndim}, {vec.ndim}"
        )
    if self.shape[1] != vec.shape[0]:
        n, k = self.shape
        raise RuntimeError(
            f"size mismatch, got input ({n}), mat ({n}x{k}), vec ({vec.shape[0]})"
        )
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
        raise RuntimeError(
            f"1D tensors expected, but got {a.ndim}D and {b.ndim}D tensors"
        )
    if a.dtype is not b.dtype:
        raise RuntimeError(
            "dot : expected both vectors to have same dtype, but found "
            f"{_word(a)} and {_word(b)}"
        )
    n, m = len(a), len(b)
    if n != m:
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor [{n}] and src [{m}] to have the same "
            f"number of elements, but got {n} and {m} elements respectively"
        )


@operator(
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
        return mm(input, other)
    if m == 2 and n == 1:
        return mv(input, other)
    if m == 1 and n == 1:
        return dot(input, other)
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
    data = np.swapaxes(large._data, -1, -2) if swapped else large._data
    if data.size == 0:
        return True
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


# -- with a sum ------------------------------------------------------------------------------------


@in_rules
def _times(grad: Any, factor: Any) -> Any:
    """grad * factor, without the work if the factor is 1."""
    return grad if factor == 1 else grad * factor


def _plus(self: Array, product: Array, beta: Any, alpha: Any) -> Array:
    """beta * self + alpha * product, self broadcast to the product."""
    if product.ndim and self.shape != product.shape:
        _check_expandable(self.shape, product.shape)
    if alpha != 1:
        product = product * alpha
    if beta == 0:
        return product
    return product + (self if beta == 1 else self * beta)


def _check_expandable(shape: tuple[int, ...], into: tuple[int, ...]) -> None:
    extra = len(into) - len(shape)
    if extra < 0:
        raise RuntimeError(
            f"expand(torch.FloatTensor{{{list(shape)}}}, size={list(into)}): the number of sizes "
            f"provided ({len(into)}) must be greater or equal to the number of dimensions in the "
            f"tensor ({len(shape)})"
        )
    for i in reversed(range(len(shape))):
        if shape[i] not in (1, into[extra + i]):
            raise RuntimeError(
                f"The expanded size of the tensor ({into[extra + i]}) must match the existing size "
                f"({shape[i]}) at non-singleton dimension {extra + i}.  Target sizes: "
                f"{list(into)}.  Tensor sizes: {list(shape)}"
            )


@operator(
    rules={
        "self": lambda grad, beta: _times(grad, beta),
        "mat1": lambda grad, mat2, alpha: _times(mm(grad, t(mat2)), alpha),
        "mat2": lambda grad, mat1, alpha: _times(mm(t(mat1), grad), alpha),
    },
    samples=(
        "addmm(a(4), a(2, 3), a(3, 4))",
        "addmm(a(2, 4), a(2, 3), a(3, 4), beta=2, alpha=3)",
        "addmm(a(2, 1), a(2, 3), a(3, 4), beta=0.5)",
    ),
)
def addmm(self: Array, mat1: Array, mat2: Array, *, beta: Any = 1, alpha: Any = 1) -> Array:
    """Return beta * self + alpha * mat1 @ mat2, where `self` broadcasts.

    >>> import engine
    >>> engine.addmm(engine.tensor([1.0]), engine.tensor([[2.0]]), engine.tensor([[3.0]]))
    tensor([[7.]])
    """
    if mat1.ndim != 2:
        raise RuntimeError(f"mat1 must be a matrix, got {mat1.ndim}-D tensor")
    if mat2.ndim != 2:
        raise RuntimeError(f"mat2 must be a matrix, got {mat2.ndim}-D tensor")
    if self.dtype is not mat2.dtype:
        raise RuntimeError(
            f"self and mat2 must have the same dtype, but got {_word(self)} and {_word(mat2)}"
        )
    if mat1.dtype is not mat2.dtype:
        raise RuntimeError(
            f"mat1 and mat2 must have the same dtype, but got {_word(mat1)} and {_word(mat2)}"
        )
    return _plus(self, KERNELS["mm"](mat1, mat2), beta, alpha)


@operator(
    rules={
        "self": lambda grad, beta: _times(grad, beta),
        "mat": lambda grad, vec, alpha: _times(reshape(grad, (-1, 1)) * vec, alpha),
        "vec": lambda grad, mat, alpha: _times(mv(t(mat), grad), alpha),
    },
    samples=("addmv(a(2), a(2, 3), a(3))", "addmv(a(), a(2, 3), a(3), beta=2, alpha=3)"),
)
def addmv(self: Array, mat: Array, vec: Array, *, beta: Any = 1, alpha: Any = 1) -> Array:
    """Return beta * self + alpha * mat @ vec, where `self` broadcasts.

    >>> import engine
    >>> engine.addmv(engine.tensor([1.0]), engine.tensor([[2.0]]), engine.tensor([3.0]))
    tensor([7.])
    """
    if mat.ndim == 2 and self.ndim and self.shape not in ((1,), mat.shape[:1]):
        raise RuntimeError(
            f"size mismatch, got input ({self.shape[0]}), mat ({mat.shape[0]}x{mat.shape[1]}), "
            f"vec ({vec.shape[0]})"
        )
    return _plus(self, KERNELS["mv"](mat, vec), beta, alpha)


@operator(
    rules={
        "self": lambda grad, beta: _times(grad, beta),
        "vec1": lambda grad, vec2, alpha: _times(mv(grad, vec2), alpha),
        "vec2": lambda grad, vec1, alpha: _times(mv(t(grad), vec1), alpha),
    },
    samples=("addr(a(2, 3), a(2), a(3))", "addr(a(3), a(2), a(3), beta=2, alpha=0.5)"),
)
def addr(self: Array, vec1: Array, vec2: Array, *, beta: Any = 1, alpha: Any = 1) -> Array:
    """Return beta * self + alpha * outer(vec1, vec2), where `self` broadcasts.

    >>> import engine
    >>> engine.addr(engine.tensor([[1.0]]), engine.tensor([2.0]), engine.tensor([3.0]))
    tensor([[7.]])
    """
    for name, value in (("vec1", vec1), ("vec2", vec2)):
        if value.ndim != 1:
            raise RuntimeError(f"addr: Expected 1-D argument {name}, but got {value.ndim}-D")
    return _plus(self, vec1[:, None] * vec2, beta, alpha)


@operator(
    rules={
        "self": lambda grad, beta: _times(grad, beta),
        "batch1": lambda grad, batch2, alpha: _times(bmm(grad, transpose(batch2, 1, 2)), alpha),
        "batch2": lambda grad, batch1, alpha: _times(bmm(transpose(batch1, 1, 2), grad), alpha),
    },
    samples=(
        "baddbmm(a(2, 3, 5), a(2, 3, 4), a(2, 4, 5))",
        "baddbmm(a(5), a(2, 3, 4), a(2, 4, 5), beta=2, alpha=0.5)",
    ),
)
def baddbmm(self: Array, batch1: Array, batch2: Array, *, beta: Any = 1, alpha: Any = 1) -> Array:
    """Return beta * self + alpha * bmm(batch1, batch2), where `self` broadcasts.

    >>> import engine
    >>> engine.baddbmm(engine.ones(1), engine.ones(2, 1, 3), engine.ones(2, 3, 1)).shape
    torch.Size([2, 1, 1])
    """
    _check_batches(batch1, batch2)
    return _plus(self, _product(batch1, batch2, "baddbmm__mkl"), beta, alpha)


@operator(
    rules={
        "self": lambda grad, beta: _times(grad, beta),
        "batch1": lambda grad, batch1_shape, batch2, alpha: _times(
            bmm(_each(grad, batch1_shape), transpose(batch2, 1, 2)), alpha
        ),
        "batch2": lambda grad, batch1, batch1_shape, alpha: _times(
            bmm(transpose(batch1, 1, 2), _each(grad, batch1_shape)), alpha
        ),
    },
    samples=(
        "addbmm(a(3, 5), a(2, 3, 4), a(2, 4, 5))",
        "addbmm(a(5), a(2, 3, 4), a(2, 4, 5), beta=2, alpha=0.5)",
    ),
)
def addbmm(self: Array, batch1: Array, batch2: Array, *, beta: Any = 1, alpha: Any = 1) -> Array:
    """Return beta * self + alpha * the sum of bmm(batch1, batch2) over the batch.

    >>> import engine
    >>> engine.addbmm(engine.ones(1), engine.ones(2, 1, 3), engine.ones(2, 3, 1))
    tensor([[7.]])
    """
    _check_batches(batch1, batch2)
    return _plus(self, _product(batch1, batch2, "baddbmm__mkl").sum(axis=0), beta, alpha)


@in_rules
def _each(grad: Any, batch_shape: tuple[int, ...]) -> Any:
    """Return the gradient of a sum over a batch, once for each matrix of the batch."""
    return expand(unsqueeze(grad, 0), (batch_shape[0], -1, -1))


@exported(
    "nn.functional",
    samples=(
        "linear(a(2, 3), a(4, 3), a(4))",
        "linear(a(2, 3), a(4, 3))",
        "linear(a(3), a(4, 3), a(4))",
        "linear(a(3), a(4, 3))",
        "linear(a(5, 2, 3), a(4, 3), a(4))",
        "linear(a(5, 2, 3), a(4, 3))",
        "linear(a(5, 2, 3).transpose(0, 1), a(4, 3), a(4))",
    ),
)
def linear(input: Any, weight: Any, bias: Any = None) -> Any:
    """Return input @ weight.T + bias, for input (*, k), weight (m, k) and bias (m).

    >>> import engine
    >>> engine.nn.functional.linear(engine.tensor([1.0, 2.0]), engine.tensor([[3.0, 4.0]]))
    tensor([11.])
    """
    if bias is None:
        return matmul(input, t(weight))
    data = input._data
    if data.ndim == 2:
        return addmm(bias, input, t(weight))
    if not data.flags.c_contiguous:
        return add(matmul(input, t(weight)), bias)
    flat = reshape(input, (-1, data.shape[-1]))
    return view(addmm(bias, flat, t(weight)), (*data.shape[:-1], weight._data.shape[0]))

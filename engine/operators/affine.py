"""Matrix products with a sum: addmm and its relatives, and the linear layer."""

from __future__ import annotations

from typing import Any

from engine.batched import Batched
from engine.convert import not_a_tensor
from engine.dtypes import Array
from engine.operators.arithmetic import add
from engine.operators.matrix import (
    _check_batches,
    _product,
    _right_gradient,
    _word,
    bmm,
    matmul,
    mm,
    mv,
)
from engine.operators.shape import expand, reshape, t, transpose, unsqueeze, view
from engine.registry import KERNELS, exported, in_rules, operator, reads
from engine.tensor import Tensor

# -- with a sum ------------------------------------------------------------------------------------


@reads("grad * factor")
@in_rules
def _times(grad: Any, factor: Any) -> Any:
    """grad * factor, without the work if the factor is 1."""
    return grad if factor == 1 else grad * factor


def _plus(self: Array, product: Array, beta: Any, alpha: Any) -> Array:
    """beta * self + alpha * product, self broadcast to the product."""
    if product.ndim and self.shape != product.shape and self.shape != product.shape[1:]:
        _check_expandable(self.shape, product.shape)
    if alpha != 1:
        product = product * alpha
    if beta == 0:
        return product
    if beta == 1 and product.ndim and product.dtype is self.dtype:
        product += self  # nobody else has it
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
    batch="affine",
    rules={
        "self": lambda grad, beta: _times(grad, beta),
        "mat1": lambda grad, mat2, alpha: _times(mm(grad, t(mat2)), alpha),
        "mat2": lambda grad, mat1, mat2_layout, alpha: _times(
            _right_gradient(grad, mat1, mat2_layout), alpha
        ),
    },
    samples=(
        "addmm(a(2, 2), a(2, 3), a(2, 3).t())",
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
    batch="affine",
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
    batch="affine",
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
    batch="affine",
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
    batch="affine",
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
    if not (
        isinstance(input, Tensor)
        and isinstance(weight, Tensor)
        and (bias is None or isinstance(bias, Tensor))
    ):
        given = {"input": input, "weight": weight, "bias": bias}
        name = next(k for k, v in given.items() if not isinstance(v, Tensor))
        raise not_a_tensor("linear", name, [*given].index(name) + 1, given[name])
    if bias is None:
        return matmul(input, t(weight))
    data = input._data
    if data.ndim == 2:
        return addmm(bias, input, t(weight))
    if data.__class__ is Batched or not data.flags.c_contiguous:
        return add(matmul(input, t(weight)), bias)
    flat = reshape(input, (-1, data.shape[-1]))
    return view(addmm(bias, flat, t(weight)), (*data.shape[:-1], weight._data.shape[0]))

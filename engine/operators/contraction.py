"""Sums of products over chosen dimensions: einsum, tensordot, inner, kron, bilinear, cross."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine.dtypes import Array
from engine.operators.arithmetic import add, mul
from engine.operators.matrix import bmm, dot, mm
from engine.operators.reduction import sum
from engine.operators.views import (
    _unsafe_view,
    diagonal,
    movedim,
    permute,
    reshape,
    unsqueeze,
    view,
)
from engine.registry import exported, operator
from engine.shapes import wrap_dim
from engine.tensor import Tensor
from engine.warn import warn

# -- einsum ----------------------------------------------------------------------------------------

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ELLIPSIS = "."


def _labels(text: str, what: str) -> list[str]:
    """Return the subscripts of one operand or of the output, an ellipsis as one dot."""
    found: list[str] = []
    i = 0
    while i < len(text):
        c = text[i]
        if c == ".":
            if text[i : i + 3] != "...":
                raise RuntimeError(
                    f"einsum(): found '.' {what} that is not part of any ellipsis"
                )
            if ELLIPSIS in found:
                raise RuntimeError(
                    f"einsum(): found '.' {what} for which an ellipsis was already found"
                )
            found.append(ELLIPSIS)
            i += 3
            continue
        if c in LETTERS:
            found.append(c)
        elif c != " ":
            raise RuntimeError(
                "einsum(): invalid subscript given at index "
                f"{i} in the equation string, subscripts must be in [a-zA-Z]"
            )
        i += 1
    return found


def _output_labels(text: str | None, operands: list[list[str]]) -> list[str]:
    """Return the subscripts of the result: as given, or those that occur once, in order."""
    flat = [label for labels in operands for label in labels]
    if text is None:
        single = [c for c in LETTERS if flat.count(c) == 1]
        return ([ELLIPSIS] if ELLIPSIS in flat else []) + single
    found = _labels(text, "for the output")
    for label in found:
        if label == ELLIPSIS:
            continue
        if found.count(label) > 1:
            raise RuntimeError(
                f"einsum(): output subscript {label} appears more than once in the output"
            )
        if label not in flat:
            raise RuntimeError(
                f"einsum(): output subscript {label} does not appear in the equation for any input "
                "operand"
            )
    return found


def _aligned(operand: Any, labels: list[str], places: dict[str, int], ellipsis: int, n: int) -> Any:
    """Return an operand with one dimension a place: diagonals taken, missing ones of size 1."""
    order = [-1] * n
    j = 0
    for label in labels:
        if label == ELLIPSIS:
            covered = operand._data.ndim - j - (len(labels) - labels.index(label) - 1)
            for _ in range(ellipsis - covered):
                operand = unsqueeze(operand, j)
            for k in range(ellipsis):
                order[places[label] + k] = j
                j += 1
        elif order[places[label]] != -1:
            first = order[places[label]]
            operand = movedim(diagonal(operand, 0, first, j), -1, first)
        else:
            order[places[label]] = j
            j += 1
    for place, at in enumerate(order):
        if at == -1:
            operand = unsqueeze(operand, -1)
            order[place] = j
            j += 1
    return permute(operand, order)


def _pair(a: Any, b: Any, summed: list[int]) -> Any:
    """Multiply two aligned operands and sum over dimensions, which are kept: as one bmm."""
    if not summed:
        return mul(a, b)
    both: list[int] = []
    left: list[int] = []
    right: list[int] = []
    n, m = a._data.shape, b._data.shape
    for i in range(len(n)):
        if i in summed:
            continue
        (both if n[i] != 1 != m[i] else left if n[i] != 1 else right).append(i)
    sizes = [prod([n[i] for i in d]) for d in (both, left, summed)]
    columns = prod([m[i] for i in right])
    out = [n[i] for i in both + left] + [1] * len(summed) + [m[i] for i in right]
    order = both + left + summed + right
    back = [order.index(i) for i in range(len(n))]
    a = reshape(permute(a, order), sizes)
    b = reshape(permute(b, both + summed + right + left), (sizes[0], sizes[2], columns))
    return permute(view(bmm(a, b), out), back)


@exported(
    "torch",
    samples=(
        "einsum('ij,jk->ik', a(2, 3), a(3, 4))",
        "einsum('ij->ji', a(2, 3))",
        "einsum('ii', a(3, 3))",
        "einsum('ii->i', a(3, 3))",
        "einsum('ij->', a(2, 3))",
        "einsum('i,j', a(2), a(3))",
        "einsum('i,i', a(3), a(3))",
        "einsum('bij,bjk->bik', a(2, 3, 4), a(2, 4, 5))",
        "einsum('i,ij,j', a(3), a(3, 4), a(4))",
        "einsum('...ij,...jk', a(2, 3, 4), a(4, 5))",
        "einsum('...i,...i->...', a(2, 3), a(3))",
        "einsum('ij,ij->ij', a(2, 3), a(2, 3))",
        "einsum('ij, kj -> ki', a(2, 3), a(4, 3))",
        "einsum('ij,k->i', a(2, 3), a(4))",
        "einsum('ab,cd->abcd', [a(2, 3), a(3, 4)])",
        "einsum('iij,jk->k', a(2, 2, 3), a(3, 4))",
    ),
)
def einsum(equation: Any, *operands: Any) -> Any:
    """Multiply tensors and sum over subscripts that the result does not have (Einstein's notation).

    equation: subscripts of the operands, comma between, and after "->" those of the result; without
    them, the result has the subscripts that occur once, in alphabetical order.

    >>> import engine
    >>> engine.einsum("i,i", engine.tensor([1.0, 2.0]), engine.tensor([3.0, 4.0]))
    tensor(11.)
    """
    if not isinstance(equation, str) or not operands:
        raise ValueError(
            "einsum(): must specify the equation string and at least one operand, or at least one "
            "operand and its subscripts list"
        )
    given = list(operands[0]) if isinstance(operands[0], (list, tuple)) else list(operands)
    left, arrow, right = equation.partition("->")
    terms = left.split(",")
    if len(terms) != len(given):
        few = len(given) < len(terms)
        raise RuntimeError(
            f"einsum(): {'fewer' if few else 'more'} operands were provided than specified in the "
            "equation"
        )
    labels = [_labels(term, f"for operand {i}") for i, term in enumerate(terms)]
    ellipsis = 0
    for i, (names, operand) in enumerate(zip(labels, given, strict=True)):
        ndim = operand._data.ndim
        if ELLIPSIS in names:
            ellipsis = max(ellipsis, ndim - (len(names) - 1))
        if len(names) != ndim and not (ELLIPSIS in names and len(names) - 1 <= ndim):
            more = "is more than the number" if ELLIPSIS in names else "does not match the number"
            tail = "" if ELLIPSIS in names else " and no ellipsis was given"
            count = len(names) - (ELLIPSIS in names)
            raise RuntimeError(
                f"einsum(): the number of subscripts in the equation ({count}) {more} of "
                f"dimensions ({ndim}) for operand {i}{tail}"
            )
    output = _output_labels(right if arrow else None, labels)
    places: dict[str, int] = {}
    n = 0
    for label in output:
        places[label] = n
        n += ellipsis if label == ELLIPSIS else 1
    kept = n
    everywhere = {label for names in labels for label in names}
    for label in [ELLIPSIS, *LETTERS]:
        if label in everywhere and label not in places:
            places[label] = n
            n += ellipsis if label == ELLIPSIS else 1
    _check_einsum_sizes(given, labels)
    aligned = [
        _aligned(operand, names, places, ellipsis, n)
        for operand, names in zip(given, labels, strict=True)
    ]
    return _contracted(aligned, kept, n)


def _check_einsum_sizes(given: list[Any], labels: list[list[str]]) -> None:
    seen: dict[str, int] = {}
    for i, (operand, names) in enumerate(zip(given, labels, strict=True)):
        shape = operand._data.shape
        own: dict[str, int] = {}
        for j, label in enumerate(names):
            if label == ELLIPSIS:
                break
            _check_einsum_size(i, label, shape[j], own, seen)
        for j, label in enumerate(reversed(names)):
            if label == ELLIPSIS or ELLIPSIS not in names:
                break
            _check_einsum_size(i, label, shape[-1 - j], own, seen)


def _check_einsum_size(
    i: int, label: str, size: int, own: dict[str, int], seen: dict[str, int]
) -> None:
    if own.setdefault(label, size) != size:
        raise RuntimeError(
            f"einsum(): subscript {label} is repeated for operand {i} but the sizes don't match, "
            f"{size} != {own[label]}"
        )
    before = seen.get(label, 1)
    if size not in (1, before) and before != 1:
        raise RuntimeError(
            f"einsum(): subscript {label} has size {size} for operand {i} which does not broadcast "
            f"with previously seen size {before}"
        )
    seen[label] = max(before, size)


def _contracted(operands: list[Any], kept: int, n: int) -> Any:
    """Multiply aligned operands from left to right, and sum over all dimensions after `kept`."""
    if len(operands) == 1:
        return sum(operands[0], tuple(range(kept, n))) if n > kept else operands[0]
    counts = [len([o for o in operands if o._data.shape[d] != 1]) for d in range(n)]
    first, *rest = operands
    for second in rest:
        summed: list[int] = []
        alone: tuple[list[int], list[int]] = ([], [])
        for d in range(kept, n):
            a, b = first._data.shape[d] != 1, second._data.shape[d] != 1
            if a and b:
                counts[d] -= 1
                if counts[d] == 1:
                    summed.append(d)
                    counts[d] = 0
            elif counts[d] == 1 and (a or b):
                alone[0 if a else 1].append(d)
                counts[d] = 0
        if alone[0]:
            first = sum(first, alone[0], True)
        if alone[1]:
            second = sum(second, alone[1], True)
        first = _pair(first, second, summed)
    return view(first, first._data.shape[:kept]) if n > kept else first


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
        a = a if m == 1 else reshape(a, (inner,))
        b = b if n == 1 else reshape(b, (inner,))
        return view(dot(a, b), ())
    rows = prod([a._data.shape[i] for i in range(len(free_a))])
    columns = prod([b._data.shape[len(db) + i] for i in range(len(free_b))])
    return view(mm(reshape(a, (rows, inner)), reshape(b, (inner, columns))), shape)


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

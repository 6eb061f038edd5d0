"""Rows of a matrix looked up by number."""

from __future__ import annotations

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.errors import explained
from engine.graph.versions import mutated
from engine.registry import exported, operator
from engine.tensor import Tensor
from engine.views.inplace import write


def _shares(indices: Array, padding: int, by_frequency: bool) -> Array | None:
    """Return what part of its gradient each looked-up row passes on, or None if all of it."""
    if padding < 0 and not by_frequency:
        return None
    shares = np.where(indices == padding, 0.0, 1.0)
    if by_frequency and indices.size:
        shares = shares / np.bincount(indices.reshape(-1))[indices]
    return shares[..., None]


def _check_indices(indices: Array) -> None:
    if indices.dtype not in (np.int64, np.int32):
        name = TYPE_NAMES[indices.dtype.name]
        shown = "CPUBoolType" if name == "Bool" else f"torch.{name}Tensor"
        raise RuntimeError(
            "Expected tensor for argument #1 'indices' to have one of the following scalar types: "
            f"Long, Int; but got {shown} instead (while checking arguments for embedding)"
        )


@operator(
    batch="any place",
    name="_embedding",
    grad_fn="EmbeddingBackward0",
    saves=("indices",),
    nondifferentiable=("indices",),
    rules={
        "weight": lambda grad, weight_shape, indices, padding, by_frequency: _embedding_backward(
            grad, indices, weight_shape, padding, by_frequency
        )
    },
)
def _embedding(weight: Array, indices: Array, padding: int, by_frequency: bool) -> Array:
    """The rows of the weight at the indices."""
    if weight.ndim != 2:
        raise RuntimeError("'weight' must be 2-D")
    _check_indices(indices)
    if np.any((indices < 0) | (indices >= weight.shape[0])):
        raise explained(
            IndexError("index out of range in self"),
            notes=(f"there are {weight.shape[0]} rows, numbered from 0",),
        )
    return np.take(weight, indices, 0)


@operator(
    name="_embedding_backward",
    grad_fn="EmbeddingDenseBackwardBackward0",
    nondifferentiable=("indices",),
    rules={
        "self": lambda grad, indices, padding, by_frequency: _shared_rows(
            grad, indices, padding, by_frequency
        )
    },
)
def _embedding_backward(
    self: Array, indices: Array, shape: tuple[int, ...], padding: int, by_frequency: bool
) -> Array:
    """Zeros of `shape` to which rows are added at the indices."""
    shares = _shares(indices, padding, by_frequency)
    rows = self if shares is None else (self * shares).astype(self.dtype)
    out = np.zeros(shape, self.dtype)
    np.add.at(out, indices, rows)
    return out


@operator(
    name="_shared_rows",
    nondifferentiable=("indices",),
    rules={
        "self": lambda grad, self_shape, indices, padding, by_frequency: _embedding_backward(
            grad, indices, self_shape, padding, by_frequency
        )
    },
)
def _shared_rows(self: Array, indices: Array, padding: int, by_frequency: bool) -> Array:
    """The rows at the indices, times what part of a gradient they pass on."""
    shares = _shares(indices, padding, by_frequency)
    rows = np.take(self, indices, 0)
    return rows if shares is None else (rows * shares).astype(self.dtype)


def _renormalize(weight: Tensor, indices: Tensor, max_norm: float, norm_type: float) -> None:
    """Shorten, in place, the rows at the indices whose norm is larger than `max_norm`."""
    table = weight._data
    if table.ndim != 2:
        raise RuntimeError(
            f"Expected 2-dimensional tensor, but got {table.ndim}-dimensional tensor for argument "
            "#1 'self' (while checking arguments for embedding_renorm_)"
        )
    if table.dtype.kind not in "fc":
        raise RuntimeError(
            "norm(): input dtype should be either floating point or complex. Got "
            f"{TYPE_NAMES[table.dtype.name]} instead."
        )
    chosen = np.unique(indices._data)
    if np.any((chosen < 0) | (chosen >= len(table))):
        raise IndexError("index out of range in self")
    rows = table[chosen]
    if norm_type == np.inf:
        norms = np.abs(rows).max(axis=1, keepdims=True)
    else:
        norms = (np.abs(rows) ** norm_type).sum(axis=1, keepdims=True) ** (1 / norm_type)
    changed = table.copy()
    changed[chosen] = np.where(norms > max_norm, rows * (max_norm / (norms + 1e-7)), rows)
    write(weight, changed)
    mutated(weight)


def _check_dense(sparse: bool) -> None:
    if sparse:
        raise explained(
            NotImplementedError("this calculator has no sparse gradients"),
            help="leave sparse=True out: the values are the same",
        )


@exported(
    "nn.functional",
    samples=(
        "embedding(i(3, 2), a(3, 2))",
        "embedding(i(3, 2, 2), a(3, 2))",
        "embedding(i(3), a(3, 2))",
    ),
)
def embedding(
    input: Tensor,
    weight: Tensor,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """Return the rows of a matrix at indices: shape (*) and (n, d) give (*, d).

    padding_idx: a row that gets no gradient. max_norm: rows with a larger norm (of `norm_type`) are
    shortened to it first, in place. scale_grad_by_freq: a row's gradient is divided by how often it
    was looked up.

    >>> import engine
    >>> rows = engine.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> engine.nn.functional.embedding(engine.tensor([1]), rows)
    tensor([[3., 4.]])
    """
    if padding_idx is not None:
        n = weight._data.shape[0]
        if not -n <= padding_idx < max(n, 1):
            raise AssertionError("Padding_idx must be within num_embeddings")
        padding_idx %= n
    _check_dense(sparse)
    if max_norm is not None:
        _renormalize(weight, input, max_norm, norm_type)
    for position, (name, value) in enumerate((("weight", weight), ("indices", input)), 1):
        if not isinstance(value, Tensor):
            raise not_a_tensor("embedding", name, position, value)
    padding = -1 if padding_idx is None else padding_idx
    return _embedding(weight, input, padding, bool(scale_grad_by_freq))  # type: ignore[no-any-return]


# -- rows of gradients ------------------------------------------------------------------------------


@operator(
    name="_rows",
    rules={"self": lambda grad, self_shape, indices: _summed_rows(grad, indices, self_shape)},
)
def _rows(self: Array, indices: Array) -> Array:
    """The rows at the indices."""
    return self[indices]


@operator(name="_summed_rows", rules={"self": lambda grad, indices: _rows(grad, indices)})
def _summed_rows(self: Array, indices: Array, shape: tuple[int, ...]) -> Array:
    """Zeros of `shape` to which rows are added at the indices."""
    out = np.zeros(shape, self.dtype)
    np.add.at(out, indices, self)
    return out

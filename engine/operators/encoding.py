"""Classes and positions as vectors, and padding."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.registry import exported, operator
from engine.tensor import Tensor, from_array


@exported("nn.functional", samples=("one_hot(i(3, 4), 3)", "one_hot(i(3, 2, 2))"))
def one_hot(input: Tensor, num_classes: int = -1) -> Tensor:
    """Return for each class its row of the unit matrix, as integers.

    num_classes: the length of the rows; -1 stands for the largest class plus one.

    >>> import engine
    >>> engine.nn.functional.one_hot(engine.tensor([0, 2]))
    tensor([[1, 0, 0],
            [0, 0, 1]])
    """
    classes = input._data
    if classes.dtype != np.int64:
        raise RuntimeError("one_hot is only applicable to index tensor of type LongTensor.")
    if not classes.size and num_classes <= 0:
        raise RuntimeError("Can not infer total number of classes from empty tensor.")
    if classes.size and classes.min() < 0:
        raise RuntimeError("Class values must be non-negative.")
    if num_classes == -1:
        num_classes = int(classes.max()) + 1
    elif classes.size and classes.max() >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")
    return from_array((classes[..., None] == np.arange(num_classes)).astype(np.int64))


@operator(
    name="_embedding",
    grad_fn="EmbeddingBackward0",
    rules={
        "weight": lambda grad, weight_shape, indices: _embedding_backward(
            grad, indices, weight_shape
        )
    },
)
def _embedding(weight: Array, indices: Array) -> Array:
    """The rows of the weight at the indices."""
    if indices.dtype not in (np.int64, np.int32):
        raise RuntimeError(
            "Expected tensor for argument #1 'indices' to have one of the following scalar types: "
            f"Long, Int; but got torch.{TYPE_NAMES[indices.dtype.name]}Tensor instead (while "
            "checking arguments for embedding)"
        )
    if np.any((indices < 0) | (indices >= weight.shape[0])):
        raise IndexError("index out of range in self")
    return weight[indices]


@operator(
    name="_embedding_backward",
    nondifferentiable=("indices",),
    rules={"self": lambda grad, indices: _embedding(grad, indices)},
)
def _embedding_backward(self: Array, indices: Array, shape: tuple[int, ...]) -> Array:
    """Zeros of `shape` to which rows are added at the indices."""
    out = np.zeros(shape, self.dtype)
    np.add.at(out, indices, self)
    return out


@exported(
    "nn.functional", samples=("embedding(i(3, 2), a(3, 2))", "embedding(i(3, 2, 2), a(3, 2))")
)
def embedding(input: Tensor, weight: Tensor, padding_idx: int | None = None) -> Tensor:
    """Return the rows of a matrix at indices: shape (*) and (n, d) give (*, d).

    padding_idx: a row that gets no gradient.

    >>> import engine
    >>> rows = engine.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> engine.nn.functional.embedding(engine.tensor([1]), rows)
    tensor([[3., 4.]])
    """
    if padding_idx is None:
        return _embedding(weight, input)  # type: ignore[no-any-return]
    n = weight._data.shape[0]
    if not -n <= padding_idx < n:
        raise AssertionError("Padding_idx must be within num_embeddings")
    return _padded_embedding(weight, input, padding_idx % n)  # type: ignore[no-any-return]


@operator(
    name="_padded_embedding",
    grad_fn="EmbeddingBackward0",
    rules={
        "weight": lambda grad, weight_shape, indices, padding: _embedding_backward(
            _but_padding(grad, indices, padding), indices, weight_shape
        )
    },
)
def _padded_embedding(weight: Array, indices: Array, padding: int) -> Array:
    """The rows of the weight at the indices, one of which gets no gradient."""
    return weight[indices]


@operator(
    name="_but_padding",
    nondifferentiable=("indices",),
    rules={"self": lambda grad, indices, padding: _but_padding(grad, indices, padding)},
)
def _but_padding(self: Array, indices: Array, padding: int) -> Array:
    """The rows, those at the padding index as zeros."""
    return np.where((indices == padding)[..., None], 0, self)


# -- padding ---------------------------------------------------------------------------------------


@operator(
    name="_constant_pad_nd",
    rules={"self": lambda grad, pad: _constant_pad_nd(grad, tuple([-n for n in pad]), 0)},
)
def _constant_pad_nd(self: Array, pad: tuple[int, ...], value: float) -> Array:
    """The array with `value` before and after it, pairs from the last dimension on; or cut off."""
    widths = [(0, 0)] * self.ndim
    for i in range(len(pad) // 2):
        widths[-1 - i] = (pad[2 * i], pad[2 * i + 1])
    kept = tuple(
        slice(max(-before, 0), n - max(-after, 0))
        for (before, after), n in zip(widths, self.shape, strict=True)
    )
    added = [(max(before, 0), max(after, 0)) for before, after in widths]
    return np.pad(self[kept], added, constant_values=value)


@exported(
    "nn.functional",
    samples=(
        "pad(a(2, 3), (1, 1))",
        "pad(a(2, 3), (1, 1, 2, 0), value=3.0)",
        "pad(a(2, 3), (-1, 1))",
    ),
)
def pad(input: Tensor, pad: Any, mode: str = "constant", value: float | None = None) -> Tensor:
    """Put a constant before and after a tensor, or cut off where a width is negative.

    pad: two widths a dimension, beginning with the last dimension.

    >>> import engine
    >>> engine.nn.functional.pad(engine.tensor([1, 2]), (1, 2))
    tensor([0, 1, 2, 0, 0])
    """
    widths = tuple(int(n) for n in pad)
    if mode != "constant":
        raise NotImplementedError(f"this calculator pads with constants only, not by '{mode}'")
    if len(widths) % 2:
        raise RuntimeError("Padding length must be divisible by 2")
    if len(widths) > 2 * input.dim():
        raise RuntimeError(
            "Padding length should be less than or equal to two times the input dimension but got "
            f"padding length {len(widths)} and input of dimension {input.dim()}"
        )
    return _constant_pad_nd(input, widths, 0 if value is None else value)  # type: ignore[no-any-return]

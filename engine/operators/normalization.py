"""Normalising: by a norm, by mean and variance, by angle; and dropout."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine.convert import broadcast_error
from engine.dtypes import Array
from engine.operators.arithmetic import mul, true_divide
from engine.operators.casting import clone
from engine.operators.elementary import rsqrt
from engine.operators.norms import _vector_norm
from engine.operators.reduction import sum
from engine.operators.shape import expand
from engine.registry import exported, in_rules, operator
from engine.tensor import Tensor, from_array


@exported(
    "nn.functional",
    samples=("normalize(a(2, 3))", "normalize(a(2, 3), p=1, dim=0)", "normalize(a(3), dim=0)"),
)
def normalize(input: Tensor, p: float = 2.0, dim: int = 1, eps: float = 1e-12) -> Tensor:
    """Divide by the p-norm along a dimension, or by eps where the norm is smaller.

    >>> import engine
    >>> engine.nn.functional.normalize(engine.tensor([3.0, 4.0]), dim=0)
    tensor([0.6000, 0.8000])
    """
    norm = _vector_norm(input, p, dim, True, None)
    return true_divide(input, expand(norm.clamp_min(eps), input._data.shape))  # type: ignore[no-any-return]


@exported(
    "torch",
    "nn.functional",
    samples=(
        "cosine_similarity(a(2, 3), a(2, 3))",
        "cosine_similarity(a(3), a(3), dim=0)",
        "cosine_similarity(a(2, 3), a(3), dim=-1)",
    ),
)
def cosine_similarity(x1: Tensor, x2: Tensor, dim: int = 1, eps: float = 1e-8) -> Tensor:
    """Return the cosine of the angle between vectors along a dimension.

    >>> import engine
    >>> engine.cosine_similarity(engine.tensor([1.0, 0.0]), engine.tensor([1.0, 1.0]), dim=0)
    tensor(0.7071)
    """
    wrong = broadcast_error(x1._data.shape, x2._data.shape)
    if wrong is not None:
        raise wrong
    shape = np.broadcast_shapes(x1._data.shape, x2._data.shape)
    if x1._data.shape != x2._data.shape:
        x1, x2 = expand(x1, shape), expand(x2, shape)
    directions = []
    for x in (x1, x2):
        norm = clone(_vector_norm(x, 2, dim, True, None))
        # As in PyTorch, the lower bound of the norm has no part in the derivative.
        norm._data = np.maximum(norm._data, eps)
        directions.append(true_divide(x, norm))
    if not shape:
        return mul(*directions)  # type: ignore[no-any-return]
    return sum(mul(*directions), dim)  # type: ignore[no-any-return]


def _standardized(self: Array, dims: tuple[int, ...], eps: float) -> tuple[Array, Array]:
    """Return (x - mean) / σ over dimensions, and 1 / σ with σ² = variance + eps."""
    count = prod([self.shape[d] for d in dims])
    centred = self - np.add.reduce(self, axis=dims, keepdims=True) / count
    variance = np.add.reduce(centred * centred, axis=dims, keepdims=True) / count
    inverse = 1 / np.sqrt(variance + eps)
    return centred * inverse, inverse


@operator(
    name="_layer_norm",
    grad_fn="NativeLayerNormBackward0",
    operands=("weight", "bias"),
    wraps_numbers=True,
    rules={
        "self": lambda grad, self, shape, weight, eps: _standardized_back(
            grad if weight is None else grad * weight,
            _centred(self, len(shape)),
            len(shape),
            eps,
        ),
        "weight": lambda grad, self, shape, eps: grad * _standard(self, len(shape), eps),
        "bias": lambda grad: grad,
    },
)
def _layer_norm(self: Array, shape: tuple[int, ...], weight: Any, bias: Any, eps: float) -> Array:
    """x standardised over the last dimensions, times the weight plus the bias."""
    out, _ = _standardized(self, tuple(range(self.ndim - len(shape), self.ndim)), eps)
    if weight is not None:
        out = out * weight
    return out if bias is None else out + bias


@in_rules
def _last_mean(x: Any, count: int) -> Any:
    """Return the mean over the last `count` dimensions, which are kept."""
    dims = tuple(range(-count, 0))
    size = 1
    for n in x.shape[-count:]:
        size *= n
    return sum(x, dims, True) / size


@in_rules
def _centred(x: Any, count: int) -> Any:
    return x - _last_mean(x, count)


@in_rules
def _standard(x: Any, count: int, eps: float) -> Any:
    """Return x with mean 0 and variance 1 over its last dimensions."""
    centred = _centred(x, count)
    return centred * rsqrt(_last_mean(centred * centred, count) + eps)


@in_rules
def _standardized_back(grad: Any, centred: Any, count: int, eps: float) -> Any:
    """With s = 1 / σ and y = s (x - mean): s (g - mean(g) - y mean(g y))."""
    inverse = rsqrt(_last_mean(centred * centred, count) + eps)
    y = centred * inverse
    return inverse * (grad - _last_mean(grad, count) - y * _last_mean(grad * y, count))


@exported(
    "nn.functional",
    samples=(
        "layer_norm(a(2, 3), (3,))",
        "layer_norm(a(2, 3), (3,), a(3), a(3))",
        "layer_norm(a(2, 3), [2, 3], a(2, 3))",
        "layer_norm(a(2, 2, 4), (2, 4), None, a(2, 4), 0.1)",
    ),
)
def layer_norm(
    input: Tensor,
    normalized_shape: Any,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Bring the last dimensions to mean 0 and variance 1, then multiply and add.

    y = (x - mean) / sqrt(variance + eps) * weight + bias, the variance being that of the population:
    https://arxiv.org/abs/1607.06450

    normalized_shape: the sizes of the dimensions; weight and bias have this shape.

    >>> import engine
    >>> engine.nn.functional.layer_norm(engine.tensor([1.0, 3.0]), (2,))
    tensor([-1.0000,  1.0000])
    """
    if not isinstance(normalized_shape, (tuple, list)):
        raise TypeError(
            "layer_norm(): argument 'normalized_shape' (position 2) must be tuple of ints, not "
            f"{type(normalized_shape).__name__}"
        )
    shape = tuple(int(n) for n in normalized_shape)
    own = input._data.shape
    if not shape:
        raise RuntimeError(
            "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one "
            "element, but got normalized_shape = []"
        )
    for name, value in (("weight", weight), ("bias", bias)):
        if value is not None and value._data.shape != shape:
            raise RuntimeError(
                f"Expected {name} to be of same shape as normalized_shape, but got {name} of shape "
                f"{list(value._data.shape)} and normalized_shape = {list(shape)}"
            )
    if own[-len(shape) :] != shape:
        sizes = ", ".join(map(str, shape))
        raise RuntimeError(
            f"Given normalized_shape={list(shape)}, expected input with shape [*, {sizes}], but "
            f"got input of size{list(own)}"
        )
    return _layer_norm(input, shape, weight, bias, eps)  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    samples=("dropout(a(2, 3), 0.3, False)", "dropout(a(2, 3), 0.0)", "dropout(a(2), 1.0)"),
)
def dropout(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """Set each element to 0 with probability p, and divide the others by 1 - p, in training.

    https://jmlr.org/papers/v15/srivastava14a.html

    >>> import engine
    >>> engine.nn.functional.dropout(engine.tensor([1.0, 2.0]), 0.5, training=False)
    tensor([1., 2.])
    """
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    data = input._data
    if p == 0 or not training or not data.size:
        return input
    if p == 1:
        noise: Array = data.dtype.type(0)
    else:
        from engine.random.generator import bernoulli

        noise = bernoulli(1 - p, data.shape, data.dtype) / data.dtype.type(1 - p)
    if inplace:
        return input.mul_(from_array(noise))  # type: ignore[no-any-return]
    return mul(input, from_array(noise))  # type: ignore[no-any-return]

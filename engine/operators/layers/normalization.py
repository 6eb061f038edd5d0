"""Normalising vectors: by a norm, by mean and variance, by root mean square, by angle."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from engine.arguments import check_tensors
from engine.convert import broadcast_error, not_a_tensor
from engine.dtypes import Array
from engine.modes import no_grad
from engine.operators.arithmetic import mul, true_divide
from engine.operators.casting import clone
from engine.operators.elementary import pow, rsqrt
from engine.operators.layers.standardizing import _check_mixed, _standard, _standardized_back
from engine.operators.masks import _not_implemented
from engine.operators.norms import _vector_norm
from engine.operators.reduction import mean, sum
from engine.operators.scalars import add_number
from engine.operators.shape import expand
from engine.registry import exported, operator
from engine.tensor import Tensor


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
    for position, (name, value) in enumerate((("x1", x1), ("x2", x2)), 1):
        if not isinstance(value, Tensor):
            raise not_a_tensor("cosine_similarity", name, position, value)
    wrong = broadcast_error(x1._data.shape, x2._data.shape)
    if wrong is not None:
        raise wrong
    shape = np.broadcast_shapes(x1._data.shape, x2._data.shape)
    if x1._data.shape != x2._data.shape:
        x1, x2 = expand(x1, shape), expand(x2, shape)
    directions = []
    for x in (x1, x2):
        norm = clone(_vector_norm(x, 2, dim, True, None))
        with no_grad():  # as in PyTorch, the lower bound of the norm has no part in the derivative
            norm.clamp_min_(eps)
        directions.append(true_divide(x, norm))
    if not shape:
        return mul(*directions)  # type: ignore[no-any-return]
    return sum(mul(*directions), dim)  # type: ignore[no-any-return]


@operator(
    batch="layer norm",
    name="_layer_norm",
    grad_fn="NativeLayerNormBackward0",
    operands=("weight", "bias"),
    wraps_numbers=True,
    rules={
        "self": lambda grad, self, dims, weight, eps: _standardized_back(
            grad if weight is None else grad * weight, self, dims, eps
        ),
        "weight": lambda grad, self, dims, eps: grad * _standard(self, dims, eps),
        "bias": lambda grad: grad,
    },
)
def _layer_norm(self: Array, dims: tuple[int, ...], weight: Any, bias: Any, eps: float) -> Array:
    """x standardised over the last dimensions, times the weight plus the bias."""
    if self.dtype.kind != "f":
        raise _not_implemented("LayerNormKernelImpl", self.dtype)
    _check_mixed(self, weight, bias)
    count = prod([self.shape[d] for d in dims])
    centred = self - np.add.reduce(self, axis=dims, keepdims=True) / count
    variance = np.add.reduce(centred * centred, axis=dims, keepdims=True) / count
    out = centred * (1 / np.sqrt(variance + eps))
    if weight is not None:
        out = out * weight
    return out if bias is None else out + bias


def _normalized_shape(
    function: str, input: Any, normalized_shape: Any, **parameters: Tensor | None
) -> tuple[int, ...]:
    """Return the sizes of the dimensions to normalise over, which the parameters have, too."""
    if not isinstance(input, Tensor):
        raise not_a_tensor(function, "input", 1, input)
    if not isinstance(normalized_shape, (tuple, list)):
        raise TypeError(
            f"{function}(): argument 'normalized_shape' (position 2) must be tuple of ints, not "
            f"{type(normalized_shape).__name__}"
        )
    shape = tuple(int(n) for n in normalized_shape)
    check_tensors(function, 3, **parameters)
    own = input._data.shape
    if not shape:
        raise RuntimeError(
            "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one "
            "element, but got normalized_shape = []"
        )
    for name, value in parameters.items():
        if value is not None and value._data.shape != shape:
            raise RuntimeError(
                f"Expected {name} to be of same shape as normalized_shape, but got {name} of shape "
                f"{list(value._data.shape)} and normalized_shape = {list(shape)}"
            )
    if own[-len(shape) :] != shape:
        sizes = ", ".join(map(str, shape))
        star = "*, " if function == "layer_norm" else "*"
        raise RuntimeError(
            f"Given normalized_shape={list(shape)}, expected input with shape [{star}{sizes}], but "
            f"got input of size{list(own)}"
        )
    return shape


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
    shape = _normalized_shape("layer_norm", input, normalized_shape, weight=weight, bias=bias)
    return _layer_norm(input, tuple(range(-len(shape), 0)), weight, bias, eps)  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    "torch",
    samples=(
        "rms_norm(a(2, 3), (3,))",
        "rms_norm(a(2, 3), [3], a(3))",
        "rms_norm(a(2, 3, 2), (3, 2), a(3, 2), 0.1)",
    ),
)
def rms_norm(
    input: Tensor, normalized_shape: Any, weight: Tensor | None = None, eps: float | None = None
) -> Tensor:
    """Divide by the root of the mean square over the last dimensions, then multiply.

    y = x / sqrt(mean(x²) + eps) * weight: https://arxiv.org/abs/1910.07467

    eps: the smallest step from 1 in the dtype, if not given.

    >>> import engine
    >>> engine.nn.functional.rms_norm(engine.tensor([3.0, 4.0, 5.0, 0.0]), (4,), eps=0.0)
    tensor([0.8485, 1.1314, 1.4142, 0.0000])
    """
    shape = _normalized_shape("rms_norm", input, normalized_shape, weight=weight)
    dtype = input._data.dtype
    if dtype.kind != "f":
        raise _not_implemented("rms_norm", dtype)
    if eps is None:
        eps = float(np.finfo(dtype).eps)
    squares = mean(pow(input, 2), tuple(range(-len(shape), 0)), True)
    out = mul(input, rsqrt(add_number(squares, eps)))
    return out if weight is None else mul(out, weight)  # type: ignore[no-any-return]

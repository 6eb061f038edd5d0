"""Normalising groups of channels, and each channel by its neighbours."""

from __future__ import annotations

from typing import Any

from engine.arguments import check_tensors
from engine.convert import type_name
from engine.dtypes import Array
from engine.operators.arithmetic import mul, true_divide
from engine.operators.casting import contiguous
from engine.operators.elementary import pow
from engine.operators.layers.averaging import avg_pool2d, avg_pool3d
from engine.operators.layers.batch_normalization import _check_batch
from engine.operators.layers.padding import pad
from engine.operators.layers.standardizing import (
    _affine,
    _by_channel,
    _check_mixed,
    _moments,
    _per_channel,
    _standard,
    _standardized_back,
)
from engine.operators.masks import _not_implemented
from engine.operators.shape import reshape, squeeze, unsqueeze, view
from engine.registry import exported, operator
from engine.tensor import Tensor


@operator(
    name="_group_norm",
    grad_fn="NativeGroupNormBackward0",
    operands=("weight", "bias"),
    wraps_numbers=True,
    rules={
        "self": lambda grad, self, self_shape, weight, shape, eps: reshape(
            _standardized_back(
                reshape(grad if weight is None else grad * _per_channel(weight, grad.ndim), shape),
                reshape(self, shape),
                (2,),
                eps,
            ),
            self_shape,
        ),
        "weight": lambda grad, self, self_shape, shape, eps: _by_channel(
            grad * reshape(_standard(reshape(self, shape), (2,), eps), self_shape)
        ),
        "bias": lambda grad: _by_channel(grad),
    },
)
def _group_norm(
    self: Array, weight: Any, bias: Any, shape: tuple[int, int, int], eps: float
) -> Array:
    """Each group of `shape` (N, groups, elements) standardised, times the weight plus the bias."""
    if self.dtype.kind != "f":
        raise _not_implemented("GroupNormKernelImpl", self.dtype)
    _check_mixed(self, weight, bias)
    if not self.size:
        return self.copy()
    n, groups, _ = shape
    by_group = (n, groups, self.shape[1] // groups) + (1,) * (self.ndim - 2)
    mean, variance = (
        m.reshape(n, groups, *(1,) * (self.ndim - 1)) for m in _moments(self.reshape(shape), (2,))
    )
    weight, bias = (None if p is None else p.reshape(1, *by_group[1:]) for p in (weight, bias))
    split = self.reshape(*by_group[:3], *self.shape[2:])
    return _affine(split, mean, variance, weight, bias, eps).reshape(self.shape)


@exported(
    "nn.functional",
    samples=(
        "group_norm(a(2, 4, 3), 2)",
        "group_norm(a(2, 6), 2, a(6), a(6))",
        "group_norm(a(1, 2, 2, 3), 1, a(2))",
        "group_norm(a(0, 4, 3), 2, a(4))",
    ),
)
def group_norm(
    input: Tensor,
    num_groups: int,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Bring groups of channels to mean 0 and variance 1, sample by sample, then multiply and add.

    input: (N, C, ...), C a multiple of `num_groups`; weight and bias: (C):
    https://arxiv.org/abs/1803.08494

    >>> import engine
    >>> engine.nn.functional.group_norm(engine.tensor([[1.0, 3.0]]), 1)
    tensor([[-1.0000,  1.0000]])
    """
    own = input.size()
    if input.dim() < 2:
        raise RuntimeError(
            f"Expected at least 2 dimensions for input tensor but received {len(own)}"
        )
    _check_batch([own[0] * own[1] // num_groups, num_groups, *own[2:]])
    if not isinstance(num_groups, int):
        raise TypeError(
            "group_norm(): argument 'num_groups' (position 2) must be int, not "
            f"{type_name(num_groups)}"
        )
    check_tensors("group_norm", 3, weight=weight, bias=bias)
    if num_groups <= 0:
        raise RuntimeError(f"Expected num groups to be greater than 0, got {num_groups}")
    if own[1] % num_groups:
        raise RuntimeError(
            "Expected number of channels in input to be divisible by num_groups, but got input of "
            f"shape {list(own)} and num_groups={num_groups}"
        )
    for name, value in (("weight", weight), ("bias", bias)):
        if value is not None and value._data.shape != (own[1],):
            shown = weight if weight is not None else value  # PyTorch shows the weight's for both
            raise RuntimeError(
                f"Expected {name} to be a vector of size equal to the number of channels in input, "
                f"but got {name} of shape {list(shown._data.shape)} and input of shape {list(own)}"
            )
    elements = 1
    for n in own[1:]:
        elements *= n
    shape = (own[0], num_groups, elements // num_groups)
    return _group_norm(contiguous(input), weight, bias, shape, eps)  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    samples=(
        "local_response_norm(a(1, 4, 3), 2)",
        "local_response_norm(a(2, 3, 2, 2), 3, 0.5, 0.75, 2.0)",
    ),
)
def local_response_norm(
    input: Tensor, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0
) -> Tensor:
    """Divide each channel by the strength of its neighbours at the same place.

    y = x / (k + alpha * mean(x² over `size` channels)) ** beta, for x of shape (N, C, ...).

    >>> import engine
    >>> x = engine.tensor([[[1.0], [2.0]]])
    >>> engine.nn.functional.local_response_norm(x, 1, alpha=1.0, beta=1.0)
    tensor([[[0.5000],
             [0.4000]]])
    """
    own = input.size()
    if input.dim() < 3:
        raise ValueError(
            "Expected 3D or higher dimensionality                          input "
            f"(got {len(own)} dimensions)"
        )
    if not input._data.size:
        return input
    squares = mul(input, input)
    before, after = size // 2, (size - 1) // 2
    if len(own) == 3:
        squares = pad(unsqueeze(squares, 1), (0, 0, before, after))
        means = squeeze(avg_pool2d(squares, (size, 1), stride=1), 1)
    else:
        squares = view(squares, (own[0], 1, own[1], own[2], -1))
        squares = pad(squares, (0, 0, 0, 0, before, after))
        means = view(squeeze(avg_pool3d(squares, (size, 1, 1), stride=1), 1), own)
    return true_divide(input, pow(means * alpha + k, beta))  # type: ignore[no-any-return]

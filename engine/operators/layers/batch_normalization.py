"""Normalising each channel over the batch, or over one sample, with running statistics."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.arguments import check_tensors
from engine.batched import Batched
from engine.convert import not_a_tensor, type_name
from engine.dtypes import TYPE_NAMES, Array
from engine.graph.versions import mutated
from engine.operators.arithmetic import add, mul
from engine.operators.casting import clone, contiguous
from engine.operators.indexing import getitem
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
from engine.operators.picking import _found
from engine.operators.repetition import repeat
from engine.operators.shape import reshape, view
from engine.registry import exported, in_rules, operator
from engine.shapes import wrap_dim
from engine.tensor import Tensor
from engine.views.inplace import write


@operator(
    name="_batch_norm",
    grad_fn="NativeBatchNormBackward0",
    operands=("weight", "bias"),
    wraps_numbers=True,
    rules={
        "self": lambda grad, self, weight, moments, training, eps: _batch_norm_back(
            grad if weight is None else grad * _per_channel(weight, grad.ndim),
            self,
            moments,
            training,
            eps,
        ),
        "weight": lambda grad, self, weight_shape, moments, training, eps: reshape(
            _by_channel(grad * _normalized(self, moments, training, eps)), weight_shape
        ),
        "bias": lambda grad, bias_shape: reshape(_by_channel(grad), bias_shape),
    },
)
def _batch_norm(
    self: Array, weight: Any, bias: Any, moments: tuple[Array, Array], training: bool, eps: float
) -> Array:
    """(x - mean) / sqrt(variance + eps) a channel, times the weight plus the bias.

    moments: mean and variance, in a shape that broadcasts; if training, those of the input.
    """
    if self.dtype.kind != "f":
        raise _not_implemented("batch_norm", self.dtype)
    shape = moments[0].shape
    weight, bias = (None if p is None else p.reshape(shape) for p in (weight, bias))
    return _affine(self, *moments, weight, bias, eps)


@in_rules
def _batch_norm_back(grad: Any, x: Any, moments: Any, training: bool, eps: float) -> Any:
    """Return the gradient for the input; given mean and variance are constants."""
    if training:
        return _standardized_back(grad, x, (0, *range(2, x.ndim)), eps)
    return grad * (moments[1] + eps) ** -0.5


@in_rules
def _normalized(x: Any, moments: Any, training: bool, eps: float) -> Any:
    """Return the input with mean 0 and variance 1, or what given moments make of it."""
    if training:
        return _standard(x, (0, *range(2, x.ndim)), eps)
    return (x - moments[0]) * (moments[1] + eps) ** -0.5


def _check_statistics(
    x: Array, parameters: dict[str, Tensor | None], training: bool, channels: int
) -> None:
    """Refuse parameters that do not fit the channels or the dtype, in PyTorch's words and order."""
    for name, value in parameters.items():
        if value is None:
            if not training and name.startswith("running"):
                raise RuntimeError(f"{name} must be defined in evaluation mode")
        elif value._data.size != channels:
            raise RuntimeError(f"{name} should contain {channels} elements not {value._data.size}")
    if (parameters["running_mean"] is None) != (parameters["running_var"] is None):
        raise ValueError("running_mean and running_var must either both be None or neither be None")
    for name in ("running_mean", "running_var"):
        value = parameters[name]
        if value is not None and value._fn is not None:
            raise RuntimeError(
                "The function 'native_batch_norm' is not differentiable with respect to argument "
                f"'{name}'. This input cannot have requires_grad True."
            )
    order = ("weight", "bias", "running_mean", "running_var")
    arrays = [None if (p := parameters[n]) is None else p._data for n in order]
    if x.dtype.kind != "f":
        raise _not_implemented("batch_norm", x.dtype)
    if parameters["weight"] is not None:
        _check_mixed(x, *arrays)
    for array in arrays:
        if array is not None and array.dtype != x.dtype:
            raise RuntimeError(
                f"expected scalar type {TYPE_NAMES[x.dtype.name]} but found "
                f"{TYPE_NAMES[array.dtype.name]}"
            )


def _follow(running: Tensor, batch: Array, momentum: float) -> None:
    """Move a running statistic towards that of a batch; PyTorch does not count this as a change."""
    array = running._data
    found = batch.reshape(array.shape) * momentum + array * (1 - momentum)
    array[...] = found.astype(array.dtype)


def _normalize_channels(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None,
    bias: Tensor | None,
    training: bool,
    momentum: float,
    eps: float,
) -> Tensor:
    x = input._data
    if training and x.size:
        wrap_dim(1, x.ndim)
    channels = x.shape[1] if x.ndim > 1 else 0  # what PyTorch reads of a vector's shape
    if not x.size:
        out = clone(input)
        out = out if weight is None else mul(out, getitem(weight, 0))
        return out if bias is None else add(out, getitem(bias, 0))
    parameters = {
        "running_mean": running_mean,
        "running_var": running_var,
        "weight": weight,
        "bias": bias,
    }
    _check_statistics(x, parameters, training, channels)
    if training:
        if running_mean is not None and x.__class__ is Batched:
            raise RuntimeError(
                "Batch norm got a batched tensor as input while the running_mean or running_var, "
                "which will be updated in place, were not batched.\nIf you are using a module and "
                "do not need eval mode, please set `track_running_stats` to be False.If you are "
                "using a prebuilt module and do not need eval mode, please see the functorch website "
                "for resources on how to patch your module to work with vmap"
            )
        mean, variance = _found(lambda a: _moments(a, (0, *range(2, a.ndim))), x)
        count = x.size // channels
        if running_mean is not None and running_var is not None:
            _follow(running_mean, mean, momentum)
            with np.errstate(divide="ignore", invalid="ignore"):
                unbiased = variance * count / (count - 1) if count > 1 else variance * np.nan
            _follow(running_var, unbiased, momentum)
    else:
        assert running_mean is not None
        assert running_var is not None
        shape = (1, channels) + (1,) * (x.ndim - 2)
        mean, variance = (r._data.reshape(shape).copy() for r in (running_mean, running_var))
    return _batch_norm(input, weight, bias, (mean, variance), training, eps)  # type: ignore[no-any-return]


def _check_call(name: str, input: Any, momentum: Any) -> None:
    if not isinstance(input, Tensor):
        raise not_a_tensor(name, "input", 1, input)
    if not isinstance(momentum, (int, float)):
        raise TypeError(
            f"{name}(): argument 'momentum' (position 7) must be float, not {type_name(momentum)}"
        )


@exported(
    "nn.functional",
    samples=(
        "batch_norm(a(4, 2), None, None, training=True)",
        "batch_norm(a(3, 2, 2), None, None, a(2), a(2), True)",
        "batch_norm(a(2, 3, 2, 2), p(3).detach(), p(3).detach(), a(3), a(3))",
        "batch_norm(a(2, 3), p(3).detach(), p(3).detach(), None, a(3))",
        "batch_norm(a(0, 3), None, None, a(3), a(3), True)",
    ),
)
def batch_norm(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Bring each channel to mean 0 and variance 1, then multiply and add.

    y = (x - mean) / sqrt(variance + eps) * weight + bias, for x of shape (N, C, ...); all else (C).
    In training, mean and variance are those of the batch, and the running ones move towards them by
    the share `momentum`, in place; else the running ones count: https://arxiv.org/abs/1502.03167

    >>> import engine
    >>> x = engine.tensor([[1.0], [3.0]])
    >>> engine.nn.functional.batch_norm(x, None, None, training=True)
    tensor([[-1.0000],
            [ 1.0000]])
    """
    if training:
        _check_batch(input.size())
        if eps <= 0.0:
            raise ValueError(f"batch_norm eps must be positive during training, but got {eps}")
    elif eps < 0.0:
        raise ValueError(f"batch_norm eps must be non-negative, but got {eps}")
    _check_call("batch_norm", input, momentum)
    check_tensors("batch_norm", 2, weight=weight, bias=bias)
    check_tensors("batch_norm", 4, running_mean=running_mean, running_var=running_var)
    statistics = (running_mean, running_var)
    return _normalize_channels(input, *statistics, weight, bias, training, momentum, eps)


def _check_batch(size: Any) -> None:
    """Refuse a batch of one element a channel: its variance is nothing to divide by."""
    count = size[0]
    for n in size[2:]:
        count *= n
    if count == 1:
        raise ValueError(
            f"Expected more than 1 value per channel when training, got input size {size}"
        )


@exported(
    "nn.functional",
    samples=(
        "instance_norm(a(2, 3, 4))",
        "instance_norm(a(2, 2, 3, 2), weight=a(2), bias=a(2))",
        "instance_norm(a(2, 2, 3), p(2).detach(), p(2).detach(), a(2), a(2), False)",
    ),
)
def instance_norm(
    input: Tensor,
    running_mean: Tensor | None = None,
    running_var: Tensor | None = None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Bring each channel of each sample to mean 0 and variance 1, then multiply and add.

    As `batch_norm`, but over one sample's elements: https://arxiv.org/abs/1607.08022

    >>> import engine
    >>> engine.nn.functional.instance_norm(engine.tensor([[[1.0, 3.0]]]))
    tensor([[[-1.0000,  1.0000]]])
    """
    if use_input_stats:
        size = input.size()
        count = 1
        for n in size[2:]:
            count *= n
        if count == 1:
            raise ValueError(
                f"Expected more than 1 spatial element when training, got input size {size}"
            )
    _check_call("instance_norm", input, momentum)
    check_tensors("instance_norm", 2, weight=weight, bias=bias)
    check_tensors("instance_norm", 4, running_mean=running_mean, running_var=running_var)
    x = input._data
    if not use_input_stats and running_mean is None:
        raise RuntimeError(
            "Expected running_mean and running_var to be defined when use_input_stats is false"
        )
    samples, channels = x.shape[0], x.shape[wrap_dim(1, x.ndim)]
    weight, bias, mean, variance = (
        None if p is None else repeat(p, samples) for p in (weight, bias, running_mean, running_var)
    )
    joined = view(contiguous(input), (1, samples * channels, *x.shape[2:]))
    options = (weight, bias, use_input_stats, momentum, eps)
    out = _normalize_channels(joined, mean, variance, *options)
    for running, found in ((running_mean, mean), (running_var, variance)):
        if running is not None and found is not None:
            write(running, found._data.reshape(samples, channels).mean(axis=0))
            mutated(running)
    return view(out, x.shape)  # type: ignore[no-any-return]

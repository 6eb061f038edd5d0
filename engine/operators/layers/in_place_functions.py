"""Activations that change their argument: `F.relu_`, `F.elu_`, ..., for `inplace=True`."""

from __future__ import annotations

from engine.operators import piecewise
from engine.operators.layers import functional
from engine.registry import exported
from engine.tensor import Tensor


@exported("nn.functional", "torch")
def relu_(input: Tensor) -> Tensor:
    """Replace what is negative by 0, in place."""
    return functional.relu(input, True)


@exported("nn.functional")
def leaky_relu_(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """`leaky_relu` in place."""
    return piecewise.leaky_relu(input, negative_slope, True)


@exported("nn.functional")
def elu_(input: Tensor, alpha: float = 1.0) -> Tensor:
    """`elu` in place."""
    return piecewise.elu(input, alpha, True)


@exported("nn.functional", "torch")
def celu_(input: Tensor, alpha: float = 1.0) -> Tensor:
    """`celu` in place."""
    return piecewise.celu(input, alpha, True)


@exported("nn.functional", "torch")
def selu_(input: Tensor) -> Tensor:
    """`selu` in place."""
    return piecewise.selu(input, True)


@exported("nn.functional")
def hardtanh_(input: Tensor, min_val: float = -1.0, max_val: float = 1.0) -> Tensor:
    """`hardtanh` in place."""
    return piecewise.hardtanh(input, min_val, max_val, True)


@exported("nn.functional", "torch")
def threshold_(input: Tensor, threshold: float, value: float) -> Tensor:
    """`threshold` in place."""
    return piecewise.threshold(input, threshold, value, True)

"""Linear layers: Identity, Linear, Bilinear."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.creation import _device, _sizes, _type
from engine.nn import functional, init
from engine.nn.modules.module import Module
from engine.tensor import Parameter, Tensor, from_array

__all__ = ["Bilinear", "Identity", "Linear"]

F: Any = functional


def zeros(*shape: int, device: Any = None, dtype: Any = None) -> Tensor:
    """Return a tensor of zeros; observers do not hear of it, as no line of a script has made it."""
    _device(device)
    return from_array(np.zeros(_sizes((shape,), "empty"), _type(dtype)))


def parameter(*shape: int, device: Any = None, dtype: Any = None) -> Parameter:
    """Return a parameter of a shape, to be filled by `reset_parameters`."""
    return Parameter(zeros(*shape, device=device, dtype=dtype))


def reset_weight_and_bias(weight: Tensor, bias: Tensor | None) -> None:
    """Draw the first values of a linear or convolution layer, both uniform in ±1/sqrt(fan in)."""
    init.kaiming_uniform_(weight, a=math.sqrt(5))
    if bias is not None:
        fan_in, _ = init.fans(weight)
        bound = 1 / math.sqrt(fan_in) if fan_in > 0 else 0
        init.uniform_(bias, -bound, bound)


class Identity(Module):
    """Returns its input, whatever arguments it is made with.

    >>> Identity(54, unused=True)
    Identity()
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def forward(self, input: Any) -> Any:
        """Return the input."""
        return input


class Linear(Module):
    """Computes x Wᵀ + b, with `weight` W of shape (out, in) and `bias` b of shape (out).

    >>> Linear(2, 3)
    Linear(in_features=2, out_features=3, bias=True)
    """

    in_features: int
    out_features: int
    weight: Parameter
    bias: Parameter | None

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = parameter(out_features, in_features, device=device, dtype=dtype)
        self.register_parameter(
            "bias", parameter(out_features, device=device, dtype=dtype) if bias else None
        )
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw new values for the parameters."""
        reset_weight_and_bias(self.weight, self.bias)

    def forward(self, input: Tensor) -> Any:
        """Return x Wᵀ + b for inputs of shape (..., in)."""
        return F.linear(input, self.weight, self.bias)

    def extra_repr(self) -> str:
        """Return the sizes."""
        return (
            f"in_features={self.in_features}, out_features={self.out_features}, "
            f"bias={self.bias is not None}"
        )


class Bilinear(Module):
    """Computes x₁ᵀ W x₂ + b, with `weight` W of shape (out, in1, in2) and `bias` b of shape (out)."""

    in1_features: int
    in2_features: int
    out_features: int
    weight: Parameter
    bias: Parameter | None

    def __init__(
        self,
        in1_features: int,
        in2_features: int,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.in1_features = in1_features
        self.in2_features = in2_features
        self.out_features = out_features
        self.weight = parameter(
            out_features, in1_features, in2_features, device=device, dtype=dtype
        )
        self.register_parameter(
            "bias", parameter(out_features, device=device, dtype=dtype) if bias else None
        )
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw new values for the parameters."""
        if self.in1_features <= 0:
            raise ValueError(
                f"in1_features must be > 0, but got (in1_features={self.in1_features})"
            )
        bound = 1 / math.sqrt(self.in1_features)
        init.uniform_(self.weight, -bound, bound)
        if self.bias is not None:
            init.uniform_(self.bias, -bound, bound)

    def forward(self, input1: Tensor, input2: Tensor) -> Any:
        """Return x₁ᵀ W x₂ + b for inputs of shapes (..., in1) and (..., in2)."""
        return F.bilinear(input1, input2, self.weight, self.bias)

    def extra_repr(self) -> str:
        """Return the sizes."""
        return (
            f"in1_features={self.in1_features}, in2_features={self.in2_features}, "
            f"out_features={self.out_features}, bias={self.bias is not None}"
        )

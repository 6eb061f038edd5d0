"""Activation functions of single elements as modules."""

from __future__ import annotations

from typing import Any

from engine.nn import functional, init
from engine.nn.modules.linear import parameter
from engine.nn.modules.module import Module
from engine.nn.modules.template import Template
from engine.operators import activation, elementary
from engine.tensor import Parameter, Tensor
from engine.warn import warn

__all__ = [
    "CELU",
    "ELU",
    "GELU",
    "SELU",
    "Hardshrink",
    "Hardsigmoid",
    "Hardswish",
    "Hardtanh",
    "LeakyReLU",
    "LogSigmoid",
    "Mish",
    "PReLU",
    "RReLU",
    "ReLU",
    "ReLU6",
    "SiLU",
    "Sigmoid",
    "Softplus",
    "Softshrink",
    "Softsign",
    "Tanh",
    "Tanhshrink",
    "Threshold",
]

F: Any = functional


def _with_inplace(text: str, inplace: bool) -> str:
    """Return a module's text with "inplace=True" where that is so."""
    return ", ".join(part for part in (text, "inplace=True" if inplace else "") if part)


class _InPlace(Template):
    """An activation without parameters that can put its result in the place of its input."""

    inplace: bool

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def extra_repr(self) -> str:
        """Return "inplace=True" if it works in place."""
        return _with_inplace("", self.inplace)


class ReLU(_InPlace):
    """max(x, 0).

    >>> ReLU(), ReLU(inplace=True)
    (ReLU(), ReLU(inplace=True))
    """

    def forward(self, input: Tensor) -> Any:
        """Return max(x, 0)."""
        return F.relu(input, self.inplace) if self.inplace else activation.relu(input)


class SiLU(_InPlace):
    """x · sigmoid(x)."""

    def forward(self, input: Tensor) -> Any:
        """Return x · sigmoid(x)."""
        return F.silu(input, self.inplace)


class Mish(_InPlace):
    """x · tanh(softplus(x))."""

    def forward(self, input: Tensor) -> Any:
        """Return x · tanh(softplus(x))."""
        return F.mish(input, self.inplace)


class SELU(_InPlace):
    """The scaled exponential linear unit."""

    def forward(self, input: Tensor) -> Any:
        """Return scale · (max(x, 0) + min(alpha · (exp(x) - 1), 0))."""
        return F.selu(input, self.inplace)


class Hardsigmoid(_InPlace):
    """clamp(x / 6 + 1 / 2, 0, 1)."""

    def forward(self, input: Tensor) -> Any:
        """Return clamp(x / 6 + 1 / 2, 0, 1)."""
        return F.hardsigmoid(input, self.inplace)

    def extra_repr(self) -> str:
        """Return nothing, as PyTorch."""
        return ""


class Hardswish(_InPlace):
    """x · clamp(x / 6 + 1 / 2, 0, 1)."""

    def forward(self, input: Tensor) -> Any:
        """Return x · clamp(x / 6 + 1 / 2, 0, 1)."""
        return F.hardswish(input, self.inplace)

    def extra_repr(self) -> str:
        """Return nothing, as PyTorch."""
        return ""


class _Alpha(Template):
    """An exponential linear unit with a scale."""

    alpha: float
    inplace: bool

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace

    def extra_repr(self) -> str:
        """Return the scale."""
        return _with_inplace(f"alpha={self.alpha}", self.inplace)


class ELU(_Alpha):
    """x where it is positive, else alpha · (exp(x) - 1)."""

    def forward(self, input: Tensor) -> Any:
        """Return x where it is positive, else alpha · (exp(x) - 1)."""
        return F.elu(input, self.alpha, self.inplace)


class CELU(_Alpha):
    """x where it is positive, else alpha · (exp(x / alpha) - 1)."""

    def forward(self, input: Tensor) -> Any:
        """Return x where it is positive, else alpha · (exp(x / alpha) - 1)."""
        return F.celu(input, self.alpha, self.inplace)


class LeakyReLU(Module):
    """x where it is positive, else negative_slope · x."""

    negative_slope: float
    inplace: bool

    def __init__(self, negative_slope: float = 0.01, inplace: bool = False) -> None:
        super().__init__()
        self.negative_slope = negative_slope
        self.inplace = inplace

    def forward(self, input: Tensor) -> Any:
        """Return x where it is positive, else negative_slope · x."""
        return F.leaky_relu(input, self.negative_slope, self.inplace)

    def extra_repr(self) -> str:
        """Return the slope."""
        return _with_inplace(f"negative_slope={self.negative_slope}", self.inplace)


class Threshold(Module):
    """x where it is above `threshold`, else `value`."""

    threshold: float
    value: float
    inplace: bool

    def __init__(self, threshold: float, value: float, inplace: bool = False) -> None:
        super().__init__()
        self.threshold = threshold
        self.value = value
        self.inplace = inplace

    def forward(self, input: Tensor) -> Any:
        """Return x where it is above the threshold, else the value."""
        return F.threshold(input, self.threshold, self.value, self.inplace)

    def extra_repr(self) -> str:
        """Return threshold and value."""
        return _with_inplace(f"threshold={self.threshold}, value={self.value}", self.inplace)


class RReLU(Module):
    """x where it is positive, else x times a slope drawn from [lower, upper] (in evaluation: middle)."""

    lower: float
    upper: float
    inplace: bool

    def __init__(
        self, lower: float = 1.0 / 8, upper: float = 1.0 / 3, inplace: bool = False
    ) -> None:
        super().__init__()
        self.lower = lower
        self.upper = upper
        self.inplace = inplace

    def forward(self, input: Tensor) -> Any:
        """Return x where it is positive, else x times a slope."""
        return F.rrelu(input, self.lower, self.upper, self.training, self.inplace)

    def extra_repr(self) -> str:
        """Return the bounds of the slope."""
        return _with_inplace(f"lower={self.lower}, upper={self.upper}", self.inplace)


class Hardtanh(Module):
    """clamp(x, min_val, max_val)."""

    min_val: float
    max_val: float
    inplace: bool

    def __init__(
        self,
        min_val: float = -1.0,
        max_val: float = 1.0,
        inplace: bool = False,
        min_value: float | None = None,
        max_value: float | None = None,
    ) -> None:
        super().__init__()
        for old, new, given in (
            ("min_value", "min_val", min_value),
            ("max_value", "max_val", max_value),
        ):
            if given is not None:
                warn(
                    f"keyword argument `{old}` is deprecated and renamed to `{new}`",
                    FutureWarning,
                )
        self.min_val = min_val if min_value is None else min_value
        self.max_val = max_val if max_value is None else max_value
        self.inplace = inplace
        if self.max_val <= self.min_val:
            raise AssertionError(
                f"max_val ({self.max_val}) must be greater than min_val ({self.min_val})"
            )

    def forward(self, input: Tensor) -> Any:
        """Return clamp(x, min_val, max_val)."""
        return F.hardtanh(input, self.min_val, self.max_val, self.inplace)

    def extra_repr(self) -> str:
        """Return the bounds."""
        return _with_inplace(f"min_val={self.min_val}, max_val={self.max_val}", self.inplace)


class ReLU6(Hardtanh):
    """clamp(x, 0, 6)."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__(0.0, 6.0, inplace)

    def extra_repr(self) -> str:
        """Return "inplace=True" if it works in place."""
        return _with_inplace("", self.inplace)


class Sigmoid(Module):
    """1 / (1 + exp(-x))."""

    def forward(self, input: Tensor) -> Any:
        """Return 1 / (1 + exp(-x))."""
        return activation.sigmoid(input)


class Tanh(Module):
    """The hyperbolic tangent."""

    def forward(self, input: Tensor) -> Any:
        """Return tanh(x)."""
        return elementary.tanh(input)


class LogSigmoid(Module):
    """-log(1 + exp(-x))."""

    def forward(self, input: Tensor) -> Any:
        """Return -log(1 + exp(-x))."""
        return F.logsigmoid(input)


class Softsign(Module):
    """x / (1 + |x|)."""

    def forward(self, input: Tensor) -> Any:
        """Return x / (1 + |x|)."""
        return F.softsign(input)


class Tanhshrink(Module):
    """x - tanh(x)."""

    def forward(self, input: Tensor) -> Any:
        """Return x - tanh(x)."""
        return F.tanhshrink(input)


class _Shrink(Template):
    lambd: float

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        self.lambd = lambd

    def extra_repr(self) -> str:
        """Return the bound."""
        return f"{self.lambd}"


class Hardshrink(_Shrink):
    """x where |x| > lambd, else 0."""

    def forward(self, input: Tensor) -> Any:
        """Return x where |x| > lambd, else 0."""
        return F.hardshrink(input, self.lambd)


class Softshrink(_Shrink):
    """x moved towards 0 by lambd, and 0 where that goes past it."""

    def forward(self, input: Tensor) -> Any:
        """Return x moved towards 0 by lambd."""
        return F.softshrink(input, self.lambd)


class Softplus(Module):
    """log(1 + exp(beta x)) / beta, and x where beta x is above the threshold."""

    beta: float
    threshold: float

    def __init__(self, beta: float = 1.0, threshold: float = 20.0) -> None:
        super().__init__()
        self.beta = beta
        self.threshold = threshold

    def forward(self, input: Tensor) -> Any:
        """Return log(1 + exp(beta x)) / beta."""
        return F.softplus(input, self.beta, self.threshold)

    def extra_repr(self) -> str:
        """Return beta and the threshold."""
        return f"beta={self.beta}, threshold={self.threshold}"


class GELU(Module):
    """x · Φ(x), Φ the normal distribution function, or its approximation with "tanh"."""

    approximate: str

    def __init__(self, approximate: str = "none") -> None:
        super().__init__()
        self.approximate = approximate

    def forward(self, input: Tensor) -> Any:
        """Return x · Φ(x)."""
        return F.gelu(input, approximate=self.approximate)

    def extra_repr(self) -> str:
        """Return which approximation is used."""
        return f"approximate={self.approximate!r}"


class PReLU(Module):
    """x where it is positive, else a · x, with `weight` a learned: one, or one a channel."""

    num_parameters: int
    weight: Parameter

    def __init__(
        self, num_parameters: int = 1, init: float = 0.25, device: Any = None, dtype: Any = None
    ) -> None:
        super().__init__()
        self.num_parameters = num_parameters
        self.init = init
        self.weight = parameter(num_parameters, device=device, dtype=dtype)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Set the weight to its first value."""
        init.constant_(self.weight, self.init)

    def forward(self, input: Tensor) -> Any:
        """Return x where it is positive, else a · x."""
        return F.prelu(input, self.weight)

    def extra_repr(self) -> str:
        """Return the number of parameters."""
        return f"num_parameters={self.num_parameters}"

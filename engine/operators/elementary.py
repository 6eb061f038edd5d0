"""Elementary functions: exponentials, logarithms, powers, trigonometric and hyperbolic functions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import Array
from engine.operators.comparison import _where, eq, ge, logical_and
from engine.operators.views import _zeros_of
from engine.registry import KERNELS, exported, in_rules, operator, reads
from engine.tensor import Tensor


@operator(
    shape="unary", ufunc=np.exp, promote="float", rules={"self": lambda grad, result: grad * result}
)
def exp(self: Array) -> Array:
    """Return e to the power of x.

    >>> import engine
    >>> engine.exp(engine.tensor([0.0, 1.0]))
    tensor([1.0000, 2.7183])
    """


@operator(
    shape="unary",
    ufunc=np.exp2,
    promote="float",
    rules={"self": lambda grad, result: grad * result * 0.6931471805599453},
)
def exp2(self: Array) -> Array:
    """Return 2 to the power of x; the derivative is 2^x ln 2."""


@operator(
    shape="unary",
    ufunc=np.expm1,
    promote="float",
    rules={"self": lambda grad, result: grad * (result + 1)},
)
def expm1(self: Array) -> Array:
    """Return e^x - 1, precise for small x."""


@operator(
    shape="unary", ufunc=np.log, promote="float", rules={"self": lambda grad, self: grad / self}
)
def log(self: Array) -> Array:
    """Return the natural logarithm.

    >>> import engine
    >>> engine.log(engine.tensor([1.0, 10.0]))
    tensor([0.0000, 2.3026])
    """


@operator(
    shape="unary",
    ufunc=np.log2,
    promote="float",
    rules={"self": lambda grad, self: grad / (self * 0.6931471805599453)},
)
def log2(self: Array) -> Array:
    """Return the logarithm to base 2; the derivative is 1 / (x ln 2)."""


@operator(
    shape="unary",
    ufunc=np.log10,
    promote="float",
    rules={"self": lambda grad, self: grad / (self * 2.302585092994046)},
)
def log10(self: Array) -> Array:
    """Return the logarithm to base 10; the derivative is 1 / (x ln 10)."""


@operator(
    shape="unary",
    ufunc=np.log1p,
    promote="float",
    grad_fn="Log1PBackward0",
    rules={"self": lambda grad, self: grad / (self + 1)},
)
def log1p(self: Array) -> Array:
    """Return log(1 + x), precise for small x."""


@operator(
    shape="unary",
    ufunc=np.sqrt,
    promote="float",
    rules={"self": lambda grad, result: grad / (2 * result)},
)
def sqrt(self: Array) -> Array:
    """Return the square root; the derivative 1 / (2 sqrt(x)) is infinite at 0.

    >>> import engine
    >>> engine.sqrt(engine.tensor([4.0, 2.0]))
    tensor([2.0000, 1.4142])
    """


@operator(
    shape="unary",
    promote="float",
    rules={"self": lambda grad, result: -0.5 * grad * (result * result * result)},
)
def rsqrt(self: Array) -> Array:
    """Return 1 / sqrt(x)."""
    return 1 / np.sqrt(self)


@operator(
    shape="unary",
    ufunc=np.sin,
    promote="float",
    rules={"self": lambda grad, self: grad * cos(self)},
)
def sin(self: Array) -> Array:
    """Return the sine of x in radians.

    >>> import engine
    >>> engine.sin(engine.tensor([0.0, 1.0]))
    tensor([0.0000, 0.8415])
    """


@operator(
    shape="unary",
    ufunc=np.cos,
    promote="float",
    rules={"self": lambda grad, self: grad * -sin(self)},
)
def cos(self: Array) -> Array:
    """Return the cosine of x in radians."""


@operator(
    shape="unary",
    ufunc=np.tan,
    promote="float",
    rules={"self": lambda grad, result: grad * (1 + result * result)},
)
def tan(self: Array) -> Array:
    """Return the tangent of x in radians; the derivative is 1 + tan²."""


@operator(
    shape="unary",
    ufunc=np.arcsin,
    promote="float",
    rules={"self": lambda grad, self: grad * rsqrt(-self * self + 1)},
)
def asin(self: Array) -> Array:
    """Return the inverse sine, in [-π/2, π/2]."""


@operator(
    shape="unary",
    ufunc=np.arccos,
    promote="float",
    rules={"self": lambda grad, self: grad * -rsqrt(-self * self + 1)},
)
def acos(self: Array) -> Array:
    """Return the inverse cosine, in [0, π]."""


@operator(
    shape="unary",
    ufunc=np.arctan,
    promote="float",
    rules={"self": lambda grad, self: grad / (self * self + 1)},
)
def atan(self: Array) -> Array:
    """Return the inverse tangent, in [-π/2, π/2]."""


@operator(
    batch="elementwise",
    promote="float",
    rules={
        "self": lambda grad, self, other: grad * (other / (self * self + other * other)),
        "other": lambda grad, self, other: grad * (-self / (self * self + other * other)),
    },
)
def atan2(self: Array, other: Array) -> Array:
    """Return the angle of the point (other, self), in [-π, π].

    >>> import engine
    >>> engine.atan2(engine.tensor([1.0]), engine.tensor([-1.0]))
    tensor([2.3562])
    """
    return np.arctan2(self, other)


@operator(
    shape="unary",
    ufunc=np.sinh,
    promote="float",
    rules={"self": lambda grad, self: grad * cosh(self)},
)
def sinh(self: Array) -> Array:
    """Return the hyperbolic sine."""


@operator(
    shape="unary",
    ufunc=np.cosh,
    promote="float",
    rules={"self": lambda grad, self: grad * sinh(self)},
)
def cosh(self: Array) -> Array:
    """Return the hyperbolic cosine."""


@operator(
    shape="unary",
    ufunc=np.tanh,
    promote="float",
    rules={"self": lambda grad, result: _tanh_backward(grad, result)},
)
def tanh(self: Array) -> Array:
    """Return the hyperbolic tangent; the derivative is 1 - tanh².

    >>> import engine
    >>> engine.tanh(engine.tensor([0.0, 1.0]))
    tensor([0.0000, 0.7616])
    """


@reads("grad_output * (1 - output * output)")
@operator(
    batch="elementwise",
    name="_tanh_backward",
    grad_fn="TanhBackwardBackward0",
    rules={
        "grad_output": lambda grad, output: _tanh_backward(grad, output),
        "output": lambda grad, grad_output, output: grad * grad_output * (-2 * output),
    },
)
def _tanh_backward(grad_output: Array, output: Array) -> Array:
    """The gradient of tanh; PyTorch, too, has a node of its own for it."""
    return grad_output * (1 - output * output)


@operator(
    shape="unary",
    ufunc=np.arcsinh,
    promote="float",
    rules={"self": lambda grad, self: grad * rsqrt(self * self + 1)},
)
def asinh(self: Array) -> Array:
    """Return the inverse hyperbolic sine."""


@operator(
    shape="unary",
    ufunc=np.arccosh,
    promote="float",
    rules={"self": lambda grad, self: grad * rsqrt(self * self - 1)},
    samples=(
        "acosh(1 + p(2, 3))",
        "acosh(p() + 1)",
    ),
)
def acosh(self: Array) -> Array:
    """Return the inverse hyperbolic cosine, of x >= 1."""


@operator(
    shape="unary",
    ufunc=np.arctanh,
    promote="float",
    rules={"self": lambda grad, self: grad / (1 - self * self)},
)
def atanh(self: Array) -> Array:
    """Return the inverse hyperbolic tangent, of -1 < x < 1."""


@operator(
    batch="elementwise",
    promote="float",
    rules={
        "self": lambda grad, self, result: grad * (self / result),
        "other": lambda grad, other, result: grad * (other / result),
    },
)
def hypot(self: Array, other: Array) -> Array:
    """Return sqrt(self² + other²) without overflow on the way."""
    return np.hypot(self, other)


# -- powers ----------------------------------------------------------------------------------------


def _power(a: Array, b: Array) -> Array:
    if (
        np.asarray(a).dtype.kind in "iu"
        and np.asarray(b).dtype.kind in "iu"
        and np.any(np.less(b, 0))
    ):
        raise RuntimeError("Integers to negative integer powers are not allowed.")
    return np.power(a, b) if np.asarray(a).dtype.kind != "b" else np.power(a, b).astype(bool)


@operator(
    shape="binary",
    name="_pow_number",
    grad_fn="PowBackward0",
    promote="arithmetic",
    rules={"self": lambda grad, self, other: _pow_number_grad(grad, self, other)},
)
def _pow_number(self: Array, other: Any) -> Array:
    """A tensor to the power of a number."""
    if other == 2:
        return self * self
    if other == 0.5 and self.dtype.kind == "f":
        return np.sqrt(self)
    return self**other if self.dtype.kind in "fc" else _power(self, other)


@reads("grad * exponent * self ** (exponent - 1)")
@in_rules
def _pow_number_grad(grad: Any, self: Any, exponent: Any) -> Any:
    """grad * exponent * self^(exponent - 1), 0 where the exponent is 0."""
    if exponent == 0:
        return _zeros_of(grad)
    return grad * (self ** (exponent - 1) * exponent)


def _pow_number_grad_of_arrays(grad: Any, self: Any, exponent: Any) -> Any:
    """The same with less work for squares; tensors take the long way, as PyTorch's graph has it."""
    if exponent == 2:
        return grad * (self * 2)
    if exponent == 0:
        return KERNELS["_zeros_of"](grad)
    return grad * (self ** (exponent - 1) * exponent)


KERNELS["_pow_number_grad"] = _pow_number_grad_of_arrays


@operator(
    batch="elementwise",
    name="_pow",
    grad_fn="PowBackward1",
    promote="arithmetic",
    rules={
        # PyTorch saves the result in any case, and so notices a change of it.
        "self": lambda grad, self, other, result: grad * _pow_base_factor(self, other),
        "other": lambda grad, self, other, result: grad * _pow_exponent_factor(self, other, result),
    },
)
def _pow(self: Array, other: Array) -> Array:
    """A tensor to the power of a tensor."""
    return _power(self, other)


@operator(
    batch="elementwise",
    name="_number_pow",
    grad_fn="PowBackward2",
    promote="arithmetic",
    rules={
        "other": lambda grad, self, other, result: (
            grad * _number_exponent_factor(self, other, result)
        )
    },
)
def _number_pow(self: Any, other: Array) -> Array:
    """A number to the power of a tensor."""
    return _power(self, other)


@reads("exponent * base ** (exponent - 1)")
@in_rules
def _pow_base_factor(base: Any, exponent: Any) -> Any:
    """d base^exponent / d base = exponent * base^(exponent - 1), 0 where the exponent is 0."""
    return _where(eq(exponent, 0), _zeros_of(exponent), exponent * base ** (exponent - 1))


@reads("result * log(base)")
@in_rules
def _pow_exponent_factor(base: Any, exponent: Any, result: Any) -> Any:
    """d base^exponent / d exponent = result * log(base), 0 at 0^exponent for exponent >= 0."""
    zero = logical_and(eq(base, 0), ge(exponent, 0))
    return _where(zero, _zeros_of(result), result * log(base))


@reads("result * log(base)")
@in_rules
def _number_exponent_factor(base: Any, exponent: Any, result: Any) -> Any:
    """The same for a base that is a number; the logarithm of a negative one is NaN."""
    if base == 0:
        return _where(ge(exponent, 0), _zeros_of(result), result * -math.inf)
    return result * (math.log(base) if base > 0 else math.nan)


@exported(
    samples=(
        "pow(p(2, 3), 3)",
        "pow(p(3), 0.5)",
        "pow(a(3), 2)",
        "pow(p(2, 3), a(3))",
        "pow(2, a(3))",
        "pow(p(3), 0)",
    )
)
def pow(input: Any, exponent: Any) -> Tensor:
    """Raise a tensor to a power: a number, or a tensor, with broadcasting.

    >>> import engine
    >>> engine.pow(engine.tensor([2.0, 3.0]), 2)
    tensor([4., 9.])
    """
    if isinstance(input, Tensor):
        if isinstance(exponent, Tensor):
            return _pow(input, exponent)  # type: ignore[no-any-return]
        return _pow_number(input, exponent)  # type: ignore[no-any-return]
    if isinstance(exponent, Tensor):
        return _number_pow(input, exponent)  # type: ignore[no-any-return]
    raise not_a_tensor("pow", "input", 1, input)


def square(input: Tensor) -> Tensor:
    """Return x².

    >>> import engine
    >>> engine.square(engine.tensor([3.0]))
    tensor([9.])
    """
    return pow(input, 2)


@exported(samples=("float_power(p(3), 2)",))
def float_power(input: Any, exponent: Any) -> Tensor:
    """Raise to a power in float64 (complex128 for complex operands)."""
    from engine.dtypes import complex128, float64

    def wide(value: Any) -> Any:
        if isinstance(value, Tensor):
            return value.to(complex128 if value.is_complex() else float64)
        return value

    return pow(wide(input), wide(exponent))


arccos, arcsin, arctan, arctan2 = acos, asin, atan, atan2
arccosh, arcsinh, arctanh = acosh, asinh, atanh

"""Operators whose in-place form is not the operator itself: other rules, or another node's name.

The form of `name` is called `name_`; where there is none, the operator serves in place, too. As the
old value is gone, the forms of activations have rules in terms of the result.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import TYPE_NAMES, Array
from engine.operators import (  # noqa: F401 - they declare what is completed here
    arithmetic,
    comparison,
    complex_numbers,
    elementary,
    piecewise,
    rounding,
    strided,
)
from engine.operators import shape as shapes  # noqa: F401
from engine.operators.activation import _threshold_backward
from engine.operators.masks import _masked, _not_derivable
from engine.operators.selection import _no_derivative
from engine.operators.views import _zeros_of, _zeros_shaped
from engine.registry import OPERATORS, exported, in_rules, operator
from engine.tensor import Tensor


def _form(name: str, rules: dict[str, Any], *samples: str, **declaration: Any) -> None:
    """Declare the in-place form of an operator: its kernel with other rules."""
    ordinary = OPERATORS[name]
    kernel = ordinary.kernel

    def unary(self: Array) -> Array:
        raise AssertionError("only the signature of a NumPy function")

    is_ufunc = isinstance(kernel, np.ufunc) and len(ordinary.params) == 1
    operator(
        name=f"{name}_",
        promote=ordinary.promote,
        check=ordinary.check,
        rules=rules,
        samples=samples,
        ufunc=kernel if is_ufunc else None,
        **declaration,
    )(unary if is_ufunc else kernel)


# -- comparisons: in place they are part of the graph, with gradients of zeros ---------------------


def _comparison(name: str) -> None:
    _form(
        name,
        {
            "self": lambda grad: _zeros_of(grad),
            "other": lambda grad, other_shape: _zeros_shaped(grad, other_shape),
        },
        f"(a(2, 3) * 1).{name}_(a(3))",
        f"(a(2, 3) * 1).{name}_(0.5)",
        grad_fn=lambda self, other: f"{name.capitalize()}Backward{int(isinstance(other, Tensor))}",
    )


for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    _comparison(_name)


# -- no derivative ---------------------------------------------------------------------------------


def _inverse(name: str) -> None:
    message = f"inplace version of {name}"
    _form(
        name,
        {"self": lambda grad: _no_derivative(grad, message)},
        grad_fn=f"{name.capitalize()}Backward1",
    )


for _name in ("asinh", "acosh", "atanh"):
    _inverse(_name)

_form(
    "floor_divide",
    {
        "self": lambda grad: _not_derivable(grad, "floor_divide_"),
        "other": lambda grad: _not_derivable(grad, "floor_divide_"),
    },
    grad_fn="NotImplemented",
)
_form(
    "heaviside",
    {
        "self": lambda grad: _not_derivable(grad, "heaviside_"),
        "values": lambda grad: _not_derivable(grad, "heaviside_"),
    },
    grad_fn="NotImplemented",
)


# -- activations -----------------------------------------------------------------------------------

_SLOPE = (
    "In-place {} backward calculation is triggered with a negative slope which is not supported. "
    "This is caused by calling in-place forward function with a negative slope, please call "
    "out-of-place version instead."
)

_form(
    "_elu",
    {
        "self": lambda grad, result, alpha, scale, input_scale: _elu_backward_of_result(
            grad, result, alpha, scale, input_scale
        )
    },
    "F.elu(a(2, 3) * 1, 1.5, inplace=True)",
    "F.selu(a(2, 3) * 1, inplace=True)",
    grad_fn="EluBackward1",
)
_form(
    "_celu",
    {
        "self": lambda grad, result, alpha: _elu_backward_of_result(
            grad, result, alpha, 1.0, 1 / alpha
        )
    },
    "F.celu(a(2, 3) * 1, 0.75, inplace=True)",
    grad_fn="CeluBackward1",
)
_form(
    "_leaky_relu",
    {
        "self": lambda grad, result, negative_slope: _leaky_relu_backward_of_result(
            grad, result, negative_slope
        )
    },
    "F.leaky_relu(a(2, 3) * 1, 0.25, inplace=True)",
    grad_fn="LeakyReluBackward1",
)
_form(
    "_threshold",
    {"self": lambda grad, self, threshold: _threshold_backward(grad, self, threshold)},
    "F.threshold(a(2, 3) * 1, 0.25, 0.125, inplace=True)",
    grad_fn="ThresholdBackward1",
)


@operator(
    name="_elu_backward_of_result",
    grad_fn="EluBackwardBackward0",
    rules={
        "grad_output": lambda grad, result, alpha, scale, input_scale: _elu_backward_of_result(
            grad, result, alpha, scale, input_scale
        ),
        "result": lambda grad, grad_output, result, input_scale: _masked(
            grad * grad_output * input_scale, result < 0
        ),
    },
)
def _elu_backward_of_result(
    grad_output: Array, result: Array, alpha: float, scale: float, input_scale: float
) -> Array:
    if alpha < 0:
        raise RuntimeError(_SLOPE.format("elu"))
    below = (result + alpha * scale) * input_scale
    return grad_output * np.where(result <= 0, below, scale)


@operator(
    name="_leaky_relu_backward_of_result",
    grad_fn="LeakyReluBackwardBackward0",
    rules={
        "grad_output": lambda grad, result, negative_slope: _leaky_relu_backward_of_result(
            grad, result, negative_slope
        ),
        "result": lambda grad: _zeros_of(grad),
    },
)
def _leaky_relu_backward_of_result(
    grad_output: Array, result: Array, negative_slope: float
) -> Array:
    if negative_slope < 0:
        raise RuntimeError(
            f"{_SLOPE.format('leakyReLu')} File an issue at https://github.com/pytorch/pytorch if "
            "you do require supporting in-place leakRelu backward calculation with negative slope"
        )
    return np.where(result > 0, grad_output, grad_output * negative_slope)


_form(
    "_conj_physical",
    OPERATORS["_conj_physical"].rules,
    "torch.real((a(3) * 1j).conj_physical_() * 1j)",
    grad_fn="ConjPhysicalBackward1",
    holomorphic=False,
)


# -- views in place: the tensor itself gets another shape ------------------------------------------

for _name, _node, _sample in (
    ("t", "TBackward1", "t_()"),
    ("transpose", "TransposeBackward1", "transpose_(0, 1)"),
    ("unsqueeze", "UnsqueezeBackward1", "unsqueeze_(1)"),
):
    _form(_name, OPERATORS[_name].rules, f"(a(2, 3) * 1).{_sample}", grad_fn=_node)

_form(
    "squeeze",
    OPERATORS["squeeze"].rules,
    "(a(1, 3) * 1).squeeze_()",
    grad_fn=lambda self, dim: (
        f"SqueezeBackward{3 if dim is None else 4 if isinstance(dim, int) else 5}"
    ),
)
_form(
    "_as_strided",
    OPERATORS["_as_strided"].rules,
    "(a(4) * 1).as_strided_((2, 2), (1, 1))",
    grad_fn="AsStridedBackward1",
)

# -- changes that exist in place only, or are not otherwise public ----------------------------------


@in_rules
def _never(grad: Any) -> Any:
    raise RuntimeError("derivative for set_ is not implemented")


@operator(
    name="_set",
    grad_fn="NotImplemented",
    rules={
        "self": lambda grad: _never(grad),
        "source": lambda grad: _never(grad),
    },
)
def _set(self: Array, source: Array) -> Array:
    """`source`: what `set_` gives to the tensor, storage and all."""
    return source


@operator(
    name="_put",
    grad_fn="PutBackward0",
    rules={
        "self": lambda grad, index, accumulate: _put_self(grad, index, accumulate),
        "source": lambda grad, index, source_shape: _elements(grad, index, source_shape),
    },
    samples=("put(a(2, 3), i(6, 1), a(1))", "put(a(2, 3), i(6, 4), a(4), True)"),
)
def _put(self: Array, index: Array, source: Array, accumulate: bool = False) -> Array:
    """`self` with the elements of `source` at positions counted over all elements."""
    if index.dtype != np.int64:
        raise IndexError(
            f"put_(): Expected a long tensor for index, but got {TYPE_NAMES[index.dtype.name]}"
        )
    if self.dtype != source.dtype:
        raise RuntimeError(
            "put_(): self and source expected to have the same dtype, but got self.dtype = "
            f"{TYPE_NAMES[self.dtype.name]} and source.dtype = {TYPE_NAMES[source.dtype.name]}"
        )
    if index.size != source.size:
        raise IndexError(
            "put_(): Expected source and index to have the same number of elements, but got "
            f"source.numel() = {source.size}, index.numel() = {index.size}"
        )
    out = np.array(self, order="C")
    flat = out.reshape(-1)
    for place in np.ravel(index):
        if not -flat.size <= place < flat.size:
            raise IndexError(
                f"out of range: tried to access index {place} on a tensor of {flat.size} elements."
            )
    if accumulate:
        np.add.at(flat, np.ravel(index), np.ravel(source))
    else:
        flat[np.ravel(index)] = np.ravel(source)
    return out if self.ndim else out[()]


@in_rules
def _put_self(grad: Any, index: Any, accumulate: bool) -> Any:
    return grad if accumulate else _put_zeros(grad, index)


@operator(
    name="_put_zeros",
    grad_fn="PutBackward0",
    rules={"self": lambda grad, index: _put_zeros(grad, index)},
)
def _put_zeros(self: Array, index: Array) -> Array:
    """`self` with zeros at positions counted over all elements."""
    out = np.array(self, order="C")
    out.reshape(-1)[np.ravel(index)] = 0
    return out


@operator(
    name="_elements",
    grad_fn="TakeBackward0",
    rules={"self": lambda grad, self_shape, index: _elements_back(grad, index, self_shape)},
)
def _elements(self: Array, index: Array, shape: tuple[int, ...]) -> Array:
    """The elements at positions counted over all elements, in a shape."""
    return np.ravel(self)[np.ravel(index)].reshape(shape)


@operator(
    name="_elements_back",
    grad_fn="PutBackward0",
    rules={"self": lambda grad, self_shape, index: _elements(grad, index, self_shape)},
)
def _elements_back(self: Array, index: Array, shape: tuple[int, ...]) -> Array:
    """Zeros of a shape to which elements are added at positions counted over all elements."""
    out = np.zeros(shape, self.dtype)
    np.add.at(out.reshape(-1), np.ravel(index), np.ravel(self))
    return out


@exported("torch", "Tensor")
def put(input: Tensor, index: Tensor, source: Tensor, accumulate: bool = False) -> Tensor:
    """Return a copy with the elements of `source` at positions counted over all elements.

    >>> import engine
    >>> engine.zeros(2, 2).put(engine.tensor([3, 0]), engine.tensor([1.0, 2.0]))
    tensor([[2., 0.],
            [0., 1.]])
    """
    return _put(input, index, source, accumulate)  # type: ignore[no-any-return]

"""Operators as Tensor methods, Python operators and in-place methods; attached once at import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine import creation, dispatch, dtypes, sampling, state
from engine.convert import OPERANDS
from engine.operators import (
    arithmetic,
    assignment,
    comparison,
    complex_numbers,
    elementary,
    indexing,
    matrix,
    namespace,
    shape,
    views,
)
from engine.operators.casting import to
from engine.registry import OPERATORS
from engine.tensor import Tensor
from engine.views import in_place_methods, inplace
from engine.views.in_place_methods import operator_in_place
from engine.warn import warn

SELF = ("self", "input", "tensor", "A")
"""Names of a first parameter that is the tensor: such functions are methods, too."""


def _first_parameter(function: Any) -> str:
    op = OPERATORS.get(function.__name__)
    if op is not None and op.call is function:
        return op.params[0]
    names = function.__code__.co_varnames
    return str(names[0]) if names else ""


def _operand(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let Python try the other operand's method where `function` cannot take it."""

    def method(self: Tensor, other: Any) -> Any:
        return function(self, other) if isinstance(other, OPERANDS) else NotImplemented

    return method


def _with_tensor(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let Python try the other operand's method where that is no tensor."""

    def method(self: Tensor, other: Any) -> Any:
        return function(self, other) if isinstance(other, Tensor) else NotImplemented

    return method


def _swapped(function: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Tensor, other: Any) -> Any:
        if not isinstance(other, OPERANDS):
            return NotImplemented
        return function(creation.as_tensor(other), self)

    return method


def _rpow(self: Tensor, other: Any) -> Any:
    return elementary.pow(other, self)


def _rtruediv(self: Tensor, other: Any) -> Any:
    return arithmetic.reciprocal(self) * other


def _equal(function: Callable[..., Any], otherwise: bool) -> Callable[..., Any]:
    def method(self: Tensor, other: Any) -> Any:
        if other is None or isinstance(other, (str, list, tuple, dict, set, dtypes.dtype)):
            return otherwise
        return function(self, other)

    return method


def _scaled_in_place(name: str) -> Callable[..., Any]:
    plain = operator_in_place(OPERATORS[name], f"{name}_")
    scaled = operator_in_place(OPERATORS[f"_{name}_scaled"], f"{name}_")

    def method(self: Tensor, other: Any, *, alpha: Any = 1) -> Any:
        return plain(self, other) if alpha == 1 else scaled(self, other, alpha)

    method.__name__ = method.__qualname__ = f"{name}_"
    return method


_add_ = _scaled_in_place("add")
_sub_ = _scaled_in_place("sub")
_divide_ = operator_in_place(OPERATORS["true_divide"], "div_")


def _div_(self: Tensor, other: Any, *, rounding_mode: str | None = None) -> Any:
    if rounding_mode is None:
        return _divide_(self, other)
    return inplace.apply(OPERATORS["_div_rounded"], self, other, rounding_mode)


def _pow_(self: Tensor, exponent: Any) -> Tensor:
    op = OPERATORS["_pow" if isinstance(exponent, Tensor) else "_pow_number"]
    return inplace.apply(op, self, exponent)


def _where(self: Tensor, condition: Tensor, other: Any) -> Any:
    return comparison.where(condition, self, other)


def _type(self: Tensor, dtype: Any = None) -> Any:
    """Return the name of the tensor type, or the tensor converted to another dtype."""
    if dtype is None:
        return f"torch.{dtypes.TYPE_NAMES[self.dtype.name]}Tensor"
    if isinstance(dtype, str):
        names = {f"torch.{v}Tensor": k for k, v in dtypes.TYPE_NAMES.items()}
        if dtype not in names:
            raise ValueError(f"invalid type: '{dtype}'")
        dtype = dtypes.BY_NUMPY[np.dtype(names[dtype])]
    return to(self, dtype)


def _cast(d: dtypes.dtype) -> Callable[[Tensor], Any]:
    def method(self: Tensor, memory_format: Any = None) -> Any:
        return to(self, d)

    method.__doc__ = f"Return the tensor as {d}."
    return method


def _new(function: Callable[..., Any]) -> Callable[..., Any]:
    tensor = function is creation.tensor

    def method(self: Tensor, *size: Any, dtype: Any = None, **kwargs: Any) -> Any:
        out = function(*size, dtype=dtype or self.dtype, **kwargs)
        return out if state.vmap is None or tensor else state.vmap.like(out, self)

    method.__doc__ = f"Make a tensor like `{function.__name__}` does, of this tensor's dtype."
    return method


def _transposed(self: Tensor) -> Any:
    """The tensor with its dimensions in reverse order."""
    return shape.permute(self, tuple(reversed(range(self._data.ndim))))


def _matrix_transposed(self: Tensor) -> Any:
    """The tensor with its last two dimensions swapped."""
    return _swapped_dims("mT", self)


def _swapped_dims(name: str, self: Tensor) -> Any:
    if self._data.ndim < 2:
        raise RuntimeError(
            f"tensor.{name} is only supported on matrices or batches of matrices. "
            f"Got {self._data.ndim}-D tensor."
        )
    return shape.transpose(self, -2, -1)


def _adjoint_of_matrices(self: Tensor) -> Any:
    """The tensor with its last two dimensions swapped, conjugated."""
    if not self._data.ndim:
        warn("Tensor.mH is deprecated on 0-D tensors. Consider using x.conj().")
        return complex_numbers.conj(self)
    return complex_numbers.conj(_swapped_dims("mH", self))


def _adjoint(self: Tensor) -> Any:
    """The matrix transposed and conjugated."""
    ndim = self._data.ndim
    if not ndim:
        warn("Tensor.H is deprecated on 0-D tensors. Consider using x.conj().")
        return complex_numbers.conj(self)
    if ndim != 2:
        more = ". For batches of matrices, consider using tensor.mH" if ndim > 2 else "."
        raise RuntimeError(
            f"tensor.H is only supported on matrices (2-D tensors). Got {ndim}-D tensor{more}"
        )
    return complex_numbers.conj(shape.transpose(self, 0, 1))


FUNCTIONS_ONLY = frozenset(
    {"bucketize", "celu", "celu_", "selu_", "threshold_", "rsub", "selu", "std_mean"}
    | {"threshold", "var_mean", "view_as_complex", "view_as_real"}
)
"""Functions of one tensor that PyTorch does not have as methods."""


IN_PLACE_FUNCTIONS = (
    "abs_ acos_ acosh_ addmv_ arccos_ arccosh_ arcsin_ arcsinh_ arctan_ arctanh_ as_strided_ asin_ "
    "asinh_ atan_ atanh_ ceil_ clamp_ clamp_max_ clamp_min_ clip_ conj_physical_ cos_ cosh_ "
    "deg2rad_ detach_ erf_ erfc_ exp2_ exp_ expm1_ fill_ fix_ floor_ frac_ index_put_ log10_ "
    "log1p_ log2_ log_ logit_ nan_to_num_ neg_ negative_ rad2deg_ reciprocal_ resize_as_ round_ "
    "rsqrt_ sigmoid_ sin_ sinc_ sinh_ sqrt_ square_ tan_ tanh_ trunc_ xlogy_ zero_"
)
"""In-place methods that PyTorch has as functions, too."""


def functions_in_place() -> dict[str, Callable[..., Any]]:
    """Return the in-place methods that are functions of `torch`, by name; after `attach`."""
    return {name: getattr(Tensor, name) for name in IN_PLACE_FUNCTIONS.split()}


def attach() -> None:
    """Give Tensor its operators, as methods and in place."""
    attach_functions({**namespace("torch"), **namespace("Tensor")})
    for name, value in _special().items():
        setattr(Tensor, name, value)


def attach_functions(functions: dict[str, Callable[..., Any]], replacing: Any = ()) -> None:
    """Make methods of functions of a tensor; those named in `replacing` have stand-ins."""
    for name, function in functions.items():
        if name in FUNCTIONS_ONLY or _first_parameter(function) not in SELF:
            continue
        if name not in Tensor.__dict__ or name in replacing:
            setattr(Tensor, name, function)
        # An alias (absolute_) has its operator's name only in the function it stands for.
        op = OPERATORS.get(name) or OPERATORS.get(function.__name__)
        if op is not None and op.inplace and not op.view and op.params[:1] == ("self",):
            setattr(Tensor, name + "_", operator_in_place(op, name + "_"))


def _special() -> dict[str, Any]:
    add, sub, mul, div = (
        dispatch.binary(OPERATORS[n], infix=True) for n in ("add", "sub", "mul", "true_divide")
    )
    pow_ = elementary.pow
    c = comparison
    table: dict[str, Any] = {
        "__add__": add,
        "__radd__": add,
        "__sub__": sub,
        "__rsub__": _operand(arithmetic.rsub),
        "__mul__": mul,
        "__rmul__": mul,
        "__truediv__": div,
        "__rtruediv__": _operand(_rtruediv),
        "__floordiv__": _operand(arithmetic.floor_divide),
        "__rfloordiv__": _swapped(arithmetic.floor_divide),
        "__mod__": _operand(arithmetic.remainder),
        "__rmod__": _swapped(arithmetic.remainder),
        "__pow__": _operand(pow_),
        "__rpow__": _operand(_rpow),
        "__matmul__": _with_tensor(matrix.matmul),
        "__neg__": arithmetic.neg,
        "__pos__": arithmetic.positive,
        "__abs__": OPERATORS["abs"].call,
        "__eq__": _equal(c.eq, False),
        "__ne__": _equal(c.ne, True),
        "__lt__": _operand(c.lt),
        "__le__": _operand(c.le),
        "__gt__": _operand(c.gt),
        "__ge__": _operand(c.ge),
        "__and__": _operand(c.bitwise_and),
        "__rand__": _operand(c.bitwise_and),
        "__or__": _operand(c.bitwise_or),
        "__ror__": _operand(c.bitwise_or),
        "__xor__": _operand(c.bitwise_xor),
        "__invert__": c.bitwise_not,
        "__lshift__": _operand(c.bitwise_left_shift),
        "__rshift__": _operand(c.bitwise_right_shift),
        "__iadd__": _operand(_add_),
        "__isub__": _operand(_sub_),
        "__imul__": _operand(operator_in_place(OPERATORS["mul"], "mul_")),
        "__itruediv__": _operand(_div_),
        "__ipow__": _operand(_pow_),
        "__ifloordiv__": _operand(operator_in_place(OPERATORS["floor_divide"], "floor_divide_")),
        "__imod__": _operand(operator_in_place(OPERATORS["remainder"], "remainder_")),
        "__iand__": _operand(operator_in_place(OPERATORS["bitwise_and"], "bitwise_and_")),
        "__ior__": _operand(operator_in_place(OPERATORS["bitwise_or"], "bitwise_or_")),
        "__ixor__": _operand(operator_in_place(OPERATORS["bitwise_xor"], "bitwise_xor_")),
        "__ilshift__": _operand(
            operator_in_place(OPERATORS["bitwise_left_shift"], "bitwise_left_shift_")
        ),
        "__irshift__": _operand(
            operator_in_place(OPERATORS["bitwise_right_shift"], "bitwise_right_shift_")
        ),
        "__getitem__": indexing.getitem,
        "__setitem__": assignment.setitem,
        "add_": _add_,
        "sub_": _sub_,
        "div_": _div_,
        "divide_": _div_,
        "pow_": _pow_,
        "where": _where,
        "type": _type,
        "to": to,
        "T": property(_transposed),
        "mT": property(_matrix_transposed),
        "mH": property(_adjoint_of_matrices),
        "H": property(_adjoint),
        "detach": views.detach,
        "new_tensor": _new(creation.tensor),
        "new_zeros": _new(creation.zeros),
        "new_ones": _new(creation.ones),
        "new_empty": _new(creation.empty),
        "new_full": _new(creation.full),
    }
    for names, d in (
        (("float",), dtypes.float32),
        (("double",), dtypes.float64),
        (("half",), dtypes.float16),
        (("long",), dtypes.int64),
        (("int",), dtypes.int32),
        (("short",), dtypes.int16),
        (("char",), dtypes.int8),
        (("byte",), dtypes.uint8),
        (("bool",), dtypes.bool_),
        (("cfloat",), dtypes.complex64),
        (("cdouble",), dtypes.complex128),
    ):
        for name in names:
            table[name] = _cast(d)
    table.update(inplace.METHODS)
    table.update(in_place_methods.METHODS)
    table.update(sampling.METHODS)
    return table

"""PyTorch's dtypes, the default dtype, and type promotion.

Source: https://docs.pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = Any
"""A tensor's storage inside the engine: an `ndarray`, or for 0-d values a NumPy scalar."""


class dtype:
    """The type of a tensor's elements, PyTorch's `torch.dtype`.

    >>> float32
    torch.float32
    >>> float32.is_floating_point, float32.itemsize
    (True, 4)
    """

    __module__ = "torch"
    __slots__ = ("category", "is_complex", "is_floating_point", "itemsize", "name", "numpy")

    def __init__(self, name: str, category: int) -> None:
        self.name = name
        self.numpy = np.dtype(name)
        self.category = category  # BOOL < INTEGER < FLOAT < COMPLEX: promotion goes upwards
        self.is_floating_point = category == FLOAT
        self.is_complex = category == COMPLEX
        self.itemsize = self.numpy.itemsize

    @property
    def is_signed(self) -> bool:
        """Whether the type holds negative numbers."""
        return self.numpy.kind in "ifc"

    def to_real(self) -> dtype:
        """Return the real type of a complex type's parts; other types return themselves."""
        return {"complex64": float32, "complex128": float64}.get(self.name, self)

    def to_complex(self) -> dtype:
        """Return the complex type whose parts have this type."""
        return {"float64": complex128, "complex128": complex128}.get(self.name, complex64)

    def __repr__(self) -> str:
        return f"torch.{self.name}"

    def __reduce__(self) -> str:
        return self.name


BOOL, INTEGER, FLOAT, COMPLEX = range(4)

float16 = half = dtype("float16", FLOAT)
float32 = float_ = dtype("float32", FLOAT)
float64 = double = dtype("float64", FLOAT)
uint8 = dtype("uint8", INTEGER)
int8 = dtype("int8", INTEGER)
int16 = short = dtype("int16", INTEGER)
int32 = int_ = dtype("int32", INTEGER)
int64 = long = dtype("int64", INTEGER)
bool_ = dtype("bool", BOOL)
complex64 = cfloat = dtype("complex64", COMPLEX)
complex128 = cdouble = dtype("complex128", COMPLEX)

ALL = (float16, float32, float64, uint8, int8, int16, int32, int64, bool_, complex64, complex128)
BY_NUMPY = {d.numpy: d for d in ALL}
TYPE_NAMES = {
    "float16": "Half",
    "float32": "Float",
    "float64": "Double",
    "uint8": "Byte",
    "int8": "Char",
    "int16": "Short",
    "int32": "Int",
    "int64": "Long",
    "bool": "Bool",
    "complex64": "ComplexFloat",
    "complex128": "ComplexDouble",
}


def type_string(d: dtype) -> str:
    """Return what PyTorch's C++ messages call tensors of a dtype.

    >>> type_string(float32), type_string(bool_)
    ('torch.FloatTensor', 'CPUBoolType')
    """
    name = TYPE_NAMES[d.name]
    return f"CPU{name}Type" if d.category in (BOOL, COMPLEX) else f"torch.{name}Tensor"


_CPP_NAMES = {
    "float16": "c10::Half",
    "float32": "float",
    "float64": "double",
    "complex64": "c10::complex<float>",
    "complex128": "c10::complex<double>",
    "uint8": "unsigned char",
    "int8": "signed char",
    "int16": "short int",
    "int32": "int",
    "int64": "long int",
}


def cpp_name(d: dtype) -> str:
    """Return what C++ calls a dtype, as some of PyTorch's messages do.

    >>> cpp_name(int64)
    'long int'
    """
    return _CPP_NAMES.get(d.name, d.name)


_BUILTIN = {float: float64, int: int64, bool: bool_, complex: complex128}
_default = float32


def get_default_dtype() -> dtype:
    """Return the dtype of new floating-point tensors.

    >>> get_default_dtype()
    torch.float32
    """
    return _default


def set_default_dtype(d: dtype) -> None:
    """Set the dtype of new floating-point tensors; `d` must be a floating-point dtype."""
    global _default
    if not isinstance(d, dtype):
        raise TypeError("invalid type object")
    if not d.is_floating_point:
        raise TypeError(
            "only floating-point types are supported as the default type",
        )
    _default = d


def as_dtype(d: Any) -> dtype:
    """Return the dtype that `d` names: a dtype, or Python's float, int, bool, complex."""
    if d.__class__ is dtype:
        return d
    try:
        return _BUILTIN[d]
    except (KeyError, TypeError):
        raise TypeError(f"dtype must be torch.dtype, not {type(d).__name__}") from None


def of(data: Array) -> dtype:
    """Return the dtype of an array."""
    return BY_NUMPY[data.dtype]


def of_scalar(value: complex) -> dtype:
    """Return the dtype that a Python number brings into a promotion."""
    kind = value.__class__
    if kind is bool:
        return bool_
    if kind is int:
        return int64
    if kind is float:
        return _default
    if isinstance(value, (bool, np.bool_)):
        return bool_
    if isinstance(value, (int, np.integer)):
        return int64
    if isinstance(value, complex) and not isinstance(value, float):
        return _default.to_complex()
    return _default


def promote_types(a: dtype, b: dtype) -> dtype:
    """Return the smallest dtype to which both can be promoted, by PyTorch's table.

    >>> promote_types(int64, float16)
    torch.float16
    >>> promote_types(uint8, int8)
    torch.int16
    """
    if a is b:
        return a
    if a.category != b.category and not (a.category >= FLOAT and b.category >= FLOAT):
        return a if a.category > b.category else b
    if a.category == FLOAT and b.category == COMPLEX:
        return b if a is not float64 else complex128
    if b.category == FLOAT and a.category == COMPLEX:
        return a if b is not float64 else complex128
    return BY_NUMPY[np.promote_types(a.numpy, b.numpy)]


def _combine(higher: dtype | None, lower: dtype | None) -> dtype | None:
    """Let `lower` (0-d tensors, numbers) raise the category of `higher`, never its width."""
    if higher is None or lower is None:
        return higher or lower
    if higher.category == COMPLEX:
        return higher
    if higher.category == FLOAT:
        return higher.to_complex() if lower.category == COMPLEX else higher
    if higher.category == BOOL or lower.category >= FLOAT:
        return promote_types(higher, lower)
    return higher


def result_type(*operands: Any) -> dtype:
    """Return the dtype of an operation on arrays and Python numbers.

    Tensors with dimensions decide first, 0-d tensors and then numbers only raise the category.
    `operands` are arrays (NumPy arrays or scalars) or Python numbers.
    """
    dims: dtype | None = None
    zeros: dtype | None = None
    numbers: dtype | None = None
    for operand in operands:
        if isinstance(operand, (np.ndarray, np.generic)):
            d = BY_NUMPY[operand.dtype]
            if operand.ndim:
                dims = d if dims is None else promote_types(dims, d)
            else:
                zeros = d if zeros is None else promote_types(zeros, d)
        else:
            d = of_scalar(operand)
            numbers = d if numbers is None else promote_types(numbers, d)
    result = _combine(dims, _combine(zeros, numbers))
    assert result is not None, "result_type needs an operand"
    return result


class finfo:
    """Numerical properties of a floating-point dtype: `eps`, `max`, `min`, `tiny`, `bits`."""

    def __init__(self, type: dtype | None = None) -> None:
        info = np.finfo((type or _default).to_real().numpy)
        self.bits = int(info.bits)
        self.eps = float(info.eps)
        self.max = float(info.max)
        self.min = float(info.min)
        self.tiny = self.smallest_normal = float(info.tiny)
        self.resolution = float(info.resolution)
        self.dtype = (type or _default).name


class iinfo:
    """Range of an integer dtype: `min`, `max`, `bits`."""

    def __init__(self, type: dtype) -> None:
        info = np.iinfo(type.numpy)
        self.bits, self.min, self.max = int(info.bits), int(info.min), int(info.max)
        self.dtype = type.name

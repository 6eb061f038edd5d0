"""What a request for random numbers says, and PyTorch's words for a dtype it cannot serve."""

import math
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from engine.dtypes import TYPE_NAMES

Array: TypeAlias = np.ndarray[Any, Any]
Shape: TypeAlias = Sequence[int] | int
DType: TypeAlias = np.dtype[Any] | str

C_NAMES = {
    "bool": "bool",
    "uint8": "unsigned char",
    "int8": "signed char",
    "int16": "short int",
    "int32": "int",
    "int64": "long int",
    "float16": "c10::Half",
    "float32": "float",
    "float64": "double",
}
"""The names under which some of PyTorch's messages know the dtypes: those of C++."""


def size_of(shape: Shape) -> int:
    """Return the number of elements of a shape."""
    return shape if isinstance(shape, int) else math.prod(shape)


def unsupported(kernel: str, dtype: np.dtype[Any]) -> NotImplementedError:
    """Return the error of a kernel that does not know `dtype`."""
    return NotImplementedError(f"\"{kernel}\" not implemented for '{TYPE_NAMES[dtype.name]}'")


def floating(dtype: DType, kernel: str) -> np.dtype[Any]:
    """Return the NumPy dtype, or raise the kernel's error where it is no floating-point one."""
    result = np.dtype(dtype)
    if result.kind != "f":
        raise unsupported(kernel, result)
    return result


def part_of(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the type of a complex number's parts; other types return themselves."""
    return np.dtype(f"f{dtype.itemsize // 2}") if dtype.kind == "c" else dtype

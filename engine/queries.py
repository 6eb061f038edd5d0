"""Functions of `torch` that ask about tensors, dtypes and settings."""

from __future__ import annotations

from types import FunctionType
from typing import Any

import numpy as np

from engine import creation, dtypes
from engine.tensor import Tensor
from engine.values import CPU, Size
from engine.values import device as _Device


class _Format:
    """A memory format or layout: a name and nothing more."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return f"torch.{self._name}"


FORMATS = tuple(_Format(n) for n in ("contiguous_format", "preserve_format", "strided"))


def is_tensor(obj: Any) -> bool:
    """Return whether `obj` is a tensor."""
    return isinstance(obj, Tensor)


def is_floating_point(input: Tensor) -> bool:
    """Return whether the elements are real floating-point numbers."""
    return input.is_floating_point()


def is_complex(input: Tensor) -> bool:
    """Return whether the elements are complex numbers."""
    return input.is_complex()


def is_nonzero(input: Tensor) -> bool:
    """Return whether a tensor of one element is not zero."""
    return bool(input)


def numel(input: Tensor) -> int:
    """Return the number of elements."""
    return input.numel()


def result_type(tensor1: Any, tensor2: Any) -> dtypes.dtype:
    """Return the dtype of an operation on two tensors or numbers.

    >>> import engine
    >>> engine.result_type(engine.tensor([1, 2]), 1.0)
    torch.float32
    """
    return dtypes.result_type(
        *(v._data if isinstance(v, Tensor) else v for v in (tensor1, tensor2))
    )


def can_cast(from_: dtypes.dtype, to: dtypes.dtype) -> bool:
    """Return whether a dtype may be cast to another in place."""
    return from_.category <= to.category


def broadcast_shapes(*shapes: Any) -> Size:
    """Return the shape that shapes broadcast to.

    >>> broadcast_shapes((2, 1), (3,))
    torch.Size([2, 3])
    """
    try:
        return Size(np.broadcast_shapes(*shapes))
    except ValueError:
        raise RuntimeError(
            "Shape mismatch: objects cannot be broadcast to a single shape"
        ) from None


def typename(obj: Any) -> str:
    """Return the name of a tensor's type, or of an object's class; of a class or function its own."""
    if isinstance(obj, Tensor):
        return str(obj.type())
    named = obj if isinstance(obj, (type, FunctionType)) else type(obj)
    module = str(named.__module__ or "")
    return named.__qualname__ if module in ("", "builtins") else f"{module}.{named.__qualname__}"


def initial_seed() -> int:
    """Return the seed of the random numbers."""
    from engine.random.generator import default_generator

    return int(default_generator.initial_seed())


def set_num_threads(n: int) -> None:
    """Do nothing: the engine computes in one thread."""


def get_num_threads() -> int:
    """Return 1: the engine computes in one thread."""
    return 1


def set_default_device(device: Any) -> None:
    """Do nothing for the CPU, where everything lives already; None means the CPU, too."""
    if device is not None:
        _Device(device)


def get_default_device() -> _Device:
    """Return the CPU."""
    return CPU


def set_float32_matmul_precision(precision: str) -> None:
    """Do nothing: products of matrices are as precise as their dtype."""


def use_deterministic_algorithms(mode: bool, *, warn_only: bool = False) -> None:
    """Do nothing: the same program gives the same numbers."""


def _float_tensor(data: Any = ()) -> Tensor:
    """Make a float32 tensor: `torch.FloatTensor`."""
    return creation.tensor(data, dtype=dtypes.float32)


def _long_tensor(data: Any = ()) -> Tensor:
    """Make an int64 tensor: `torch.LongTensor`."""
    return creation.tensor(data, dtype=dtypes.int64)

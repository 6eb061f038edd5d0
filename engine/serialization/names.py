"""What the pickles call things: classes and functions of PyTorch by module and name."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from engine import dtypes

STORAGES: dict[str, dtypes.dtype] = {
    "FloatStorage": dtypes.float32,
    "DoubleStorage": dtypes.float64,
    "HalfStorage": dtypes.float16,
    "LongStorage": dtypes.int64,
    "IntStorage": dtypes.int32,
    "ShortStorage": dtypes.int16,
    "CharStorage": dtypes.int8,
    "ByteStorage": dtypes.uint8,
    "BoolStorage": dtypes.bool_,
    "ComplexFloatStorage": dtypes.complex64,
    "ComplexDoubleStorage": dtypes.complex128,
}
STORAGE_OF = {dtype: name for name, dtype in STORAGES.items()}


class Global:
    """Stands in a pickle for something of PyTorch's that has a module and a name."""

    __slots__ = ("__name__", "module")

    def __init__(self, module: str, name: str) -> None:
        self.module = module
        self.__name__ = name

    def __call__(self, *args: Any) -> Any:
        """Refuse: the pickler only asks whether it could be called."""
        raise TypeError(f"{self.module}.{self.__name__} is only a name")


REBUILD_TENSOR = Global("torch._utils", "_rebuild_tensor_v2")
REBUILD_PARAMETER = Global("torch._utils", "_rebuild_parameter")
SIZE = Global("torch", "Size")
DEVICE = Global("torch", "device")
CLASSES: dict[type, Global] = {
    OrderedDict: Global("collections", "OrderedDict"),
    set: Global("__builtin__", "set"),
    complex: Global("__builtin__", "complex"),
}
"""Classes that pickles call by name."""
ENCODE = Global("_codecs", "encode")
"""Makes bytes of text, which is all that pickles of protocol 2 have."""

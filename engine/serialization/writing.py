"""`save`: objects with tensors in them into an archive, see Note [Format] in the package."""

from __future__ import annotations

import io
import pickle
import zipfile
from collections import OrderedDict
from typing import Any, BinaryIO

import numpy as np

from engine import dtypes
from engine.errors import explained
from engine.serialization import names
from engine.tensor import Parameter, Tensor
from engine.values import Size, device
from engine.views import strides

ROOT = "archive"
ALIGNMENT = 64
"""The bytes of a storage begin at a multiple of this many, so that they could be mapped."""

_PLAIN = (type(None), bool, int, float, complex, str, bytes, list, tuple, dict, set, OrderedDict)


def save(obj: Any, f: str | BinaryIO) -> None:
    """Write tensors, and lists, dictionaries and the like with tensors in them, to a file.

    f: a path, or a binary file that can be written to.

    Raises:
        TypeError: There is something else in it, a module perhaps.

    >>> import io, engine
    >>> file = io.BytesIO()
    >>> save({"w": engine.ones(2)}, file)
    >>> from engine.serialization import load
    >>> load(io.BytesIO(file.getvalue()))
    {'w': tensor([1., 1.])}
    """
    pickled = io.BytesIO()
    pickler = _Pickler(pickled)
    pickler.dump(obj)
    if isinstance(f, str):
        with open(f, "wb") as file:
            _write(file, pickled.getvalue(), pickler.storages)
    else:
        _write(f, pickled.getvalue(), pickler.storages)


def _write(file: BinaryIO, pickled: bytes, storages: list[Any]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        members = [("data.pkl", pickled), (".format_version", b"1"), (".storage_alignment", b"64")]
        members.append(("byteorder", b"little"))
        members += [(f"data/{i}", bytes(memory)) for i, memory in enumerate(storages)]
        members.append(("version", b"3\n"))
        for name, content in members:
            info = zipfile.ZipInfo(f"{ROOT}/{name}", (1980, 1, 1, 0, 0, 0))
            start = archive.fp.tell() + 30 + len(info.filename)  # type: ignore[union-attr]
            padding = -start % ALIGNMENT
            if padding < 4 and padding:
                padding += ALIGNMENT
            if padding:  # an extra field that says how long it is, and nothing else
                info.extra = b"FB" + (padding - 4).to_bytes(2, "little") + b"Z" * (padding - 4)
            archive.writestr(info, content)


class _Storage:
    """The memory of tensors, on its way into a member of its own."""

    __slots__ = ("dtype", "key", "numel")

    def __init__(self, key: str, dtype: dtypes.dtype, numel: int) -> None:
        self.key, self.dtype, self.numel = key, dtype, numel


class _Pickler(pickle._Pickler):
    """Pickles plain objects as Python does, and tensors as PyTorch does.

    storages: the memory of each storage, in the order of their keys.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file, protocol=2)
        self.storages: list[Any] = []
        self._known: dict[int, _Storage] = {}
        self._kept: list[Tensor] = []
        self._names: dict[str, names.Global] = {}

    def save(self, obj: Any, save_persistent_id: bool = True) -> None:
        """Save one object: names as they stand, and nothing that only Python code could rebuild."""
        if isinstance(obj, dtypes.dtype):
            obj = self._named("torch", obj.name)
        elif isinstance(obj, type):
            obj = names.CLASSES.get(obj, obj)
        if isinstance(obj, names.Global):
            found = self.memo.get(id(obj))  # type: ignore[attr-defined]
            if found is not None:
                self.write(self.get(found[0]))  # type: ignore[attr-defined]
                return
            line = f"{obj.module}\n{obj.__name__}\n".encode()
            self.write(pickle.GLOBAL + line)  # type: ignore[attr-defined]
            self.memoize(obj)  # type: ignore[attr-defined]
            return
        if type(obj) is bytes:
            text = str(obj, "latin-1")
            self.save_reduce(names.ENCODE, (text, "latin1"), obj=obj)  # type: ignore[attr-defined]
            return
        if not isinstance(obj, (Tensor, Size, device, _Storage)) and type(obj) not in _PLAIN:
            raise _not_saved(obj)
        super().save(obj, save_persistent_id)  # type: ignore[misc]

    def persistent_id(self, obj: Any) -> Any:
        """Return PyTorch's words for a storage; None for other objects."""
        if not isinstance(obj, _Storage):
            return None
        kind = self._named("torch", names.STORAGE_OF[obj.dtype])
        return "storage", kind, obj.key, "cpu", obj.numel

    def reducer_override(self, obj: Any) -> Any:
        """Return how to rebuild what is no plain object."""
        if isinstance(obj, Parameter):
            return names.REBUILD_PARAMETER, (self._bare(obj), obj.requires_grad, OrderedDict())
        if isinstance(obj, Tensor):
            return self._rebuilding(obj, obj.requires_grad)
        if isinstance(obj, Size):
            return names.SIZE, (tuple(obj),)
        if isinstance(obj, device):
            return names.DEVICE, (obj.type,)
        return NotImplemented

    def _named(self, module: str, name: str) -> names.Global:
        """Return what stands for a name: one object each, as the memo goes by identity."""
        return self._names.setdefault(f"{module}.{name}", names.Global(module, name))

    def _bare(self, parameter: Parameter) -> Tensor:
        """Return the parameter's values as an ordinary tensor; kept, as the memo goes by ids."""
        tensor: Tensor = parameter.detach()
        self._kept.append(tensor)
        return tensor

    def _rebuilding(self, tensor: Tensor, requires_grad: bool) -> Any:
        data = tensor._materialize()
        size, stride, offset = strides.geometry(data)
        memory = strides.storage(data)
        storage = self._known.get(strides.address(memory))
        if storage is None:
            dtype = dtypes.of(data)
            if dtype not in names.STORAGE_OF:
                raise _not_saved(tensor)
            storage = _Storage(str(len(self.storages)), dtype, memory.size // data.itemsize)
            self.storages.append(np.ascontiguousarray(memory))
            self._known[strides.address(memory)] = storage
        args: Any = (storage, offset, tuple(size), tuple(stride), requires_grad, OrderedDict())
        return names.REBUILD_TENSOR, args


def _not_saved(obj: Any) -> TypeError:
    state = hasattr(obj, "state_dict")
    return explained(
        TypeError(f"cannot save an object of type {type(obj).__name__}"),
        help="save its state: save(x.state_dict(), path)"
        if state
        else "save tensors, numbers and texts, and lists and dictionaries of them",
    )

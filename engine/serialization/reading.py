"""`load`: objects with tensors in them from an archive, see Note [Format] in the package."""

from __future__ import annotations

import io
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from math import prod
from typing import Any, BinaryIO

import numpy as np

from engine import dtypes
from engine.errors import explained
from engine.serialization import names
from engine.tensor import Parameter, Tensor, from_array
from engine.values import Size, device
from engine.views import strides


def load(f: str | BinaryIO, map_location: Any = None, *, weights_only: bool = True) -> Any:
    """Read what `save` or PyTorch's `torch.save` wrote.

    f: a path, or a binary file that can be read and searched.
    map_location: where tensors go in PyTorch; there is one place here.
    weights_only: code in a file is not run in any case.

    Raises:
        pickle.UnpicklingError: There is more in it than tensors and plain objects.
        RuntimeError: The file is broken, or of another format.
    """
    if isinstance(f, str):
        with open(f, "rb") as file:
            return _load(file)
    return _load(f)


def _load(file: BinaryIO) -> Any:
    try:
        with zipfile.ZipFile(file) as archive:
            return _Archive(archive, file).load()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _broken(str(error)) from None
    except pickle.UnpicklingError as error:
        if hasattr(error, "detail") or str(error).startswith("Weights only"):
            raise
        raise _broken(str(error)) from None
    except (EOFError, LookupError, AttributeError, ValueError, TypeError, OverflowError) as error:
        raise _broken(f"{type(error).__name__}: {error}") from None


def _broken(why: str) -> RuntimeError:
    return explained(
        RuntimeError(f"PytorchStreamReader failed reading zip archive: {why}"),
        help="the file must be one that torch.save wrote, whole, in its zip format",
    )


class _Archive:
    """An archive that is being read; a storage that tensors share is read once."""

    def __init__(self, archive: zipfile.ZipFile, file: BinaryIO) -> None:
        self.archive = archive
        self.members = {info.filename: info for info in archive.infolist()}
        self.length = file.seek(0, io.SEEK_END)
        self.storages: dict[str, Any] = {}
        pickles = [
            name for name in self.members if name.count("/") == 1 and name.endswith("/data.pkl")
        ]
        if len(pickles) != 1:
            raise _broken("file not found: data.pkl")
        self.root = pickles[0].partition("/")[0]

    def load(self) -> Any:
        """Return the object."""
        order = f"{self.root}/byteorder"
        if order in self.members and self.read(order) != b"little":
            raise _broken("its numbers are not little endian")
        return _Unpickler(self.read(f"{self.root}/data.pkl"), self.storage).load()

    def read(self, name: str) -> bytes:
        """Return what a member holds; it is not longer than the file itself."""
        info = self.members.get(name)
        if info is None:
            raise _broken(f"file not found: {name}")
        if info.compress_type != zipfile.ZIP_STORED or info.file_size > self.length:
            raise _broken(f"{name} is compressed, or larger than the file")
        return self.archive.read(info)

    def storage(self, pid: Any) -> Any:
        """Return the elements of a storage, which its tensors share."""
        if not (isinstance(pid, tuple) and len(pid) == 5 and pid[0] == "storage"):
            raise _broken("a storage has another description than expected")
        _, dtype, key, _, numel = pid
        if not (
            isinstance(dtype, dtypes.dtype) and isinstance(key, str) and isinstance(numel, int)
        ):
            raise _broken("a storage has another description than expected")
        if key not in self.storages:
            content = self.read(f"{self.root}/data/{key}")
            if len(content) < numel * dtype.itemsize:
                raise _broken(f"storage {key} is shorter than its tensors")
            # A copy: a tensor may be changed, the bytes of a file not.
            self.storages[key] = np.frombuffer(content, dtype.numpy, numel).copy()
        found = self.storages[key]
        if found.dtype != dtype.numpy:
            raise _broken(f"storage {key} has two types")
        return found


def _tensor(
    storage: Any, offset: Any, size: Any, stride: Any, requires_grad: Any, *rest: Any
) -> Tensor:
    """Rebuild a tensor: a view of its storage."""
    whole = [offset, *size, *stride]
    if not (
        isinstance(storage, np.ndarray)
        and len(size) == len(stride)
        and all(type(n) is int and n >= 0 for n in whole)
    ):
        raise _broken("a tensor has another description than expected")
    if prod(size) and strides.extent((size, stride, offset))[1] > storage.size:
        raise _broken("a tensor reaches beyond its storage")
    tensor = from_array(strides.strided(storage, tuple(size), tuple(stride), offset))
    return tensor.requires_grad_() if requires_grad is True else tensor


def _parameter(data: Any, requires_grad: Any, *rest: Any) -> Parameter:
    if not isinstance(data, Tensor):
        raise _broken("a parameter has another description than expected")
    return Parameter(data, requires_grad is True)


_CALLABLE: dict[tuple[str, str], Callable[..., Any]] = {
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch._utils", "_rebuild_parameter"): _parameter,
    ("collections", "OrderedDict"): OrderedDict,
    ("torch", "Size"): Size,
    ("torch", "device"): device,
    ("builtins", "set"): set,
    ("builtins", "complex"): complex,
    ("_codecs", "encode"): lambda text, code: text.encode("latin-1"),  # bytes in protocol 2
}
_VALUES: dict[tuple[str, str], Any] = {
    **{("torch", name): dtype for name, dtype in names.STORAGES.items()},
    **{("torch", dtype.name): dtype for dtype in names.STORAGES.values()},
}


_OPCODES = (
    "PROTO FRAME STOP MARK POP POP_MARK NONE NEWTRUE NEWFALSE INT BININT BININT1 BININT2 LONG LONG1 "
    "FLOAT BINFLOAT UNICODE BINUNICODE SHORT_BINUNICODE STRING BINSTRING SHORT_BINSTRING BINBYTES "
    "SHORT_BINBYTES TUPLE EMPTY_TUPLE TUPLE1 TUPLE2 TUPLE3 EMPTY_LIST LIST APPEND APPENDS EMPTY_DICT "
    "DICT SETITEM SETITEMS EMPTY_SET ADDITEMS GET BINGET LONG_BINGET PUT BINPUT LONG_BINPUT MEMOIZE "
    "GLOBAL BINPERSID REDUCE BUILD"
)
"""The instructions of pickles that build plain objects; those that make instances are not known."""


class _Unpickler(pickle._Unpickler):
    """Reads a pickle that may name what rebuilds tensors, and nothing else.

    The reader in C cannot be told which instructions it knows: `BUILD` would set any attribute.
    """

    dispatch = {  # noqa: RUF012 - as in the base class
        code: pickle._Unpickler.dispatch[code]
        for code in (getattr(pickle, name)[0] for name in _OPCODES.split())
    }

    def __init__(self, pickled: bytes, storage: Callable[[Any], Any]) -> None:
        super().__init__(io.BytesIO(pickled))
        self._storage = storage

    def find_class(self, module: str, name: str) -> Any:
        """Return what a name stands for."""
        place = ("builtins" if module == "__builtin__" else module, name)
        found = _CALLABLE.get(place, _VALUES.get(place))
        if found is None:
            raise explained(
                pickle.UnpicklingError(
                    "Weights only load failed. In PyTorch 2.6, we changed the default value of the "
                    "`weights_only` argument in `torch.load` from `False` to `True`. Unsupported "
                    f"global: GLOBAL {module}.{name} was not an allowed global by default."
                ),
                help="a file may hold tensors and plain objects: save model.state_dict(), not the "
                "model",
            )
        return found

    def persistent_load(self, pid: Any) -> Any:
        """Return a storage."""
        return self._storage(pid)

    def load_reduce(self) -> None:
        """Call what rebuilds an object: only what `find_class` gives out to be called."""
        stack = self.stack  # type: ignore[attr-defined]
        args = stack.pop()
        function = stack[-1]
        if type(args) is not tuple or not any(function is known for known in _CALLABLE.values()):
            raise _broken("an object is rebuilt by something else than a known function")
        stack[-1] = function(*args)

    dispatch[pickle.REDUCE[0]] = load_reduce  # type: ignore[assignment]

    def load_build(self) -> None:
        """Give an OrderedDict its attributes: a state dictionary notes its versions there."""
        stack = self.stack  # type: ignore[attr-defined]
        state = stack.pop()
        owner = stack[-1]
        if type(owner) is not OrderedDict or type(state) is not dict or {*state} - {"_metadata"}:
            raise _broken("attributes are set on an object that has none")
        owner.__dict__.update(state)

    dispatch[pickle.BUILD[0]] = load_build  # type: ignore[assignment]

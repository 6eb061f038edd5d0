"""What a tensor says of its values: shape, dtype, layout, and conversion to Python and NumPy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from engine import dtypes
from engine.batched import STORAGE, Batched
from engine.errors import explained

if TYPE_CHECKING:
    from engine.tensor import Tensor


class Size(tuple[int, ...]):
    """The shape of a tensor: a tuple that prints as `torch.Size([2, 3])`."""

    __slots__ = ()
    __module__ = "torch"

    def numel(self) -> int:
        """Return the number of elements of a tensor of this shape."""
        return int(np.prod(self, dtype=np.int64))

    def __repr__(self) -> str:
        return f"torch.Size([{', '.join(map(str, self))}])"

    __str__ = __repr__

    def __getitem__(self, key: Any) -> Any:
        found = tuple.__getitem__(self, key)
        return Size(found) if isinstance(key, slice) else found

    def __add__(self, other: Any) -> Size:
        return Size(tuple.__add__(self, tuple(other)))


class device:
    """Where a tensor lives; here always the CPU.

    >>> device("cpu")
    device(type='cpu')
    """

    __slots__ = ("index", "type")

    def __init__(self, type: Any = "cpu", index: int | None = None) -> None:
        name, _, number = str(getattr(type, "type", type)).partition(":")
        if name != "cpu":
            raise RuntimeError(f"this calculator computes on the CPU only, not on '{type}'")
        self.type = name
        self.index = int(number) if number else index

    def __repr__(self) -> str:
        index = "" if self.index is None else f", index={self.index}"
        return f"device(type='{self.type}'{index})"

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, device) and (self.type, self.index) == (other.type, other.index)

    def __hash__(self) -> int:
        return hash((self.type, self.index))

    def __enter__(self) -> device:
        return self

    def __exit__(self, *error: object) -> None:
        """Do nothing: new tensors live on the CPU before and after."""


CPU = device("cpu")


class Values:
    """The part of Tensor that does not concern the graph; `_data` is its storage."""

    __slots__ = ()

    _data: Any
    _fn: Any

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    # -- shape and type ------------------------------------------------------------------------

    @property
    def shape(self) -> Size:
        """The sizes of the dimensions."""
        return Size(self._data.shape)

    @property
    def dtype(self) -> dtypes.dtype:
        """The type of the elements."""
        return dtypes.BY_NUMPY[self._data.dtype]

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return self._data.ndim  # type: ignore[no-any-return]

    def size(self, dim: int | None = None) -> Any:
        """Return the shape, or the size of one dimension."""
        if dim is None:
            return Size(self._data.shape)
        shape = self._data.shape
        n = len(shape)
        if not -n <= dim < n:
            from engine.shapes import dim_error

            raise dim_error(dim, n)
        return shape[dim]

    def dim(self) -> int:
        """Return the number of dimensions."""
        return self._data.ndim  # type: ignore[no-any-return]

    def numel(self) -> int:
        """Return the number of elements."""
        return int(self._data.size)

    def is_floating_point(self) -> bool:
        """Return whether the elements are real floating-point numbers."""
        return bool(self._data.dtype.kind == "f")

    def is_complex(self) -> bool:
        """Return whether the elements are complex numbers."""
        return bool(self._data.dtype.kind == "c")

    device = CPU
    layout = "torch.strided"
    is_cpu = True
    is_cuda = is_sparse = is_quantized = False

    @property
    def itemsize(self) -> int:
        """The size of one element in bytes."""
        return int(self._data.dtype.itemsize)

    @property
    def nbytes(self) -> int:
        """The size of all elements in bytes."""
        return int(self._data.nbytes)

    def element_size(self) -> int:
        """Return the size of one element in bytes."""
        return int(self._data.dtype.itemsize)

    def nelement(self) -> int:
        """Return the number of elements."""
        return int(self._data.size)

    def ndimension(self) -> int:
        """Return the number of dimensions."""
        return int(self._data.ndim)

    def is_signed(self) -> bool:
        """Return whether the dtype holds negative numbers."""
        return self.dtype.is_signed

    def stride(self, dim: int | None = None) -> Any:
        """Return the steps between neighbours in each dimension, in elements."""
        size = self._data.dtype.itemsize
        steps = tuple(s // size for s in self._data.strides)
        if 0 in self._data.shape or 1 in self._data.shape:
            steps = self._canonical(steps)
        return steps if dim is None else steps[dim]

    def _canonical(self, steps: tuple[int, ...]) -> tuple[int, ...]:
        """Give dimensions of size 0 and 1, whose strides NumPy leaves open, those PyTorch has."""
        if not self.is_contiguous():
            return steps
        found: list[int] = []
        step = 1
        for n in reversed(self._data.shape):
            found.append(step)
            step *= max(n, 1)
        return tuple(reversed(found))

    def storage_offset(self) -> int:
        """Return where in its storage the tensor begins, in elements."""
        if self._data.__class__ is Batched:
            return self._data.value.storage_offset()
        base = self._base
        if base is None:
            return 0
        own, start = (np.asarray(t._data).__array_interface__["data"][0] for t in (self, base))
        return int(own - start) // int(self._data.dtype.itemsize)

    def is_contiguous(self, memory_format: Any = None) -> bool:
        """Return whether the elements lie in order in memory."""
        data = self._data
        return data.contiguous if data.__class__ is Batched else bool(data.flags.c_contiguous)

    def data_ptr(self) -> int:
        """Return the address of the first element."""
        if self._data.__class__ is Batched:
            raise RuntimeError(STORAGE)
        return int(self._materialize().__array_interface__["data"][0])

    # -- values --------------------------------------------------------------------------------

    def item(self) -> Any:
        """Return the one element as a Python number."""
        if self._data.size != 1 and self._data.__class__ is not Batched:
            raise RuntimeError(
                f"a Tensor with {self._data.size} elements cannot be converted to Scalar"
            )
        return self._data.item()

    def tolist(self) -> Any:
        """Return the elements as nested Python lists, or one Python number for a 0-d tensor."""
        return self._data.tolist()

    def numpy(self) -> Any:
        """Return the storage as a NumPy array, shared with this tensor."""
        if self.requires_grad:
            raise explained(
                RuntimeError(
                    "Can't call numpy() on Tensor that requires grad. "
                    "Use tensor.detach().numpy() instead."
                ),
            )
        return self._data.tolist() if self._data.__class__ is Batched else self._materialize()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.array(self.numpy(), dtype=dtype, copy=copy)

    def __bool__(self) -> bool:
        if self._data.__class__ is Batched:
            return bool(self._data)  # raises
        size = self._data.size
        if size != 1:
            raise RuntimeError(
                "Boolean value of Tensor with no values is ambiguous"
                if size == 0
                else "Boolean value of Tensor with more than one value is ambiguous"
            )
        return bool(self._data.item())

    def __float__(self) -> float:
        return float(self._one())

    def __int__(self) -> int:
        return int(self._one())

    def __complex__(self) -> complex:
        return complex(self._one())

    def __index__(self) -> int:
        if self._data.dtype.kind not in "iub" or self._data.size != 1:
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self._data.item())

    def _one(self) -> Any:
        if self._data.size != 1:
            raise ValueError("only one element tensors can be converted to Python scalars")
        return self._data.item()

    def __len__(self) -> int:
        if self._data.ndim == 0:
            raise TypeError("len() of a 0-d tensor")
        return len(self._data)

    def __iter__(self) -> Iterator[Tensor]:
        if self._data.ndim == 0:
            raise TypeError("iteration over a 0-d tensor")
        return iter(self.unbind(0))

    def __contains__(self, element: Any) -> bool:
        if isinstance(element, (Values, int, float, complex)):
            return bool(self.eq(element).any().item())
        raise RuntimeError(
            f"Tensor.__contains__ only supports Tensor or scalar, but you passed in a "
            f"{type(element)}."
        )

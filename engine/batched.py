"""What stands in a tensor for its values while `torch.func.vmap` runs: one example, seen of many.

Note [Batched]
Inside `vmap` a mapped tensor is an ordinary Tensor whose `_data` is not an array but a `Batched`: a
tensor of all examples, with a dimension that must not be seen. It answers what code asks of an
array's outside (shape, dtype, ...), those of one example, and refuses what would need its values,
NumPy's functions included. So an operator's fast path fails on it at no cost for ordinary tensors,
and the slow path computes with all examples at once (engine.func.batching).

The tensor's `_fn` is what was recorded inside the mapped function. What was recorded of the tensor
of all examples, outside of it or below, stands on that one. So transforms nest in any order.
"""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from engine.errors import explained

if TYPE_CHECKING:
    from engine.tensor import Tensor

ITEM = (
    "vmap: It looks like you're calling .item() on a Tensor. We don't support vmap over calling "
    ".item() on a Tensor, please try to rewrite what you're doing with other operations. If error "
    "is occurring somewhere inside PyTorch internals, please file a bug report."
)
CONTROL_FLOW = (
    "vmap: It looks like you're attempting to use a Tensor in some data-dependent control flow. We "
    "don't support that yet, please file an issue at https://github.com/pytorch/pytorch/issues ."
)
STORAGE = "Cannot access data pointer of Tensor that doesn't have storage"
ESCAPED = (
    "Either your tensor may have escaped from inside a function being vmapped and this is a user "
    "error (see https://pytorch.org/functorch/stable/ux_limitations.html), or there is an internal "
    "functorch error in `gen_vmap_plumbing` Please file an issue if it looks like the latter"
)


NO_RULE = (
    "vmap: this function needs the values of its arguments, and inside vmap a tensor stands for many "
    "examples with values of their own. It has no batching rule."
)


class NoValues(TypeError):
    """Something asked a mapped tensor for its values."""


class Batched:
    """The values of one example, not known: see Note [Batched].

    value: the tensor of all examples.  bdim: its dimension along which they lie, or None if it is
    the same for all.  level: the running `vmap`.
    """

    __slots__ = ("bdim", "dtype", "level", "shape", "value")
    __array_ufunc__ = None

    def __init__(self, value: Tensor, bdim: int | None, level: Any) -> None:
        data = value._data
        self.value = value
        self.bdim = bdim
        self.level = level
        self.dtype: Any = data.dtype
        shape: tuple[int, ...] = data.shape
        self.shape = shape if bdim is None else shape[:bdim] + shape[bdim + 1 :]

    @property
    def ndim(self) -> int:
        """The number of dimensions of an example."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements of an example."""
        return int(np.prod(self.shape, dtype=np.int64))

    @property
    def itemsize(self) -> int:
        """The size of one element in bytes."""
        return int(self.dtype.itemsize)

    @property
    def nbytes(self) -> int:
        """The size of an example in bytes."""
        return self.size * self.itemsize

    @property
    def strides(self) -> tuple[int, ...]:
        """How far apart in memory neighbours along each dimension of an example are."""
        strides: tuple[int, ...] = self.value._data.strides
        bdim = self.bdim
        return strides if bdim is None else strides[:bdim] + strides[bdim + 1 :]

    @property
    def contiguous(self) -> bool:
        """Whether the elements of each example lie in order in memory."""
        expected = self.itemsize
        for n, step in zip(reversed(self.shape), reversed(self.strides), strict=True):
            if n != 1 and step != expected:
                return False
            expected *= max(n, 1)
        return True

    def __len__(self) -> int:
        return self.shape[0]

    def item(self) -> Any:
        """Return the one value if it is the same for all examples; else refuse."""
        if self.bdim is None:
            return self.value._data.item()
        raise explained(
            RuntimeError(ITEM),
            help="inside vmap a tensor stands for all examples at once: compute with tensors",
        )

    def tolist(self) -> Any:
        """Return the values if they are the same for all examples; else refuse."""
        if self.bdim is None:
            return self.value._data.tolist()
        raise RuntimeError(STORAGE)

    def copy(self) -> NoReturn:
        """Refuse: `copy.deepcopy` copies storages."""
        raise NotImplementedError("Cannot access storage of BatchedTensorImpl")

    def __bool__(self) -> bool:
        if self.bdim is None:
            return bool(self.value._data)
        raise explained(
            RuntimeError(CONTROL_FLOW),
            help="inside vmap a tensor stands for all examples at once: choose with torch.where",
        )

    def _refuse(self, *arguments: Any, **options: Any) -> NoReturn:
        from engine import state

        raise NoValues(NO_RULE if state.vmap is not None else ESCAPED)

    __array__ = __getitem__ = __iter__ = __invert__ = __neg__ = __hash__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __and__ = __or__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __pow__ = __matmul__ = _refuse

    def __getattr__(self, name: str) -> Any:
        self._refuse()

    def text(self, inner: str) -> str:
        """Return how PyTorch writes a mapped tensor; `inner` is the text of all examples."""
        if self.bdim is None:
            return inner
        return (
            f"BatchedTensor(lvl={self.level.number}, bdim={self.bdim}, value=\n"
            f"{indent(inner, '    ')}\n)"
        )


def outside(data: Any) -> Any:
    """Return an array; for a mapped tensor one of an example's shape and dtype, of zeros."""
    if data.__class__ is not Batched:
        return data
    return np.broadcast_to(np.zeros((), data.dtype), data.shape)


def all_examples(tensor: Tensor) -> Tensor:
    """Return the tensor of all examples that a mapped tensor stands for; another one as it is."""
    while isinstance(tensor._data, Batched):
        tensor = tensor._data.value
    return tensor

"""Changing tensors in place after they were saved: `allow_mutation_on_saved_tensors`.

While it is active, nodes hold handles in the place of tensors (Note [Saved tensor hooks]), and whoever
is about to write asks first: what stands behind a handle is then copied.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary, WeakValueDictionary

import numpy as np

from engine.graph.saved_hooks import saved_tensors_hooks
from engine.tensor import Tensor, from_array
from engine.views import inplace


class _Handle:
    """Stands in nodes for one tensor at one version."""

    __slots__ = ("__weakref__",)


class _AllowMutationOnSavedContext:
    """The saved tensors of an `allow_mutation_on_saved_tensors` context.

    original: the tensors that were not changed yet; cloned: copies of those that were.
    """

    def __init__(self) -> None:
        self.original: WeakKeyDictionary[_Handle, Tensor] = WeakKeyDictionary()
        self.cloned: WeakKeyDictionary[_Handle, Tensor] = WeakKeyDictionary()
        self.tid_to_weakhandle: WeakValueDictionary[Any, _Handle] = WeakValueDictionary()
        self.sid_to_tid: dict[Any, set[Any]] = {}

    def clear(self) -> None:
        """Forget all saved tensors: what was recorded so far cannot be run backward any more."""
        self.original.clear()
        self.cloned.clear()
        self.tid_to_weakhandle.clear()
        self.sid_to_tid.clear()

    def _pack(self, tensor: Tensor) -> _Handle:
        storage = tensor.data_ptr(), tensor._version
        key = (id(tensor), *storage)
        self.sid_to_tid.setdefault(storage, set()).add(key)
        handle = self.tid_to_weakhandle.get(key)
        if handle is None:
            handle = self.tid_to_weakhandle[key] = _Handle()
            self.original[handle] = tensor
        return handle

    def _unpack(self, handle: _Handle) -> Tensor:
        tensor = self.cloned.get(handle) if _allowing else None
        if tensor is None:
            tensor = self.original.get(handle) if _allowing else None
        if tensor is None:
            raise AssertionError(
                "Trying to backward outside of the 'allow_mutation_on_saved_tensors' context"
                "in which the graph was originally recorded."
            )
        return tensor

    def _before_write(self, tensor: Tensor) -> None:
        """Copy what was saved of a tensor that is about to be changed."""
        for key in self.sid_to_tid.get((tensor.data_ptr(), tensor._version), ()):
            handle = self.tid_to_weakhandle.get(key)
            if handle is not None and handle not in self.cloned:
                self.cloned[handle] = from_array(np.array(self.original.pop(handle)._data))


_allowing = False


@contextmanager
def allow_mutation_on_saved_tensors() -> Iterator[_AllowMutationOnSavedContext]:
    """Let tensors be changed in place after they were saved: the node gets a copy made before.

    Both the computation and its backward pass belong inside.

    >>> import engine
    >>> x = engine.tensor(2.0, requires_grad=True)
    >>> with allow_mutation_on_saved_tensors():
    ...     y = x * 1
    ...     z = y * y
    ...     _ = y.zero_()
    ...     z.backward()
    >>> x.grad
    tensor(4.)
    """
    global _allowing
    context = _AllowMutationOnSavedContext()
    with saved_tensors_hooks(context._pack, context._unpack):
        try:
            if _allowing:
                raise RuntimeError("allow_mutation_on_saved_tensors contexts cannot be nested")
            _allowing = True
            inplace.before_write = context._before_write
            yield context
        finally:
            context.clear()
            _allowing = False
            inplace.before_write = None

"""Modules that hold parameters: ParameterList, ParameterDict."""

from __future__ import annotations

import operator
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from engine.nn.modules.container import pairs
from engine.nn.modules.module import Module
from engine.queries import typename
from engine.tensor import Parameter, Tensor

__all__ = ["ParameterDict", "ParameterList"]

HOME = "torch.nn.modules.container"


class _Values(Module):
    """Values by name; those that are tensors are parameters, the others stand in `_others`.

    (PyTorch sets attributes of any name that a key has. We do not: a key must not reach into the
    module's own attributes.)
    """

    _others: dict[str, Any]
    _keys: dict[str, None]

    def __init__(self) -> None:
        super().__init__()
        object.__setattr__(self, "_others", {})
        object.__setattr__(self, "_keys", {})

    def _put(self, key: str, value: Any) -> None:
        if isinstance(value, Tensor) and not isinstance(value, Parameter):
            value = Parameter(value)
        if isinstance(value, Parameter):
            if key in self._others:
                del self._others[key]
            self.register_parameter(key, value)
        elif self._parameters.get(key) is not None and value is not None:
            raise TypeError(
                f"cannot assign '{typename(value)}' as parameter '{key}' "
                "(torch.nn.Parameter or None expected)"
            )
        elif key in self._parameters:
            self.register_parameter(key, None)
        else:
            self._others[key] = value
        self._keys[key] = None

    def _get(self, key: str) -> Any:
        if key in self._parameters:
            return self._parameters[key]
        if key not in self._others:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{key}'")
        return self._others[key]

    def _remove(self, key: str) -> None:
        del self._keys[key]
        self._others.pop(key, None)
        if key in self._parameters:
            delattr(self, key)

    def __len__(self) -> int:
        return len(self._keys)

    def _lines(self, kind: Any) -> str:
        lines = []
        for key in self._keys:
            value = self._get(key)
            if isinstance(value, Tensor):
                what = "Parameter" if isinstance(value, Parameter) else "Tensor"
                size = "x".join(str(n) for n in value.shape)
                text = f"{what} containing: [{kind(value)} of size {size}]"
            else:
                text = f"Object of type: {type(value).__name__}"
            lines.append(f"  ({key}): {text}")
        return "\n".join(lines)


class ParameterList(_Values):
    """A list of parameters, which belong to the module that holds it; tensors become parameters."""

    def __init__(self, values: Any = None) -> None:
        super().__init__()
        if values is not None:
            self.extend(values)

    def _key(self, idx: Any) -> str:
        place = operator.index(idx)
        if not -len(self) <= place < len(self):
            raise IndexError(f"index {place} is out of range")
        return str(place % len(self))

    def __getitem__(self, idx: Any) -> Any:
        if isinstance(idx, slice):
            return type(self)([self[i] for i in range(*idx.indices(len(self)))])
        return self._get(self._key(idx))

    def __setitem__(self, idx: Any, param: Any) -> None:
        self._put(self._key(idx), param)

    def __iter__(self) -> Iterator[Any]:
        return iter(self[i] for i in range(len(self)))

    def __iadd__(self, parameters: Any) -> Self:
        return self.extend(parameters)

    def append(self, value: Any) -> Self:
        """Add a value at the end, and return the list."""
        self._put(str(len(self)), value)
        return self

    def extend(self, values: Any) -> Self:
        """Add values at the end, and return the list."""
        if not isinstance(values, Iterable) or isinstance(values, Tensor):
            raise TypeError(
                "ParameterList.extend should be called with an iterable, but got "
                + type(values).__name__
            )
        for value in values:
            self.append(value)
        return self

    def extra_repr(self) -> str:
        """Return one line a value."""
        return self._lines(lambda value: value.dtype)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse: a list of parameters computes nothing."""
        raise RuntimeError("ParameterList should not be called.")


class ParameterDict(_Values):
    """A dictionary of parameters, which belong to the module that holds it."""

    def __init__(self, parameters: Any = None) -> None:
        super().__init__()
        if parameters is not None:
            self.update(parameters)

    def _check_key(self, key: Any) -> str:
        if not isinstance(key, str):
            raise TypeError(
                "Index given to ParameterDict cannot be used as a key as it is not a string (type "
                f"is '{type(key).__name__}'). Open an issue on github if you need non-string keys."
            )
        return key

    def __getitem__(self, key: str) -> Any:
        return self._get(self._check_key(key))

    def __setitem__(self, key: str, value: Any) -> None:
        self._put(self._check_key(key), value)

    def __delitem__(self, key: str) -> None:
        if key not in self._keys:
            raise KeyError(key)
        self._remove(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __reversed__(self) -> Iterator[str]:
        return reversed(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def copy(self) -> ParameterDict:
        """Return a dictionary of the same parameters."""
        return ParameterDict(OrderedDict((key, self[key]) for key in self._keys))

    def setdefault(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, which is put there first if the key is new."""
        if key not in self:
            self[key] = default
        return self[key]

    def clear(self) -> None:
        """Remove everything."""
        for key in list(self._keys):
            del self[key]

    def pop(self, key: str) -> Any:
        """Take the value of a key out, and return it."""
        found = self[key]
        del self[key]
        return found

    def popitem(self) -> tuple[str, Any]:
        """Take out what was put in last, and return it with its key."""
        key, _ = self._keys.popitem()
        self._keys[key] = None
        return key, self.pop(key)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, or the default."""
        return self[key] if key in self._keys else default

    def fromkeys(self, keys: Iterable[str], default: Any = None) -> ParameterDict:
        """Return a new dictionary in which all keys have one value."""
        return ParameterDict((key, default) for key in keys)

    def keys(self) -> Any:
        """Return the keys."""
        return self._keys.keys()

    def items(self) -> Iterator[tuple[str, Any]]:
        """Yield the keys with their values."""
        return ((key, self[key]) for key in self._keys)

    def values(self) -> Iterator[Any]:
        """Yield the values."""
        return (self[key] for key in self._keys)

    def update(self, parameters: Any) -> None:
        """Add the values of a dictionary (in sorted order, if it is a plain one), or of pairs."""
        if not isinstance(parameters, Iterable):
            raise TypeError(
                "ParametersDict.update should be called with an iterable of key/value pairs, but "
                "got " + type(parameters).__name__
            )
        if isinstance(parameters, (OrderedDict, ParameterDict)):
            found: Any = list(parameters.items())
        elif isinstance(parameters, Mapping):
            found = sorted(parameters.items())
        else:
            found = pairs(parameters, "ParameterDict")
        for key, value in found:
            self[key] = value

    def extra_repr(self) -> str:
        """Return one line a value."""
        return self._lines(typename)

    def __call__(self, input: Any) -> Any:
        """Refuse: a dictionary of parameters computes nothing."""
        raise RuntimeError("ParameterDict should not be called.")

    def __or__(self, other: Any) -> ParameterDict:
        found = self.copy()
        found.update(other)
        return found

    def __ror__(self, other: Any) -> Any:
        found = other.copy()
        found.update(self)
        return found

    def __ior__(self, other: Any) -> Self:
        self.update(other)
        return self

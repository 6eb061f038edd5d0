"""Named results of operators that return several tensors: PyTorch's `torch.return_types`."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any


class Named(tuple[Any, ...]):
    """A tuple whose places have names, printed as PyTorch prints it."""

    __slots__ = ()
    fields: tuple[str, ...] = ()

    def __new__(cls, values: Iterable[Any]) -> Named:
        """Return the values of a sequence under this type's names."""
        found = tuple.__new__(cls, values)
        if len(found) != len(cls.fields):
            n = len(cls.fields)
            raise TypeError(
                f"{cls.__module__}.{cls.__name__}() takes a {n}-sequence "
                f"({len(found)}-sequence given)"
            )
        return found

    def __repr__(self) -> str:
        shown = ",\n".join(f"{n}={v!r}" for n, v in zip(self.fields, self, strict=True))
        return f"torch.return_types.{type(self).__name__}(\n{shown})"


def _type(name: str, *fields: str) -> type[Named]:
    body: dict[str, Any] = {
        "__slots__": (),
        "__module__": "torch.return_types",
        "__doc__": f"What `{name}` returns: {' and '.join(fields)}.",
        "fields": fields,
    }
    for place, field in enumerate(fields):
        body[field] = property(itemgetter(place))
    return type(name, (Named,), body)


max = _type("max", "values", "indices")
min = _type("min", "values", "indices")
sort = _type("sort", "values", "indices")
topk = _type("topk", "values", "indices")
kthvalue = _type("kthvalue", "values", "indices")
median = _type("median", "values", "indices")
nanmedian = _type("nanmedian", "values", "indices")
mode = _type("mode", "values", "indices")
cummax = _type("cummax", "values", "indices")
cummin = _type("cummin", "values", "indices")
aminmax = _type("aminmax", "min", "max")
frexp = _type("frexp", "mantissa", "exponent")

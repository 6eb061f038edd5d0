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

slogdet = _type("slogdet", "sign", "logabsdet")
svd = _type("svd", "U", "S", "V")
qr = _type("qr", "Q", "R")
geqrf = _type("geqrf", "a", "tau")
lu_unpack = _type("lu_unpack", "P", "L", "U")
triangular_solve = _type("triangular_solve", "solution", "cloned_coefficient")
_lu_with_info = _type("_lu_with_info", "LU", "pivots", "info")
linalg_cholesky_ex = _type("linalg_cholesky_ex", "L", "info")
linalg_eig = _type("linalg_eig", "eigenvalues", "eigenvectors")
linalg_eigh = _type("linalg_eigh", "eigenvalues", "eigenvectors")
linalg_inv_ex = _type("linalg_inv_ex", "inverse", "info")
linalg_lstsq = _type("linalg_lstsq", "solution", "residuals", "rank", "singular_values")
linalg_lu = _type("linalg_lu", "P", "L", "U")
linalg_lu_factor = _type("linalg_lu_factor", "LU", "pivots")
linalg_lu_factor_ex = _type("linalg_lu_factor_ex", "LU", "pivots", "info")
linalg_qr = _type("linalg_qr", "Q", "R")
linalg_slogdet = _type("linalg_slogdet", "sign", "logabsdet")
linalg_solve_ex = _type("linalg_solve_ex", "result", "info")
linalg_svd = _type("linalg_svd", "U", "S", "Vh")

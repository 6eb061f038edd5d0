"""Names that few programs use: known from the start, loaded when one of them is first asked for.

The functions are those of some packages of `engine.operators`; a test compares.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from engine.tensor import Tensor

_BOTH = {
    "decompositions": (
        "cholesky cholesky_inverse cholesky_solve geqrf logdet lu lu_solve matrix_exp orgqr ormqr "
        "pinverse qr slogdet svd triangular_solve"
    ),
    "uncommon": (
        "corrcoef cov diagonal_scatter dsplit frexp hsplit i0 i0_ index_reduce istft ldexp ldexp_ "
        "mvlgamma nanquantile narrow_copy nextafter quantile renorm scatter_reduce select_scatter "
        "slice_scatter split_with_sizes stft tensor_split vsplit"
    ),
}
"""What `torch` and Tensor have, by the package."""

_IN_TORCH = {
    "decompositions": "lu_unpack",
    "uncommon": (
        "alias_copy bartlett_window blackman_window combinations constant_pad_nd "
        "cumulative_trapezoid diagonal_copy expand_copy fill gradient hamming_window hann_window "
        "permute_copy select_copy slice_copy split_copy split_with_sizes_copy squeeze_copy t_copy "
        "transpose_copy trapezoid trapz unbind_copy unfold_copy unsqueeze_copy view_copy"
    ),
}

_METHODS = {
    "decompositions": "",
    "uncommon": "index_reduce_ mvlgamma_ nextafter_ renorm_ scatter_reduce_",
}

FUNCTIONS: dict[str, str] = {
    name: package for package in _BOTH for name in f"{_BOTH[package]} {_IN_TORCH[package]}".split()
}
"""The package of each function of `torch`."""

METHODS: dict[str, str] = {
    name: package for package in _BOTH for name in f"{_BOTH[package]} {_METHODS[package]}".split()
}
"""The package of each method of Tensor."""


def attach() -> None:
    """Give Tensor stand-ins for the methods; loading the operators replaces them."""
    for name, package in METHODS.items():
        setattr(Tensor, name, _stand_in(name, package))


def load(name: str) -> Any:
    """Return a function of `torch`, of whichever package it is."""
    return import_module(f"engine.operators.{FUNCTIONS[name]}").IN_TORCH[name]


def arrived(*families: ModuleType) -> dict[str, Callable[..., Any]]:
    """Make methods of the functions of families that were just loaded; return those of `torch`."""
    from engine import methods
    from engine.operators import namespace

    functions = {**namespace("torch", *families), **namespace("Tensor", *families)}
    methods.attach_functions({n: f for n, f in functions.items() if n in METHODS}, METHODS)
    return namespace("torch", *families)


def _stand_in(name: str, package: str) -> Callable[..., Any]:
    def method(self: Tensor, *args: Any, **kwargs: Any) -> Any:
        import_module(f"engine.operators.{package}")  # it replaces this method
        return getattr(Tensor, name)(self, *args, **kwargs)

    method.__name__ = method.__qualname__ = name
    return method

"""Names that few programs use: known from the start, loaded when one of them is first asked for.

The functions are those of `engine.operators.uncommon`; a test compares.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.tensor import Tensor

_BOTH = (
    "corrcoef cov diagonal_scatter dsplit frexp hsplit i0 i0_ index_reduce istft ldexp ldexp_ "
    "mvlgamma nanquantile narrow_copy nextafter quantile renorm scatter_reduce select_scatter "
    "slice_scatter split_with_sizes stft tensor_split vsplit"
)
"""What `torch` and Tensor have."""

FUNCTIONS = frozenset(
    (
        f"{_BOTH} "
        "alias_copy bartlett_window blackman_window combinations constant_pad_nd "
        "cumulative_trapezoid diagonal_copy expand_copy fill gradient hamming_window hann_window "
        "permute_copy select_copy slice_copy split_copy split_with_sizes_copy squeeze_copy t_copy "
        "transpose_copy trapezoid trapz unbind_copy unfold_copy unsqueeze_copy view_copy"
    ).split()
)
"""The functions of `torch`."""

METHODS = frozenset(f"{_BOTH} index_reduce_ mvlgamma_ nextafter_ renorm_ scatter_reduce_".split())
"""The methods of Tensor."""


def attach() -> None:
    """Give Tensor stand-ins for the methods; loading the operators replaces them."""
    for name in METHODS:
        setattr(Tensor, name, _stand_in(name))


def _stand_in(name: str) -> Callable[..., Any]:
    def method(self: Tensor, *args: Any, **kwargs: Any) -> Any:
        from engine.operators import uncommon  # noqa: F401 - it replaces this method

        return getattr(Tensor, name)(self, *args, **kwargs)

    method.__name__ = method.__qualname__ = name
    return method

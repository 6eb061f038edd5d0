"""Arithmetic with numbers inside PyTorch's composed functions, whose nodes have other names.

`x * 2` in a script makes a MulBackward0 that counts the number among its inputs; the same inside one
of PyTorch's C++ functions makes a MulBackward1 that does not.
"""

from __future__ import annotations

from typing import Any

from engine.dtypes import Array
from engine.registry import operator


@operator(
    batch="elementwise",
    name="_add_number",
    grad_fn="AddBackward1",
    promote="arithmetic",
    rules={"self": lambda grad: grad},
)
def add_number(self: Array, other: Any) -> Array:
    """A tensor plus a number."""
    return self + other


@operator(
    batch="elementwise",
    name="_sub_number",
    grad_fn="SubBackward1",
    promote="arithmetic",
    rules={"self": lambda grad: grad},
)
def sub_number(self: Array, other: Any) -> Array:
    """A tensor minus a number."""
    return self - other


@operator(
    batch="elementwise",
    name="_mul_number",
    grad_fn="MulBackward1",
    promote="arithmetic",
    rules={"self": lambda grad, other: grad * other},
)
def mul_number(self: Array, other: Any) -> Array:
    """A tensor times a number."""
    return self * other


@operator(
    batch="elementwise",
    name="_div_number",
    grad_fn="DivBackward1",
    promote="float",
    rules={"self": lambda grad, other: grad / other},
)
def div_number(self: Array, other: Any) -> Array:
    """A tensor divided by a number."""
    return self / other


@operator(
    batch="elementwise",
    name="_number_minus",
    grad_fn="RsubBackward1",
    promote="arithmetic",
    rules={"self": lambda grad: -grad},
)
def number_minus(self: Array, other: Any) -> Array:
    """A number minus a tensor."""
    return other - self

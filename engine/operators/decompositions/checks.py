"""What operators on matrices ask of their arguments, with PyTorch's words where they refuse."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.operators.linear_algebra import LinAlgError
from engine.tensor import Tensor


def tensor(name: str, argument: str, position: int, value: Any) -> Tensor:
    """Return a value if it is a tensor."""
    if not isinstance(value, Tensor):
        raise not_a_tensor(name, argument, position, value)
    return value


def matrices(name: str, a: Any, argument: str = "A") -> None:
    """Refuse what has fewer than two dimensions."""
    if a.ndim < 2:
        raise RuntimeError(f"{name}: The input tensor {argument} must have at least 2 dimensions.")


def square(name: str, a: Any, argument: str = "A") -> None:
    """Refuse what is no square matrix, nor a batch of such."""
    matrices(name, a, argument)
    if a.shape[-1] != a.shape[-2]:
        prefix = name and f"{name}: "
        raise RuntimeError(
            f"{prefix}{argument} must be batches of square matrices, but they are {a.shape[-2]} by "
            f"{a.shape[-1]} matrices"
        )


def floating(name: str, a: Any, low: bool = False) -> None:
    """Refuse integers and, unless `low`, half precision."""
    if a.dtype.kind not in "fc":
        raise RuntimeError(
            f"{name}: Expected a floating point or complex tensor as input. Got {word(a)}"
        )
    if a.dtype.name == "float16" and not low:
        raise RuntimeError(f"{name}: Low precision dtypes not supported. Got Half")


def implemented(kernel: str, a: Any, name: str = "") -> None:
    """Refuse dtypes that PyTorch's kernel of that name does not have; integers at `name`, if given."""
    if name and a.dtype.kind not in "fc":
        floating(name, a)
    if a.dtype.kind not in "fc" or a.dtype.name == "float16":
        raise NotImplementedError(f"\"{kernel}\" not implemented for '{word(a)}'")


def word(a: Any) -> str:
    """Return the name of a dtype in messages."""
    return TYPE_NAMES[a.dtype.name]


def same_dtype(name: str, a: Any, b: Any, first: str, second: str) -> None:
    """Refuse two matrices whose dtypes differ."""
    if a.dtype != b.dtype:
        raise RuntimeError(
            f"{name}Expected {first} and {second} to have the same dtype, but found {first} of type "
            f"{word(a)} and {second} of type {word(b)} instead"
        )


def system(name: str, a: Any, b: Any, left: bool) -> None:
    """Refuse an equation A X = B, or X A = B, whose shapes do not fit."""
    square(name, a)
    matrices(name, b, "B")
    if a.shape[-1] != b.shape[-2 if left else -1]:
        raise RuntimeError(
            f"{name}: Incompatible shapes of A and B for the equation {'AX' if left else 'XA'} = B "
            f"({a.shape[-2]}x{a.shape[-1]} and {b.shape[-2]}x{b.shape[-1]})"
        )


def info(name: str, found: Array, text: str, error: type[Exception] = LinAlgError) -> None:
    """Raise an error about the first matrix of a batch for which LAPACK's `info` is not 0.

    text: what failed, with {} for the number.
    """
    if np.any(found):
        raise failure(name, found, text, error)


def failure(name: str, found: Array, text: str, error: type[Exception] = LinAlgError) -> Exception:
    """Return the error that `info` raises."""
    codes = np.reshape(found, -1)
    first = int(np.flatnonzero(codes)[0])
    batch = f"(Batch element {first}): " if np.ndim(found) else ""
    return error(f"{name}: {batch}{text.format(codes[first])}")

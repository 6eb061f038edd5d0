"""The in-place arithmetic of update rules: once on plain arrays, once on tensors.

Note [Rounding]
PyTorch's kernels for a + s*x, a + x*y and the line between two points are fused multiply-adds: the
product is not rounded. `ON_ARRAYS` gets that for float32 by way of float64. It costs three times the
time of the plain arithmetic, so it is done for the few elements that people look at; in arrays of
more than `EXACT` elements the last bit may differ.

An optimizer with `differentiable=True` records its step: its rule then runs on tensors.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.tensor import Tensor

EXACT = 1024

_WIDER: dict[Any, Any] = {
    np.dtype(np.float16): np.dtype(np.float32),
    np.dtype(np.float32): np.dtype(np.float64),
}


def _add_product(a: Any, x: Any, y: Any) -> Any:
    """Return a + x*y, the product not rounded if the arrays are small: Note [Rounding]."""
    if a.size <= EXACT and (wide := _WIDER.get(a.dtype)) is not None:
        # Cast first: NumPy takes longer for operands of different dtypes.
        out = x.astype(wide)
        out *= y.astype(wide) if y.__class__ is np.ndarray else float(y)
        out += a.astype(wide)
        return out
    return np.multiply(x, y) + a


class OnArrays:
    """The arithmetic on arrays; a trailing underscore says that the first argument is changed."""

    __slots__ = ()

    sqrt = staticmethod(np.sqrt)
    sign = staticmethod(np.sign)
    abs = staticmethod(np.abs)
    maximum = staticmethod(np.maximum)
    clip = staticmethod(np.clip)
    where = staticmethod(np.where)
    detached = staticmethod(lambda a: a)

    @staticmethod
    def plus(a: Any, x: Any, scale: Any) -> Any:
        """Return a + scale*x."""
        return _add_product(a, x, a.dtype.type(scale)).astype(a.dtype, copy=False)

    @staticmethod
    def plus_product(a: Any, x: Any, y: Any, scale: Any = 1) -> Any:
        """Return a + scale*x*y."""
        scaled = x if scale == 1 else x * a.dtype.type(scale)
        return _add_product(a, scaled, y).astype(a.dtype, copy=False)

    @staticmethod
    def copy_(a: Any, x: Any) -> None:
        """Set a to x."""
        a[...] = x

    @staticmethod
    def mul_(a: Any, factor: Any) -> None:
        """Multiply a by a number or an array."""
        np.multiply(a, factor, out=a)

    @staticmethod
    def add_(a: Any, x: Any, scale: Any = 1) -> None:
        """Add scale*x to a."""
        if scale == 1:
            np.add(a, x, out=a)
        elif a.size <= EXACT:
            a[...] = _add_product(a, x, a.dtype.type(scale))
        else:
            np.add(a, np.multiply(x, a.dtype.type(scale)), out=a)

    @staticmethod
    def lerp_(a: Any, x: Any, weight: float) -> None:
        """Move a to the point a + weight*(x - a); from the nearer end, as PyTorch does."""
        number = a.dtype.type
        apart = x - a
        if abs(weight) < 0.5:
            a[...] = _add_product(a, apart, number(weight))
        else:
            a[...] = _add_product(x, apart, number(weight) - number(1))

    @staticmethod
    def addcmul_(a: Any, x: Any, y: Any, scale: Any = 1) -> None:
        """Add scale*x*y to a."""
        a[...] = _add_product(a, x if scale == 1 else x * a.dtype.type(scale), y)

    @staticmethod
    def addcdiv_(a: Any, x: Any, y: Any, scale: Any = 1) -> None:
        """Add scale*x/y to a."""
        np.add(a, (x if scale == 1 else x * a.dtype.type(scale)) / y, out=a)


class OnTensors:
    """The same arithmetic on tensors, recorded; factors are copied, as they may change later."""

    __slots__ = ()

    sqrt = staticmethod(lambda a: a.sqrt())
    sign = staticmethod(lambda a: a.sign())
    abs = staticmethod(lambda a: a.abs())
    maximum = staticmethod(lambda a, b: a.maximum(b))
    clip = staticmethod(lambda a, low, high: a.clamp(low, high))
    detached = staticmethod(lambda a: a.detach())

    @staticmethod
    def where(condition: Any, x: Any, y: Any) -> Any:
        """Return x where the condition holds, else y."""
        from engine.operators.comparison import where

        return where(condition, x, y)

    @staticmethod
    def plus(a: Any, x: Any, scale: Any) -> Any:
        """Return a + scale*x."""
        return a + x * scale if isinstance(scale, Tensor) else a.add(x, alpha=scale)

    @staticmethod
    def plus_product(a: Any, x: Any, y: Any, scale: Any = 1) -> Any:
        """Return a + scale*x*y."""
        return a.addcmul(x.clone(), y.clone(), value=scale)

    @staticmethod
    def copy_(a: Any, x: Any) -> None:
        """Set a to x."""
        a.copy_(x)

    @staticmethod
    def mul_(a: Any, factor: Any) -> None:
        """Multiply a by a number or a tensor."""
        a.mul_(factor)

    @staticmethod
    def add_(a: Any, x: Any, scale: Any = 1) -> None:
        """Add scale*x to a."""
        if isinstance(scale, Tensor):
            a.addcmul_(x, scale)
        else:
            a.add_(x, alpha=scale)

    @staticmethod
    def lerp_(a: Any, x: Any, weight: float) -> None:
        """Move a to the point a + weight*(x - a)."""
        a.lerp_(x, weight)

    @staticmethod
    def addcmul_(a: Any, x: Any, y: Any, scale: Any = 1) -> None:
        """Add scale*x*y to a."""
        a.addcmul_(x.clone(), y.clone(), value=scale)

    @staticmethod
    def addcdiv_(a: Any, x: Any, y: Any, scale: Any = 1) -> None:
        """Add scale*x/y to a."""
        if isinstance(scale, Tensor):
            a.addcdiv_(x * scale, y)
        else:
            a.addcdiv_(x.clone(), y, value=scale)


ON_ARRAYS = OnArrays()
ON_TENSORS = OnTensors()

"""Padding of the last dimensions: with a constant, by reflection, replication, in a circle."""

from __future__ import annotations

from typing import Any, ClassVar

from engine.nn import functional
from engine.nn.modules.sizes import ntuple
from engine.nn.modules.template import Template
from engine.tensor import Tensor

__all__ = [
    "CircularPad1d",
    "CircularPad2d",
    "CircularPad3d",
    "ConstantPad1d",
    "ConstantPad2d",
    "ConstantPad3d",
    "ReflectionPad1d",
    "ReflectionPad2d",
    "ReflectionPad3d",
    "ReplicationPad1d",
    "ReplicationPad2d",
    "ReplicationPad3d",
    "ZeroPad1d",
    "ZeroPad2d",
    "ZeroPad3d",
]

F: Any = functional


class _Pad(Template):
    """Pads the last `_dimensions` dimensions; `padding` is one number, or two for each of them."""

    _dimensions: ClassVar[int]
    _mode: ClassVar[str]
    padding: tuple[int, ...]

    def __init__(self, padding: Any) -> None:
        super().__init__()
        self.padding = ntuple(padding, 2 * self._dimensions)

    def forward(self, input: Tensor) -> Any:
        """Return the input with its last dimensions padded."""
        return F.pad(input, self.padding, self._mode)

    def extra_repr(self) -> str:
        """Return the padding."""
        return f"{self.padding}"


class _CircularPad(_Pad, Template):
    _mode = "circular"

    def forward(self, input: Tensor) -> Any:
        """Return the input with its last dimensions continued from their other ends."""
        one = self._dimensions + 1
        if input.dim() not in (one, one + 1):
            raise ValueError(f"expected {one}D or {one + 1}D input (got {input.dim()}D input)")
        return F.pad(input, self.padding, self._mode)


class CircularPad1d(_CircularPad):
    """Continues the last dimension from its other end."""

    _dimensions = 1


class CircularPad2d(_CircularPad):
    """Continues the last two dimensions from their other ends."""

    _dimensions = 2


class CircularPad3d(_CircularPad):
    """Continues the last three dimensions from their other ends."""

    _dimensions = 3


class _ConstantPad(_Pad, Template):
    value: float

    def __init__(self, padding: Any, value: float) -> None:
        super().__init__(padding)
        self.value = value

    def forward(self, input: Tensor) -> Any:
        """Return the input with the value around it."""
        return F.pad(input, self.padding, "constant", self.value)

    def extra_repr(self) -> str:
        """Return the padding and the value."""
        return f"padding={self.padding}, value={self.value}"


class ConstantPad1d(_ConstantPad):
    """Pads the last dimension with a value."""

    _dimensions = 1


class ConstantPad2d(_ConstantPad):
    """Pads the last two dimensions with a value."""

    _dimensions = 2


class ConstantPad3d(_ConstantPad):
    """Pads the last three dimensions with a value."""

    _dimensions = 3


class ReflectionPad1d(_Pad):
    """Pads the last dimension with its reflection."""

    _dimensions, _mode = 1, "reflect"


class ReflectionPad2d(_Pad):
    """Pads the last two dimensions with their reflections."""

    _dimensions, _mode = 2, "reflect"


class ReflectionPad3d(_Pad):
    """Pads the last three dimensions with their reflections."""

    _dimensions, _mode = 3, "reflect"


class ReplicationPad1d(_Pad):
    """Pads the last dimension with its ends."""

    _dimensions, _mode = 1, "replicate"


class ReplicationPad2d(_Pad):
    """Pads the last two dimensions with their ends."""

    _dimensions, _mode = 2, "replicate"


class ReplicationPad3d(_Pad):
    """Pads the last three dimensions with their ends."""

    _dimensions, _mode = 3, "replicate"


class ZeroPad1d(ConstantPad1d):
    """Pads the last dimension with zeros."""

    def __init__(self, padding: Any) -> None:
        super().__init__(padding, 0.0)

    extra_repr = _Pad.extra_repr


class ZeroPad2d(ConstantPad2d):
    """Pads the last two dimensions with zeros."""

    def __init__(self, padding: Any) -> None:
        super().__init__(padding, 0.0)

    extra_repr = _Pad.extra_repr


class ZeroPad3d(ConstantPad3d):
    """Pads the last three dimensions with zeros."""

    def __init__(self, padding: Any) -> None:
        super().__init__(padding, 0.0)

    extra_repr = _Pad.extra_repr

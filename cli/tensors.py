"""Which of a script's values are tensors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import TypeGuard

    from engine.tensor import Tensor


def is_tensor(value: Any) -> TypeGuard[Tensor]:
    """Return whether a value is a tensor; a script's own classes may have any attributes."""
    from engine.tensor import Tensor

    return isinstance(value, Tensor)


def tensors_in(namespace: Mapping[str, Any]) -> dict[str, Tensor]:
    """Return the tensors among a script's variables, by name."""
    return {name: value for name, value in namespace.items() if is_tensor(value)}

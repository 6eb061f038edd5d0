"""Grad modes: `no_grad`, `enable_grad`, `set_grad_enabled`, as context managers and decorators."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from engine import state

F = TypeVar("F", bound=Callable[..., Any])


class _Mode:
    """Sets the grad mode inside a `with` block or a decorated function."""

    enabled: bool

    def __init__(self) -> None:
        self._before: list[bool] = []

    def __enter__(self) -> None:
        self._before.append(state.grad_enabled)
        state.grad_enabled = self.enabled

    def __exit__(self, *exception: object) -> None:
        state.grad_enabled = self._before.pop()

    def __call__(self, function: F) -> F:
        @wraps(function)
        def decorated(*args: Any, **kwargs: Any) -> Any:
            before = state.grad_enabled
            state.grad_enabled = self.enabled
            try:
                return function(*args, **kwargs)
            finally:
                state.grad_enabled = before

        return decorated  # type: ignore[return-value]


class no_grad(_Mode):
    """Do not record operations: results do not require grad.

    >>> import engine
    >>> x = engine.tensor(3.0, requires_grad=True)
    >>> with engine.no_grad():
    ...     y = x * 2
    >>> y.requires_grad
    False
    """

    enabled = False

    def __new__(cls, function: Callable[..., Any] | None = None) -> Any:
        """Return the context manager, or the decorated function (`@no_grad` without brackets)."""
        mode = object.__new__(cls)
        if function is None:
            return mode
        mode.__init__()  # type: ignore[misc]
        return mode(function)

    def __init__(self, function: Callable[..., Any] | None = None) -> None:
        super().__init__()


class enable_grad(no_grad):
    """Record operations, inside `no_grad`."""

    enabled = True


class set_grad_enabled(_Mode):
    """Record operations or not, from now on or inside a `with` block."""

    def __init__(self, mode: bool) -> None:
        super().__init__()
        self.enabled = bool(mode)
        self._before.append(state.grad_enabled)
        state.grad_enabled = self.enabled

    def __enter__(self) -> None:
        state.grad_enabled = self.enabled

    def __call__(self, function: F) -> F:  # noqa: D102
        state.grad_enabled = self._before[-1]
        return super().__call__(function)


def is_grad_enabled() -> bool:
    """Return whether operations are recorded."""
    return state.grad_enabled

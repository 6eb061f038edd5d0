"""Grad modes and inference mode, as context managers and decorators."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from engine import observe, state
from engine.graph.versions import mark_inference
from engine.tensor import Tensor

F = TypeVar("F", bound=Callable[..., Any])


class _Mode:
    """Sets the grad mode inside a `with` block or a decorated function."""

    enabled: bool

    def __init__(self) -> None:
        self._before: list[bool] = []

    def __enter__(self) -> None:
        self._before.append(state.grad_enabled)
        state.grad_enabled = self.enabled and not state.inference

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


class inference_mode:
    """Do not record operations, and keep no books about the results: they never join a graph.

    mode: whether to; False switches an outer inference mode off.

    >>> import engine
    >>> x = engine.tensor(3.0, requires_grad=True)
    >>> with engine.inference_mode():
    ...     y = x * 2
    >>> y.is_inference()
    True
    """

    def __new__(cls, mode: Any = True) -> Any:
        """Return the context manager, or the decorated function (`@inference_mode`)."""
        if isinstance(mode, bool):
            return object.__new__(cls)
        return cls()(mode)

    def __init__(self, mode: bool = True) -> None:
        self.mode = mode
        self._before: list[tuple[bool, bool]] = []

    def __enter__(self) -> None:
        self._before.append((state.grad_enabled, state.inference))
        _set_inference(not self.mode, self.mode)

    def __exit__(self, *exception: object) -> None:
        _set_inference(*self._before.pop())

    def clone(self) -> inference_mode:
        """Return another such mode."""
        made: inference_mode = type(self)(self.mode)
        return made

    def __call__(self, function: F) -> F:
        """Return the function so that it runs in this mode."""

        @wraps(function)
        def decorated(*args: Any, **kwargs: Any) -> Any:
            with self.clone():
                return function(*args, **kwargs)

        return decorated  # type: ignore[return-value]


def _set_inference(grad_enabled: bool, inference: bool) -> None:
    state.grad_enabled = grad_enabled
    if inference and not state.inference:
        observe.watch(_mark)
    elif state.inference and not inference:
        observe.unwatch(_mark)
    state.inference = inference


def _mark(op: Any, args: tuple[Any, ...], out: Any) -> None:
    """Make the new tensors of an operation inference tensors: what shares no storage is new."""
    for tensor in out if out.__class__ is tuple else (out,):
        if isinstance(tensor, Tensor):
            mark_inference(tensor)


def is_inference(input: Tensor) -> bool:
    """Return whether a tensor was made in inference mode."""
    return input.is_inference()


def is_inference_mode_enabled() -> bool:
    """Return whether inference mode is on."""
    return state.inference


def is_grad_enabled() -> bool:
    """Return whether operations are recorded."""
    return state.grad_enabled

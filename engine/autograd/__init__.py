"""PyTorch's `torch.autograd`: passes, Function and modes; the rest is loaded when it is asked for."""

from __future__ import annotations

from typing import Any

from engine.autograd.passes import backward, grad
from engine.functions.function import Function
from engine.modes import enable_grad, inference_mode, no_grad, set_grad_enabled

_LATE: dict[str, str] = {
    "NestedIOFunction": "function",
    "detect_anomaly": "anomaly_mode",
    "set_detect_anomaly": "anomaly_mode",
    "gradcheck": "gradcheck",
    "gradgradcheck": "gradcheck",
}
"""Names that are loaded when they are asked for, with their module."""

_MODULES = ("anomaly_mode", "function", "functional", "grad_mode", "gradcheck", "graph")

__all__ = [
    "Function",
    "backward",
    "enable_grad",
    "grad",
    "inference_mode",
    "no_grad",
    "set_grad_enabled",
    *_LATE,
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _LATE:
        return getattr(import_module(f"engine.autograd.{_LATE[name]}"), name)
    if name in _MODULES:
        return import_module(f"engine.autograd.{name}")
    raise AttributeError(f"module 'torch.autograd' has no attribute '{name}'")

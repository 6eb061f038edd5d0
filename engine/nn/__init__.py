"""PyTorch's `torch.nn`: modules and containers; `functional` needs none of them and loads none."""

from __future__ import annotations

from typing import Any

_INNER = ("functional", "init", "modules", "parameter", "utils")


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _INNER:
        return import_module(f"engine.nn.{name}")
    modules = import_module("engine.nn.modules")
    if name == "__all__":
        return modules.__all__
    if name in modules.__all__:
        return getattr(modules, name)
    raise AttributeError(f"module 'torch.nn' has no attribute '{name}'")

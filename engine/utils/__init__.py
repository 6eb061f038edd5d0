"""PyTorch's `torch.utils`; `checkpoint` and `data` are loaded when they are asked for."""

from __future__ import annotations

from typing import Any

__all__: list[str] = []


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in ("checkpoint", "data"):
        return import_module(f"engine.utils.{name}")
    raise AttributeError(f"module 'torch.utils' has no attribute '{name}'")

"""PyTorch's `torch.optim`: optimizers, and their learning-rate schedules in `lr_scheduler`."""

from __future__ import annotations

from typing import Any

_HOMES = {
    "ASGD": "asgd",
    "Adadelta": "adadelta",
    "Adagrad": "adagrad",
    "Adam": "adam",
    "AdamW": "adam",
    "Adamax": "adamax",
    "LBFGS": "lbfgs",
    "NAdam": "nadam",
    "Optimizer": "optimizer",
    "RAdam": "radam",
    "RMSprop": "rmsprop",
    "Rprop": "rprop",
    "SGD": "sgd",
}
"""Each name with its module, which is loaded when the name is asked for."""

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _HOMES:
        return getattr(import_module(f"engine.optim.{_HOMES[name]}"), name)
    if name == "lr_scheduler":
        return import_module("engine.optim.lr_scheduler")
    raise AttributeError(f"module 'torch.optim' has no attribute '{name}'")

"""The base of schedulers: counting steps, setting learning rates, warnings about the order."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

from engine.errors import explained
from engine.optim.optimizer import Group, Optimizer
from engine.tensor import Tensor
from engine.warn import warn

EPOCH_IS_DEPRECATED = (
    "The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where "
    "possible. Please use `scheduler.step()` to step the scheduler. During the deprecation, if "
    "epoch is different from None, the closed form is used instead of the new chainable form, where "
    "available. Please open an issue if you are unable to replicate your use case: "
    "https://github.com/pytorch/pytorch/issues/new/choose."
)


class LRScheduler:
    """Base class of schedulers: subclasses say in `get_lr` what the next learning rates are.

    last_epoch: how many steps were made before; -1 to begin, which makes the first step at once.
    """

    __module__ = "torch.optim.lr_scheduler"

    _get_lr_called_within_step = False
    _is_initial = False
    _last_lr: list[Any]

    def __init__(self, optimizer: Any, last_epoch: int = -1) -> None:
        self.optimizer = checked(optimizer)
        if last_epoch == -1:
            for group in optimizer.param_groups:
                group.setdefault("initial_lr", copied(group["lr"]))
        else:
            for i, group in enumerate(optimizer.param_groups):
                if "initial_lr" not in group:
                    raise KeyError(
                        f"param 'initial_lr' is not specified in param_groups[{i}] when resuming "
                        "scheduler with last_epoch >= 0.\nThis typically happens when:\n1. You're "
                        "trying to resume training from a checkpoint but haven't properly loaded "
                        "the optimizer state\n2. You're using last_epoch >= 0 for a fresh training "
                        "run (not recommended)"
                    )
        self.base_lrs = values_of(optimizer, "initial_lr")
        self.last_epoch = last_epoch
        _watch_steps(optimizer)
        self._initial_step()

    def _initial_step(self) -> None:
        self._step_count = 0
        self._is_initial = True
        try:
            self.step()
        finally:
            self._is_initial = False

    def state_dict(self) -> dict[str, Any]:
        """Return all that the scheduler remembers, the optimizer aside."""
        return {key: value for key, value in vars(self).items() if key != "optimizer"}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what `state_dict` of a scheduler of the same kind returned."""
        vars(self).update(state_dict)

    def get_last_lr(self) -> list[Any]:
        """Return the learning rates that were set last, one a parameter group."""
        return self._last_lr

    def get_lr(self) -> list[Any]:
        """Return the next learning rates; for `step` to call."""
        raise NotImplementedError

    def step(self, epoch: int | None = None) -> None:
        """Set the next learning rates; call it after the optimizer's step."""
        if self._step_count == 1:
            _check_order(self.optimizer)
        self._step_count += 1
        if epoch is not None:
            warn(EPOCH_IS_DEPRECATED)
        self._update_lr(epoch)

    def _update_lr(self, epoch: int | None = None) -> None:
        self._get_lr_called_within_step = True
        try:
            if epoch is None:
                self.last_epoch += 1
                values = self.get_lr()
            else:
                self.last_epoch = epoch
                closed = self._get_closed_form_lr()
                values = self.get_lr() if closed is None else closed
        finally:
            self._get_lr_called_within_step = False
        self._set(values)

    def _get_closed_form_lr(self) -> list[Any] | None:
        """Return the learning rates of step `last_epoch` from the initial ones, if that is known."""
        return None

    def _set(self, values: list[Any]) -> None:
        for group, value in zip(self.optimizer.param_groups, values, strict=True):
            set_value(group, "lr", value)
        self._last_lr = values_of(self.optimizer, "lr")

    def _scaled(self, factor: float) -> list[Any]:
        """Return the present learning rates times a factor."""
        return [group["lr"] * factor for group in self.optimizer.param_groups]

    def _check_called_by_step(self) -> None:
        if not self._get_lr_called_within_step:
            warn(
                "To get the last learning rate computed by the scheduler, please use "
                "`get_last_lr()`."
            )


def checked(optimizer: Any) -> Optimizer:
    """Return `optimizer` if it is one."""
    if not isinstance(optimizer, Optimizer):
        raise explained(
            TypeError(f"{type(optimizer).__name__} is not an Optimizer"),
            help="the first argument of a scheduler is the optimizer whose rates it sets",
        )
    return optimizer


def _watch_steps(optimizer: Optimizer) -> None:
    """From the first scheduler on, know whether the optimizer made a step, and by its own `step`."""
    if not hasattr(optimizer, "_scheduled_step"):
        optimizer._scheduled_step = vars(optimizer).get("step")  # type: ignore[attr-defined]
        optimizer._opt_called = False  # type: ignore[attr-defined]


def _check_order(optimizer: Any) -> None:
    replaced = getattr(optimizer.step, "__self__", None) is not optimizer
    if replaced and vars(optimizer).get("step") is not optimizer._scheduled_step:
        warn(
            "Seems like `optimizer.step()` has been overridden after learning rate scheduler "
            "initialization. Please, make sure to call `optimizer.step()` before "
            "`lr_scheduler.step()`. See more details at "
            "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate"
        )
    elif not optimizer._opt_called:
        warn(
            "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and "
            "later, you should call them in the opposite order: `optimizer.step()` before "
            "`lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first "
            "value of the learning rate schedule. See more details at "
            "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate"
        )


def copied(value: Any) -> Any:
    """Return a value, or a copy of a tensor: a rate that is a tensor changes in place."""
    return value.clone() if isinstance(value, Tensor) else value


def values_of(optimizer: Optimizer, key: str) -> list[Any]:
    """Return the value of an option in each parameter group."""
    return [copied(group[key]) for group in optimizer.param_groups]


def set_value(group: Group, key: str, value: Any) -> None:
    """Set an option of a parameter group; a tensor is filled, not replaced."""
    if isinstance(group[key], Tensor):
        if isinstance(value, Tensor) and value.ndim:
            value = value.squeeze()
        group[key].fill_(value.item() if isinstance(value, Tensor) else value)
    else:
        group[key] = value


def one_each(name: str, optimizer: Optimizer, value: Any) -> list[Any]:
    """Return an argument as one value a parameter group."""
    groups = len(optimizer.param_groups)
    if isinstance(value, (list, tuple)):
        if len(value) != groups:
            raise ValueError(
                f"{name} must have the same length as optimizer.param_groups. {name} has "
                f"{len(value)} values, param_groups has {groups}."
            )
        return [copied(v) for v in value]
    return [copied(value) for _ in range(groups)]


def state_of(function: Callable[..., Any]) -> dict[str, Any] | None:
    """Return the state of a callable object of a user's class; functions have none to save."""
    return dict(vars(function)) if _has_state(function) else None


def restore(function: Callable[..., Any], state: dict[str, Any] | None) -> None:
    """Give a callable object the state that `state_of` returned."""
    if state is not None and _has_state(function):
        vars(function).update(state)


def _has_state(function: Any) -> bool:
    # Only objects that a user made callable: what our own classes and functions, or Python's,
    # hold is no user's state.
    if isinstance(function, type) or not hasattr(function, "__dict__"):
        return False
    owner = next((c for c in type(function).__mro__ if "__call__" in vars(c)), None)
    if owner is None or not isinstance(vars(owner)["__call__"], types.FunctionType):
        return False
    return owner.__module__.partition(".")[0] not in ("engine", "torch")

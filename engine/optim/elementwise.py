"""Optimizers that treat every element of a parameter alike: all but LBFGS.

Note [Blocks]
A subclass says in `_rule` what becomes of one parameter: which tensors of its state take part, and a
function that updates arrays in place. Large parameters are updated block by block: what the rule
computes in between stays in the cache, and no temporary is ever as large as the parameter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from engine import dtypes, state
from engine.errors import explained
from engine.graph.versions import mutated
from engine.optim.optimizer import Group, Optimizer
from engine.optim.updates import ON_ARRAYS, ON_TENSORS
from engine.tensor import Tensor, from_array
from engine.views import inplace
from engine.views.tracking import check_memory

State: TypeAlias = dict[str, Any]
Update: TypeAlias = Callable[..., None]

BLOCK = 1 << 16
"""How many elements are updated at once."""

_NEUTRAL: dict[str, Any] = {
    "amsgrad": False,
    "capturable": False,
    "centered": False,
    "decoupled_weight_decay": False,
    "differentiable": False,
    "foreach": None,
    "fused": None,
    "maximize": False,
    "momentum": 0,
    "nesterov": False,
}
"""What options mean that a loaded state, of an older version, does not have."""


class Elementwise(Optimizer):
    """An optimizer whose rule is elementwise: Note [Blocks]."""

    __module__ = "torch.optim.optimizer"

    _splits_complex = True
    """Whether a complex parameter is updated as pairs of real numbers."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        for group in self.param_groups:
            for name, neutral in _NEUTRAL.items():
                if name in self.defaults:
                    group.setdefault(name, neutral)
            for p in group["params"]:
                own = self.state.get(p, {})
                if "step" in own and not isinstance(own["step"], Tensor):
                    own["step"] = count(float(own["step"]))

    def _rule(self, group: Group, p: Tensor) -> tuple[tuple[Tensor, ...], Update, int]:
        """Return the tensors of the state that the rule needs, the rule, and how often it writes.

        The rule is called as `update(on, parameter, gradient, *state)`; `on` has the arithmetic.
        """
        raise NotImplementedError

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Change the parameters that have a gradient, once.

        closure: computes the loss anew and returns it; so does `step` then.
        """
        before = state.grad_enabled
        state.grad_enabled = bool(self.defaults["differentiable"])
        try:
            loss = self._loss(closure)
            for group in self.param_groups:
                if group.get("capturable"):
                    raise _not_capturable()
                for p in group["params"]:
                    meta = p._meta
                    grad = None if meta is None else meta.grad
                    if grad is None:
                        continue
                    tensors, update, writes = self._rule(group, p)
                    if group["differentiable"]:
                        grad = -grad if group["maximize"] else grad
                        update(ON_TENSORS, p, grad, *tensors)
                        continue
                    g = -grad._data if group["maximize"] else grad._data
                    _update_arrays((p, *tensors), g, update, self._splits_complex)
                    for _ in range(writes):
                        mutated(p)
        finally:
            state.grad_enabled = before
        return loss


def _update_arrays(written: tuple[Tensor, ...], g: Any, update: Update, splits: bool) -> None:
    """Update a parameter and its state, `written`, by the gradient g."""
    p = written[0]
    if inplace.before_write is not None:
        inplace.before_write(p)
    arrays = [t._data for t in written]
    data = arrays[0]
    plain = all(a.__class__ is np.ndarray for a in arrays)
    if not plain or (splits and data.dtype.kind == "c"):
        _update_copies(written, g, update, splits)
        return
    if not data.flags.forc:
        check_memory(p, ())
    if data.size > BLOCK and all(a.flags.c_contiguous for a in (*arrays, g)):
        flat = [a.reshape(-1) for a in (data, g, *arrays[1:])]
        for start in range(0, data.size, BLOCK):
            update(ON_ARRAYS, *[a[start : start + BLOCK] for a in flat])
        return
    update(ON_ARRAYS, data, g, *arrays[1:])


def _update_copies(written: tuple[Tensor, ...], g: Any, update: Update, splits: bool) -> None:
    """Update 0-d tensors, which may hold NumPy scalars, and complex ones, as pairs of reals."""
    copies = [_flat(t._data, splits) for t in written]
    update(ON_ARRAYS, copies[0], _flat(g, splits), *copies[1:])
    for t, new in zip(written, copies, strict=True):
        old = t._data
        value = new.view(old.dtype).reshape(old.shape)
        if old.__class__ is np.ndarray:
            old[...] = value
        else:
            t._data = value[()]


def _flat(data: Any, splits: bool) -> Any:
    copy = np.array(data).reshape(-1)
    return copy.view(copy.real.dtype) if splits else copy


def _not_capturable() -> AssertionError:
    return explained(
        AssertionError(
            "If capturable=True, params and state_steps must be on supported devices: "
            "['cuda', 'xpu', 'hpu', 'privateuseone', 'xla']."
        ),
        help="leave capturable out: it is for CUDA graphs",
    )


# -- what the rules have in common ---------------------------------------------------------------


def number(option: Any, group: Group) -> Any:
    """Return an option given as a number or a tensor of one element, as a number.

    The tensor itself if the step is recorded and the option has a gradient.
    """
    if not isinstance(option, Tensor):
        return option
    if group["differentiable"] and option.requires_grad:
        return option if option.ndim == 0 else option.squeeze()
    return option._data.reshape(-1)[0]


def count(value: float = 0.0) -> Tensor:
    """Return a new tensor for the number of steps: float32, or the default dtype if wider."""
    wide = dtypes.get_default_dtype() is dtypes.float64
    return from_array((np.float64 if wide else np.float32)(value))


def advance(state: State) -> float:
    """Count one more step of a parameter and return the number of steps."""
    tensor = state["step"]
    data = tensor._data
    if data.__class__ is np.ndarray:
        data += 1
        return float(data)
    tensor._data = data + data.dtype.type(1)
    return float(tensor._data)


def zeros_like(p: Tensor) -> Tensor:
    """Return zeros of the parameter's shape, dtype and memory layout."""
    return from_array(np.zeros_like(p._data))


def check(name: str, value: Any) -> None:
    """Raise PyTorch's error if an option is negative; `name` is what the message calls it."""
    if not value >= 0.0:
        raise ValueError(f"Invalid {name}: {value}")


def check_rate(lr: Any) -> None:
    """Raise PyTorch's error if the learning rate is negative or has several elements."""
    if isinstance(lr, Tensor) and lr.numel() != 1:
        raise ValueError("Tensor lr must be 1-element")
    check("learning rate", lr)


def check_betas(betas: Any) -> None:
    """Raise PyTorch's error if a decay rate of the moments is not in [0, 1)."""
    for i in range(2):
        if not 0.0 <= betas[i] < 1.0:
            raise ValueError(f"Invalid beta parameter at index {i}: {betas[i]}")


def check_fused(fused: bool | None, differentiable: bool, foreach: bool | None) -> None:
    """Raise PyTorch's error if options that exclude each other are both set."""
    if fused and differentiable:
        raise RuntimeError("`fused` does not support `differentiable`")
    if fused and foreach:
        raise RuntimeError("`fused` and `foreach` cannot be `True` together.")

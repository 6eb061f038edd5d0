"""Random small functions that run under this engine and under PyTorch alike."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np

ELEMENTWISE: dict[str, Callable[[Any, Any], Any]] = {
    "sin": lambda lib, x: lib.sin(x),
    "tanh": lambda lib, x: lib.tanh(x),
    "sigmoid": lambda lib, x: lib.sigmoid(x),
    "square": lambda lib, x: x * x,
    "cube": lambda lib, x: x**3 * 0.25,
    "exp": lambda lib, x: lib.exp(x * 0.5),
    "log": lambda lib, x: lib.log(x * x + 1.5),
    "softplus": lambda lib, x: lib.nn.functional.softplus(x),
    "quotient": lambda lib, x: x / (x * x + 2),
    "where": lambda lib, x: lib.where(x > 0.1, x * 2, x * x),
}


def _changed(x: Any) -> Any:
    y = x * 1
    y[..., :1].mul_(2)
    y[..., -1:] = y[..., :1].clone() * x[..., -1:]
    return y


SHAPED: dict[str, Callable[[Any, Any], Any]] = {
    "softmax": lambda lib, x: lib.softmax(x, -1),
    "cumsum": lambda lib, x: lib.cumsum(x, -1) * 0.5,
    "flip": lambda lib, x: lib.flip(x, (-1,)) + x,
    "centre": lambda lib, x: x - x.mean(-1, keepdim=True),
    "scaled": lambda lib, x: x * x.sum(),
    "gram": lambda lib, x: x @ x.transpose(-1, -2) if x.dim() > 1 else x.outer(x),
    "rows": lambda lib, x: x[..., :1] * x,
    "in place": lambda lib, x: x.clone().mul_(x).add_(1),
    "part in place": lambda lib, x: _changed(x),
    "stacked": lambda lib, x: lib.stack([x, x * 2])[1] + x,
}


class RandomFunction:
    """A composition of a few operations, drawn from a seed, of a tensor of a random shape."""

    def __init__(self, seed: int, *, scalar: bool = False) -> None:
        rng = random.Random(seed)
        self.shape = rng.choice([(), (1,), (2,), (3,), (2, 2), (2, 3)])
        pool = [*ELEMENTWISE] if self.shape == () else [*ELEMENTWISE, *SHAPED]
        self.steps = [rng.choice(pool) for _ in range(rng.randint(1, 4))]
        self.last = "sum" if scalar else rng.choice(["none", "none", "sum", "last"])
        self.values = np.random.default_rng(seed).normal(size=self.shape)
        self.direction = np.random.default_rng(seed + 1).normal(size=self.shape)

    def on(self, lib: Any) -> Callable[[Any], Any]:
        """The function for the tensors of one library."""

        def function(x: Any) -> Any:
            for step in self.steps:
                x = (ELEMENTWISE.get(step) or SHAPED[step])(lib, x)
            if self.last == "sum":
                return x.sum()
            return x.sum(-1) if self.last == "last" and x.dim() else x

        return function

    def input(self, lib: Any, what: str = "values", requires_grad: bool = False) -> Any:
        """The point, or the direction, as a tensor of one library."""
        array = np.asarray(getattr(self, what))
        made = lib.tensor(array.tolist(), dtype=lib.float64).reshape(self.shape)
        return made.detach().requires_grad_(requires_grad)

    def __repr__(self) -> str:
        return f"{self.shape} {' '.join(self.steps)} {self.last}"


def array(value: Any) -> Any:
    """The values of a tensor of either library."""
    return np.array(value.detach().tolist(), dtype=float).reshape(tuple(value.shape))


def agree(
    ours: Any, theirs: Any, what: object, rtol: float = 1e-9, *, connected: bool = True
) -> None:
    """Assert that two nested results agree: structure, shapes, values, and who requires grad.

    connected: False for forward mode, where PyTorch's formulas connect some results to a graph that
    they do not depend on.
    """
    assert type(ours).__name__ == type(theirs).__name__, what
    if isinstance(ours, (tuple, list)):
        assert len(ours) == len(theirs), what
        for a, b in zip(ours, theirs, strict=True):
            agree(a, b, what, rtol, connected=connected)
        return
    assert tuple(ours.shape) == tuple(theirs.shape), what
    assert str(ours.dtype) == str(theirs.dtype), what
    assert ours.requires_grad == theirs.requires_grad or not (connected or ours.requires_grad), what
    np.testing.assert_allclose(
        array(ours), array(theirs), rtol=rtol, atol=rtol, err_msg=str(what), equal_nan=True
    )


def differences(function: Callable[[Any], Any], x: Any, eps: float = 1e-6) -> Any:
    """The Jacobian of a function of one tensor by central differences: output's shape, input's."""
    columns = []
    for index in np.ndindex(tuple(x.shape)):
        values = []
        for sign in (1.0, -1.0):
            moved = array(x)
            moved[index] += sign * eps
            values.append(array(function(x.new_tensor(moved.tolist()).reshape(tuple(x.shape)))))
        columns.append((values[0] - values[1]) / (2 * eps))
    return np.stack(columns, -1).reshape(columns[0].shape + tuple(x.shape))

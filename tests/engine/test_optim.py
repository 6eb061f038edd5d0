"""Optimizers change parameters as PyTorch's do: random options, random gradients, random models."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

import engine
from engine.optim.elementwise import BLOCK

NAMES = (
    "SGD Adam AdamW RMSprop Adagrad Adadelta Adamax NAdam RAdam Rprop ASGD LBFGS".split()  # noqa: SIM905
)
BETAS = [(0.8, 0.99), (0.3, 0.9), (0.6, 0.7)]
CHOICES: dict[str, dict[str, list[Any]]] = {
    "SGD": {"momentum": [0.9, 0.5], "dampening": [0.3]},
    "Adam": {"amsgrad": [True], "betas": BETAS},
    "AdamW": {"amsgrad": [True], "betas": BETAS},
    "RMSprop": {"centered": [True], "momentum": [0.9], "alpha": [0.4]},
    "Adagrad": {"lr_decay": [0.1], "initial_accumulator_value": [0.5]},
    "Adadelta": {"rho": [0.5], "eps": [0.1]},
    "Adamax": {"betas": BETAS},
    "NAdam": {"betas": BETAS, "decoupled_weight_decay": [True], "momentum_decay": [0.1]},
    "RAdam": {"betas": BETAS, "decoupled_weight_decay": [True]},
    "Rprop": {"etas": [(0.3, 1.5)], "step_sizes": [(0.001, 0.2)]},
    "ASGD": {"t0": [0, 2], "lambd": [0.01], "alpha": [0.5]},
    "LBFGS": {
        "max_iter": [1, 4],
        "history_size": [2],
        "line_search_fn": ["strong_wolfe"],
    },
}
ROOTS = ("Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "NAdam", "RAdam")
"""Those that take square roots, which PyTorch's float32 kernel does not always round correctly."""


def options(name: str, seed: int) -> dict[str, Any]:
    rng = random.Random(f"{name} {seed}")
    found: dict[str, Any] = {"lr": rng.choice([0.1, 0.01, 0.5])}
    for option, values in CHOICES[name].items():
        if rng.random() < 0.5:
            found[option] = rng.choice(values)
    if name == "SGD" and found.get("momentum") and "dampening" not in found:
        found["nesterov"] = rng.random() < 0.5
    if name not in ("LBFGS", "Rprop") and rng.random() < 0.5:
        found["weight_decay"] = rng.choice([0.1, 0.01])
    if name != "LBFGS" and rng.random() < 0.3:
        found["maximize"] = True
        found["lr"] = 0.01
    return found


def plain(value: Any) -> Any:
    """A state or a parameter as text and numbers."""
    if hasattr(value, "grad_fn"):
        return [str(value.dtype), list(value.shape), *value.detach().reshape(-1).tolist()]
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, (list, tuple)) else value


def same(x: Any, y: Any, tolerance: float) -> bool:
    if isinstance(x, dict):
        return list(x) == list(y) and all(same(x[k], y[k], tolerance) for k in x)
    if isinstance(x, (list, tuple)):
        return len(x) == len(y) and all(same(a, b, tolerance) for a, b in zip(x, y, strict=True))
    if isinstance(x, float) and isinstance(y, float):
        return x == y or (x != x and y != y) or abs(x - y) <= tolerance * max(1.0, abs(y))
    return bool(x == y)


def train(lib: Any, name: str, seed: int, dtype: str) -> tuple[Any, ...]:
    """Train a small perceptron and return all that can be seen of it."""
    rng = np.random.default_rng(seed)

    def tensor(values: Any) -> Any:
        return lib.tensor(np.asarray(values).tolist(), dtype=getattr(lib, dtype))

    shapes = [(3, 4), (4,), (), (4, 1)]
    w1, b, s, w2 = (tensor(rng.normal(size=shape)).requires_grad_() for shape in shapes)
    unused = tensor(1.0).requires_grad_()
    x, y = tensor(rng.normal(size=(5, 3))), tensor(rng.normal(size=(5, 1)))
    params: Any = [w1, b, s, w2, unused]
    if name != "LBFGS" and seed % 2:
        params = [{"params": [w1, b]}, {"params": [s, w2, unused], "lr": 0.05}]
    optimizer = getattr(lib.optim, name)(params, **options(name, seed))
    losses: list[float] = []

    def closure() -> Any:
        optimizer.zero_grad()
        loss = (((x @ w1 * s + b).tanh() @ w2 - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        return loss

    for _ in range(2 if name == "LBFGS" else 5):
        optimizer.step(closure)
    leaves = [w1, b, s, w2, unused]
    versions = [p._version for p in leaves] if name != "LBFGS" else []
    return plain(leaves), versions, plain(optimizer.state_dict()), losses, repr(optimizer)


@pytest.mark.oracle
@pytest.mark.parametrize("name", NAMES)
def test_training_agrees_with_torch(torch: Any, name: str) -> None:
    # L-BFGS divides by differences of gradients: rounding grows with every iteration.
    tolerance = 1e-6 if name == "LBFGS" else 1e-12
    for seed in range(12):
        ours, theirs = (train(lib, name, seed, "float64") for lib in (engine, torch))
        assert same(ours, theirs, tolerance), (seed, options(name, seed), ours, theirs)


def follow(lib: Any, name: str, seed: int, dtype: str) -> Any:
    """Give an optimizer the same random gradients under both."""
    rng = np.random.default_rng(seed)

    def tensor(shape: tuple[int, ...]) -> Any:
        return lib.tensor(rng.normal(size=shape).tolist(), dtype=getattr(lib, dtype))

    shapes = [(3, 4), (), (5,), (2, 100)]
    params = [tensor(shape).requires_grad_() for shape in shapes]
    optimizer = getattr(lib.optim, name)(params, **options(name, seed))
    for _ in range(4):
        for p, shape in zip(params, shapes, strict=True):
            p.grad = tensor(shape)
        optimizer.step()
    return plain(params), plain(optimizer.state_dict())


@pytest.mark.oracle
@pytest.mark.parametrize("name", [n for n in NAMES if n != "LBFGS"])
def test_float32_agrees_to_the_last_bit(torch: Any, name: str) -> None:
    tolerance = 4e-6 if name in ROOTS else 0.0
    for seed in range(10):
        ours, theirs = (follow(lib, name, seed, "float32") for lib in (engine, torch))
        assert same(ours, theirs, tolerance), (seed, options(name, seed), ours, theirs)


@pytest.mark.oracle
@pytest.mark.parametrize("name", [n for n in NAMES if n != "LBFGS"])
def test_complex_parameters_agree_with_torch(torch: Any, name: str) -> None:
    def run(lib: Any) -> Any:
        rng = np.random.default_rng(3)
        values = rng.normal(size=(8, 2, 3)) + 1j * rng.normal(size=(8, 2, 3))
        p = lib.tensor(values[0].tolist(), dtype=lib.complex128).requires_grad_()
        z = lib.tensor(complex(values[1, 0, 0]), dtype=lib.complex128).requires_grad_()
        optimizer = getattr(lib.optim, name)([p, z], lr=0.125)
        for grad in values[2:]:
            p.grad = lib.tensor(grad.tolist(), dtype=lib.complex128)
            z.grad = lib.tensor(complex(grad[0, 0]), dtype=lib.complex128)
            optimizer.step()
        return [[[v.real, v.imag] for v in t.detach().reshape(-1).tolist()] for t in (p, z)]

    assert same(run(engine), run(torch), 1e-12)


@pytest.mark.oracle
@pytest.mark.parametrize("name", ["SGD", "Adam", "RMSprop", "Adagrad", "Adadelta", "RAdam"])
def test_differentiable_steps_agree_with_torch(torch: Any, name: str) -> None:
    def run(lib: Any) -> Any:
        start = lib.tensor([1.0, -2.0], dtype=lib.float64, requires_grad=True)
        scale = lib.tensor(3.0, dtype=lib.float64, requires_grad=True)
        w = start.clone()
        w.retain_grad()
        extra = {"momentum": 0.5} if name == "SGD" else {}
        optimizer = getattr(lib.optim, name)([w], lr=0.25, differentiable=True, **extra)
        for factor in (1.0, 2.0):
            w.grad = scale * factor * lib.tensor([1.0, 0.5], dtype=lib.float64)
            optimizer.step()
        found = lib.autograd.grad((w * w).sum(), [start, scale])
        return plain([w, *found])

    # Adam's bias corrections are tensors of float32 there.
    assert same(run(engine), run(torch), 1e-5 if name == "Adam" else 1e-10)


def test_blocks_make_no_difference() -> None:
    """A large parameter is updated block by block, and ends as if it were not."""
    rng = np.random.default_rng(0)
    size = 2 * BLOCK + 7
    values, grads = rng.normal(size=size), rng.normal(size=(3, size))
    for name in ("SGD", "Adam", "RMSprop", "Rprop", "ASGD"):
        found = []
        for shape in ((size,), (1, size, 1)):
            whole = engine.tensor(values).reshape(shape).requires_grad_()
            parts = [engine.tensor(values[i : i + 5000]) for i in range(0, size, 5000)]
            for p in parts:
                p.requires_grad_()
            for params in ([whole], parts):
                optimizer = getattr(engine.optim, name)(params, lr=0.01)
                for grad in grads:
                    start = 0
                    for p in params:
                        end = start + p.numel()
                        p.grad = engine.tensor(grad[start:end]).reshape(p.shape)
                        start = end
                    optimizer.step()
                found.append(np.concatenate([p.detach().numpy().reshape(-1) for p in params]))
        for other in found[1:]:
            np.testing.assert_array_equal(found[0], other, err_msg=name)


def test_a_step_changes_parameters_where_they_lie() -> None:
    w = engine.zeros(3, 4).t().detach().requires_grad_()
    array = w.detach().numpy()
    w.grad = engine.ones(4, 3)
    engine.optim.SGD([w], lr=0.5).step()
    assert np.all(array == -0.5)
    assert w.stride() == (1, 4)


def test_overlapping_parameters_are_refused() -> None:
    w = engine.zeros(1).expand(3).detach().requires_grad_()
    w.grad = engine.ones(3)
    with pytest.raises(RuntimeError, match="more than one element of the written-to tensor"):
        engine.optim.SGD([w], lr=0.5).step()


def test_steps_leave_nothing_behind() -> None:
    import gc
    import weakref

    w = engine.ones(2, requires_grad=True)
    optimizer = engine.optim.Adam([w], lr=0.5)
    engine.optim.lr_scheduler.StepLR(optimizer, 2)
    (w * w).sum().backward()
    optimizer.step()
    ghosts = [weakref.ref(w), weakref.ref(optimizer)]
    del w, optimizer
    gc.collect()
    assert [ghost() for ghost in ghosts] == [None, None]

"""Random stacks of layers learn the same under both engines, and leave nothing behind."""

from __future__ import annotations

import gc
import warnings
import weakref
from typing import Any

import numpy as np
import pytest

import engine
import engine.nn
from tests.engine.referee import number

FLAT = (
    "nn.Linear({n}, {m})",
    "nn.Linear({n}, {m}, bias=False)",
    "nn.Sequential(nn.Linear({n}, {m}), nn.ReLU())",
)
KEEPING = (
    "nn.ReLU()",
    "nn.ReLU(inplace=True)",
    "nn.Tanh()",
    "nn.LeakyReLU(0.1)",
    "nn.ELU()",
    "nn.PReLU()",
    "nn.BatchNorm1d({n})",
    "nn.LayerNorm({n})",
    "nn.RMSNorm({n})",
    "nn.Dropout(0.25)",
    "nn.Softmax(dim=1)",
    "nn.Identity()",
    "nn.Sequential(nn.Linear({n}, {n}), nn.GELU(), nn.Linear({n}, {n}))",
)
LOSSES = (
    "nn.MSELoss()",
    "nn.SmoothL1Loss()",
    "nn.HuberLoss(delta=0.5)",
    "nn.L1Loss(reduction='sum')",
)


def stack(seed: int) -> tuple[str, int, int]:
    """The text of a random stack, and how many features go in and out."""
    rng = np.random.default_rng(seed)
    first = width = int(rng.integers(1, 5))
    layers = []
    for _ in range(int(rng.integers(2, 7))):
        if rng.random() < 0.5:
            wide = int(rng.integers(1, 6))
            layers.append(str(rng.choice(FLAT)).format(n=width, m=wide))
            width = wide
        else:
            layers.append(str(rng.choice(KEEPING)).format(n=width))
    layers.append(f"nn.Linear({width}, {width})")
    return f"nn.Sequential({', '.join(layers)})", first, width


def learn(library: Any, seed: int) -> list[Any]:
    """Train a random stack for three steps; return all that can be seen of it on the way."""
    text, first, last = stack(seed)
    rng = np.random.default_rng(seed)
    library.manual_seed(seed)
    net = eval(text, {"nn": library.nn})
    loss = eval(LOSSES[seed % len(LOSSES)], {"nn": library.nn})
    x = library.tensor(rng.normal(size=(6, first)).tolist())
    target = library.tensor(rng.normal(size=(6, last)).tolist())
    found: list[Any] = [repr(net), [n for n, _ in net.named_modules()], list(net.state_dict())]
    for step in range(3):
        if step == 2:
            net.eval()
        y = net(x)
        value = loss(y, target)
        net.zero_grad(set_to_none=bool(step))
        try:
            value.backward()
        except RuntimeError as error:  # a ReLU in place has changed what the one before it saved
            return [*found, str(error)]
        with library.no_grad():
            for p in net.parameters():
                if p.grad is not None:
                    p -= 0.05 * p.grad
        found += [y.grad_fn.name(), number(value)]
        found += [number(v) for v in net.state_dict().values()]
        found += [number(p.grad) for p in net.parameters()]
    return found


@pytest.mark.parametrize("seed", range(40))
def test_stack_learns_as_in_pytorch(torch: Any, seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ours, theirs = learn(engine, seed), learn(torch, seed)
    assert len(ours) == len(theirs)
    for x, y in zip(ours, theirs, strict=True):
        if isinstance(y, np.ndarray):
            np.testing.assert_allclose(x, y, rtol=2e-4, atol=2e-5, err_msg=stack(seed)[0])
        else:
            assert x == y


def test_nothing_is_alive_after_a_pass_with_hooks() -> None:
    net = engine.nn.Sequential(engine.nn.Linear(2, 2), engine.nn.ReLU(), engine.nn.Linear(2, 1))
    seen: list[str] = []
    for module in net.modules():
        module.register_full_backward_hook(lambda m, gi, go: seen.append(type(m).__name__))
        module.register_full_backward_pre_hook(lambda m, go: None)
        module.register_forward_hook(lambda m, args, out: None)
    gc.disable()
    try:
        x = engine.ones(3, 2, requires_grad=True)
        y = net(x)
        loss = y.sum()
        nodes = [loss.grad_fn]
        alive = []
        while nodes:
            node = nodes.pop()
            alive.append(weakref.ref(node))
            nodes += [n for n, _ in node.next_functions if n is not None]
        loss.backward()
        assert seen == ["Linear", "ReLU", "Linear", "Sequential"]
        del y, loss, node
        assert [r for r in alive if r() is not None] == []
    finally:
        gc.enable()


def test_a_module_dies_without_the_collector() -> None:
    gc.disable()
    try:
        net = engine.nn.Sequential(engine.nn.Linear(2, 2), engine.nn.BatchNorm1d(2))
        net.register_forward_hook(lambda m, args, out: None)
        net(engine.ones(2, 2)).sum().backward()
        refs = [weakref.ref(m) for m in net.modules()] + [weakref.ref(p) for p in net.parameters()]
        del net
        assert [r for r in refs if r() is not None] == []
    finally:
        gc.enable()


def test_functional_alone_loads_no_module() -> None:
    import subprocess
    import sys

    code = (
        "import sys, engine, engine.nn.functional;"
        "sys.exit('engine.nn.modules' in sys.modules or 'engine.nn.init' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

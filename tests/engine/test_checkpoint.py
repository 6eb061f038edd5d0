"""Checkpoints keep no intermediate values, and give the gradients of the function without them."""

from __future__ import annotations

import gc
import random
import weakref
from typing import Any

import numpy as np
import pytest

import engine
from engine.utils.checkpoint import checkpoint, checkpoint_sequential

FUNCTIONS = ("sin", "exp", "tanh", "sigmoid", "square")


def chain(lib: Any, names: list[str]) -> Any:
    def run(x: Any, w: Any) -> Any:
        for name in names:
            x = getattr(lib, name)(x * w) + x
        return x

    return run


def segments(lib: Any, call: Any, seed: int, use_reentrant: bool | None) -> list[Any]:
    """Values and gradients of a chain of functions, in checkpoints unless use_reentrant is None."""
    rng = random.Random(seed)
    x = lib.tensor([0.3, -0.7], dtype=lib.float64, requires_grad=True)
    w = lib.tensor([0.5, 0.2], dtype=lib.float64, requires_grad=True)
    y = x
    for _ in range(3):
        run = chain(lib, [rng.choice(FUNCTIONS) for _ in range(rng.randint(1, 3))])
        y = run(y, w) if use_reentrant is None else call(run, y, w, use_reentrant=use_reentrant)
    y.sum().backward()
    return [t.detach().numpy().copy() for t in (y, x.grad, w.grad)]


@pytest.mark.parametrize("use_reentrant", [True, False])
def test_gradients_are_those_without_checkpoints(use_reentrant: bool) -> None:
    for seed in range(10):
        plain = segments(engine, None, seed, None)
        for x, y in zip(plain, segments(engine, checkpoint, seed, use_reentrant), strict=True):
            np.testing.assert_allclose(x, y, rtol=1e-12)  # sums come in another order


@pytest.mark.oracle
@pytest.mark.parametrize("use_reentrant", [True, False])
def test_gradients_agree_with_torch(torch: Any, use_reentrant: bool) -> None:
    from torch.utils.checkpoint import checkpoint as theirs

    for seed in range(10):
        ours = segments(engine, checkpoint, seed, use_reentrant)
        for x, y in zip(ours, segments(torch, theirs, seed, use_reentrant), strict=True):
            np.testing.assert_allclose(x, y, rtol=1e-12)


@pytest.mark.parametrize("use_reentrant", [True, False])
def test_intermediate_values_are_not_kept(use_reentrant: bool) -> None:
    alive: list[weakref.ref[Any]] = []

    def block(x: Any) -> Any:
        for _ in range(3):
            x = x.exp()
            alive.append(weakref.ref(x))
        return x.sum()

    x = engine.tensor([0.1, 0.2], requires_grad=True)
    y = checkpoint(block, x, use_reentrant=use_reentrant)
    gc.collect()
    assert [r() for r in alive] == [None] * 3
    y.backward()
    gc.collect()
    assert len(alive) >= 5
    assert [r() for r in alive] == [None] * len(alive)


def test_second_derivatives_through_a_checkpoint() -> None:
    x = engine.tensor(2.0, dtype=engine.float64, requires_grad=True)
    y = checkpoint(lambda v: v**4, x, use_reentrant=False)
    (g,) = engine.autograd.grad(y, x, create_graph=True)
    (gg,) = engine.autograd.grad(g, x)
    assert (g.item(), gg.item()) == (32.0, 48.0)


def test_contexts_surround_both_runs() -> None:
    seen: list[str] = []

    class Noted:
        def __init__(self, name: str) -> None:
            self.name = name

        def __enter__(self) -> None:
            seen.append(f"{self.name} in")

        def __exit__(self, *exception: object) -> None:
            seen.append(f"{self.name} out")

    x = engine.tensor(2.0, requires_grad=True)
    y = checkpoint(
        lambda v: v.exp().exp(),
        x,
        use_reentrant=False,
        context_fn=lambda: (Noted("first"), Noted("again")),
    )
    seen.append("backward")
    y.backward()
    assert seen == ["first in", "first out", "backward", "again in", "again out"]


def test_an_error_in_the_second_run_leaves_the_state_alone() -> None:
    calls: list[int] = []

    def once(x: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            raise KeyError("gone")
        return x.exp()

    for use_reentrant in (True, False):
        calls.clear()
        x = engine.tensor(2.0, requires_grad=True)
        y = checkpoint(once, x, use_reentrant=use_reentrant)
        engine.manual_seed(5)
        with pytest.raises(KeyError):
            y.backward()
        assert engine.is_grad_enabled()
        drawn = engine.rand(1).item()
        engine.manual_seed(5)
        assert drawn == engine.rand(1).item()


def test_a_sequence_in_segments_is_the_sequence() -> None:
    layers = [engine.sin, engine.exp, engine.tanh, engine.square, engine.sigmoid]
    for segments_ in (1, 2, 3, 5):
        x = engine.tensor([0.3, 0.4], dtype=engine.float64, requires_grad=True)
        y = checkpoint_sequential(layers, segments_, x, use_reentrant=False)
        expected = x
        for layer in layers:
            expected = layer(expected)
        assert engine.equal(y, expected)
        (g,) = engine.autograd.grad(y.sum(), x)
        (h,) = engine.autograd.grad(expected.sum(), x)
        assert engine.equal(g, h)

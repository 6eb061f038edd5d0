"""`torch.func` on random functions, alone and nested: against finite differences and PyTorch."""

from __future__ import annotations

import gc
import random
import weakref
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import engine
from engine import func, state
from engine.func.levels import time_made
from tests.engine.random_functions import RandomFunction, agree, array, differences

SEEDS = range(60)

# PyTorch compiles decompositions at the first use of forward mode, and warns about itself.
pytestmark = pytest.mark.filterwarnings("ignore:.torch.jit:DeprecationWarning")


@pytest.mark.parametrize("seed", SEEDS)
def test_jacobians_are_what_differences_say(seed: int) -> None:
    f = RandomFunction(seed)
    x = f.input(engine)
    expected = differences(f.on(engine), x)
    for jacobian in (func.jacrev, func.jacfwd):
        found = array(jacobian(f.on(engine))(x))
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6, err_msg=str(f))


def _calls(
    lib: Any, func: Any, f: RandomFunction, leaf: bool, no_grad: bool
) -> tuple[list[Any], list[Any]]:
    """The results of all transforms, reverse and forward, of functions, one of which captures a leaf."""
    x = f.input(lib, requires_grad=leaf)
    v = f.input(lib, "direction")
    w = lib.tensor(0.5, dtype=lib.float64, requires_grad=True)
    plain = f.on(lib)
    reverse: list[Any] = []
    forward: list[Any] = []
    with lib.set_grad_enabled(not no_grad):
        for g in (plain, lambda x: plain(x * w)):
            out, pull = func.vjp(g, x)
            reverse += [out, pull(out.detach() * 0 + 2)]
            reverse += [func.jacrev(g)(x), func.jacrev(g, argnums=(0,))(x)]
            forward += [func.jvp(g, (x,), (v,)), func.jacfwd(g)(x)]
            if f.last == "sum":
                reverse.append(func.grad_and_value(g)(x))
                reverse.append(func.grad(lambda x, g=g: (func.grad(g)(x) * v).sum())(x))
                forward += [func.hessian(g)(x), func.jvp(func.grad(g), (x,), (v,))]
    return reverse, forward


@pytest.mark.oracle
@pytest.mark.parametrize(("leaf", "no_grad"), [(False, False), (True, False), (True, True)])
@pytest.mark.parametrize("seed", SEEDS)
def test_random_functions_agree_with_pytorch(
    torch: ModuleType, seed: int, leaf: bool, no_grad: bool
) -> None:
    f = RandomFunction(seed, scalar=seed % 2 == 0)
    ours = _calls(engine, func, f, leaf, no_grad)
    theirs = _calls(torch, torch.func, f, leaf, no_grad)
    agree(ours[0], theirs[0], f, rtol=1e-8)
    agree(ours[1], theirs[1], f, rtol=1e-8, connected=False)


def _nested(func: Any, seed: int, g: Any) -> tuple[Any, str]:
    """A random tower of transforms on a scalar function of a tensor, and its name."""
    rng = random.Random(seed)
    names = []
    for _ in range(rng.randint(2, 3)):
        name = rng.choice(["jacrev", "jacfwd", "grad of sum", "jvp", "vjp"])
        names.append(name)
        g = _step(func, name, g)
    return g, " ".join(names)


def _step(func: Any, name: str, g: Any) -> Any:
    if name in ("jacrev", "jacfwd"):
        return getattr(func, name)(g)
    if name == "grad of sum":
        return func.grad(lambda x: (g(x) ** 2).sum())
    if name == "jvp":
        return lambda x: func.jvp(g, (x,), (x * 0 + 0.5,))[1]

    def pulled(x: Any) -> Any:
        out, pull = func.vjp(g, x)
        return pull(out)[0]

    return pulled


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(80))
def test_nested_transforms_agree_with_pytorch(torch: ModuleType, seed: int) -> None:
    f = RandomFunction(seed)
    leaf = seed % 3 == 0
    found = []
    for lib, functions in ((engine, func), (torch, torch.func)):
        g, names = _nested(functions, seed, f.on(lib))
        x = f.input(lib, requires_grad=leaf)
        try:
            result = g(x)
        except RuntimeError as error:
            if lib is engine or "ZeroTensors" not in str(error):
                raise
            pytest.skip("PyTorch cannot change its zero tensors in place")
        found.append([result])
        if result.requires_grad:
            found[-1].append(lib.autograd.grad(result.sum(), x, allow_unused=True)[0])
    if any(len(results) == 1 or results[1] is None for results in found):
        found = [results[:1] for results in found]  # it does not depend on x
    forward = "jacfwd" in names or "jvp" in names
    agree(found[0], found[1], f"{f} under {names}", rtol=1e-8, connected=not forward)


def test_memory_of_a_level_is_freed() -> None:
    seen = []

    def f(x: Any) -> Any:
        y = x * 2
        seen.extend([weakref.ref(x), weakref.ref(y), weakref.ref(y.grad_fn)])
        return (y * y).sum()

    result = func.grad(f)(engine.ones(3))
    gc.collect()
    assert [r() for r in seen] == [None] * 3
    assert not result.requires_grad


def test_state_is_restored_after_an_exception() -> None:
    def fails(x: Any) -> Any:
        raise ValueError("no")

    for transformed in (
        func.grad(fails),
        func.jacrev(fails),
        func.jacfwd(fails),
        lambda x: func.jvp(fails, (x,), (x,)),
        func.grad(func.grad(fails)),
    ):
        with engine.no_grad(), pytest.raises(ValueError, match="no"):
            transformed(engine.ones(2))
    assert state.levels == []
    assert engine.is_grad_enabled()


def test_tracked_leaves_are_known_while_they_live() -> None:
    kept = []
    func.grad(lambda x: (kept.append(x), x.sum())[1])(engine.ones(2))
    assert time_made(kept[0]) > 0
    assert time_made(engine.ones(2, requires_grad=True)) == 0

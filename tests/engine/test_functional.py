"""`torch.autograd.functional` on random functions: against finite differences and PyTorch."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

import engine
from engine.autograd import functional
from tests.engine.random_functions import RandomFunction, agree, array, differences

SEEDS = range(60)

# PyTorch compiles decompositions at the first use of forward mode, and warns about itself.
pytestmark = pytest.mark.filterwarnings("ignore:.torch.jit:DeprecationWarning")


@pytest.mark.parametrize("seed", SEEDS)
def test_jacobian_is_what_differences_say(seed: int) -> None:
    random = RandomFunction(seed)
    f, x = random.on(engine), random.input(engine)
    expected = differences(f, x)
    for options in ({}, {"vectorize": True}, {"vectorize": True, "strategy": "forward-mode"}):
        found = array(functional.jacobian(f, x, **options))
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6, err_msg=str(random))


@pytest.mark.parametrize("seed", SEEDS)
def test_hessian_is_what_differences_say_and_symmetric(seed: int) -> None:
    random = RandomFunction(seed, scalar=True)
    f, x, v = random.on(engine), random.input(engine), random.input(engine, "direction")
    expected = differences(lambda x: functional.jacobian(f, x), x)
    n = x.numel()
    for options in ({}, {"vectorize": True}):
        found = array(functional.hessian(f, x, **options))
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6, err_msg=str(random))
    product = (found.reshape(n, n) @ array(v).reshape(n)).reshape(v.shape)
    for function in (functional.hvp, functional.vhp):
        value, got = function(f, x, v)
        assert value.item() == f(x).item()
        np.testing.assert_allclose(array(got), product, rtol=1e-9, atol=1e-9, err_msg=str(random))


def _calls(lib: Any, functional: Any, random: RandomFunction, leaf: bool) -> list[Any]:
    """The results of all functions, with and without a graph."""
    f = random.on(lib)
    x = random.input(lib, requires_grad=leaf)
    v = random.input(lib, "direction", requires_grad=leaf)
    out = f(x).detach()
    u = (out * 0 + 1.5).requires_grad_(leaf)
    found: list[Any] = []
    for create_graph in (False, True):
        options = {"create_graph": create_graph}
        found.append(functional.jacobian(f, x, **options))
        found.append(functional.jacobian(f, (x,), vectorize=True, **options))
        found.append(functional.vjp(f, x, u, **options))
        found.append(functional.jvp(f, x, v, **options))
        if out.dim() == 0:
            found.append(functional.hessian(f, x, **options))
            found.append(functional.hvp(f, x, v, **options))
            found.append(functional.vhp(f, (x,), (v,), **options))
    with lib.no_grad():
        found.append(functional.vjp(f, x, u))
        found.append(functional.jvp(f, x, v, create_graph=True))
    return found


@pytest.mark.oracle
@pytest.mark.parametrize("leaf", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_random_functions_agree_with_pytorch(torch: ModuleType, seed: int, leaf: bool) -> None:
    random = RandomFunction(seed, scalar=seed % 2 == 0)
    ours = _calls(engine, functional, random, leaf)
    theirs = _calls(torch, torch.autograd.functional, random, leaf)
    agree(ours, theirs, random)


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(20))
def test_third_derivatives_agree_with_pytorch(torch: ModuleType, seed: int) -> None:
    random = RandomFunction(seed, scalar=True)

    def third(lib: Any, functional: Any) -> Any:
        x = random.input(lib, requires_grad=True)
        h = functional.hessian(random.on(lib), x, create_graph=True)
        if not h.requires_grad:
            return h
        return lib.autograd.grad(h.sum(), x, allow_unused=True, materialize_grads=True)[0]

    agree(third(engine, functional), third(torch, torch.autograd.functional), random)


def test_nothing_is_left_in_the_inputs() -> None:
    x = engine.tensor([1.0, 2.0], requires_grad=True)
    functional.jacobian(lambda x: x**2, x)
    functional.hvp(lambda x: (x**3).sum(), x, engine.ones(2))
    assert x.grad is None
    assert engine.is_grad_enabled()

"""`gradcheck`: what it must pass and what it must find, and its words against PyTorch's."""

from __future__ import annotations

import warnings
from types import ModuleType
from typing import Any

import pytest

import engine
from engine.autograd.gradcheck import GradcheckError, gradcheck, gradgradcheck
from tests.engine.random_functions import RandomFunction

SMOOTH = [seed for seed in range(40) if "where" not in RandomFunction(seed).steps]


@pytest.mark.parametrize("fast_mode", [False, True])
@pytest.mark.parametrize("seed", SMOOTH)
def test_random_functions_pass(seed: int, fast_mode: bool) -> None:
    f = RandomFunction(seed)
    x = f.input(engine, requires_grad=True)
    assert gradcheck(f.on(engine), x, fast_mode=fast_mode, check_forward_ad=True)
    assert gradgradcheck(f.on(engine), x, fast_mode=fast_mode)


def scaled(lib: Any, factor: float) -> Any:
    """A function whose gradient is wrong by a factor."""

    class Scaled(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            ctx.save_for_backward(x)
            return x**2

        @staticmethod
        def backward(ctx: Any, grad: Any) -> Any:
            (x,) = ctx.saved_tensors
            return grad * 2 * x * factor

    return Scaled.apply


@pytest.mark.parametrize("fast_mode", [False, True])
def test_a_gradient_wrong_by_a_hundredth_is_found(fast_mode: bool) -> None:
    x = engine.tensor([1.0, 2.0, 3.0], dtype=engine.float64, requires_grad=True)
    assert gradcheck(scaled(engine, 1.0), x, fast_mode=fast_mode)
    for factor in (1.01, 0.99, -1.0, 0.0, 2.0):
        with pytest.raises(GradcheckError, match="Jacobian mismatch for output 0"):
            gradcheck(scaled(engine, factor), x, fast_mode=fast_mode)
        assert not gradcheck(scaled(engine, factor), x, raise_exception=False, fast_mode=fast_mode)


def outcome(call: Any) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return str(call())
        except Exception as error:
            return f"{type(error).__name__}: {error}"


@pytest.mark.oracle
@pytest.mark.parametrize("fast_mode", [False, True])
@pytest.mark.parametrize("seed", range(30))
def test_words_about_wrong_gradients_are_pytorchs(
    torch: ModuleType, seed: int, fast_mode: bool
) -> None:
    f = RandomFunction(seed)

    def run(lib: Any) -> str:
        x = f.input(lib, requires_grad=True)
        wrong = scaled(lib, 1.5)
        return outcome(
            lambda: lib.autograd.gradcheck(
                lambda x: (f.on(lib)(x), wrong(x) + 1), x, fast_mode=fast_mode
            )
        )

    ours, theirs = run(engine), run(torch)
    assert rounded(ours) == rounded(theirs), str(f)


def rounded(text: str) -> str:
    """A text without the digits of numbers that finite differences leave over."""
    head, _, _ = text.partition("numerical:")
    return head


def test_inputs_keep_their_values_and_versions() -> None:
    x = engine.tensor([1.0, 2.0], dtype=engine.float64, requires_grad=True)
    before = x.tolist(), x._version
    gradcheck(lambda x: x**3, x)
    assert (x.tolist(), x._version) == before
    assert x.grad is None


def test_inputs_are_restored_when_the_function_fails() -> None:
    x = engine.tensor([1.0, 2.0], dtype=engine.float64, requires_grad=True)
    calls = []

    def fails(x: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            raise ValueError("no")
        return x * 2

    with pytest.raises(ValueError, match="no"):
        gradcheck(fails, x)
    assert x.tolist() == [1.0, 2.0]


def test_the_module_is_the_function_too() -> None:
    x = engine.tensor([0.5], dtype=engine.float64, requires_grad=True)
    assert engine.autograd.gradcheck(engine.sin, x)
    assert engine.autograd.gradgradcheck(engine.sin, (x,))

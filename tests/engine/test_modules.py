"""Modules are PyTorch's: their text, first values, state, outputs and gradients."""

from __future__ import annotations

import doctest
import warnings
from typing import Any

import numpy as np
import pytest

import engine
import engine.nn
from tests.engine.module_calls import CALLS
from tests.engine.referee import number, seen, tensors


class World:
    """One of the two libraries, with the leaves that the calls make."""

    def __init__(self, library: Any) -> None:
        self.library = library
        self.rng = np.random.default_rng(3)
        self.leaves: list[Any] = []

    def leaf(self, values: Any) -> Any:
        made = self.library.tensor(values.tolist(), dtype=self.library.float32)
        made = made.reshape(values.shape).detach().requires_grad_()
        self.leaves.append(made)
        return made

    def names(self, module: Any = None) -> dict[str, Any]:
        library, rng = self.library, self.rng
        return {
            "m": module,
            "torch": library,
            "nn": library.nn,
            "T": library.tensor,
            "x": lambda *shape: self.leaf(rng.normal(size=shape)),
            "u": lambda *shape: self.leaf(rng.uniform(0.1, 0.9, size=shape)),
            "i": lambda n, *shape: library.tensor(rng.integers(0, n, size=shape).tolist()),
            "s": lambda n: library.tensor((rng.integers(0, 2, size=n) * 2.0 - 1).tolist()),
        }

    def make(self, call: str) -> Any:
        self.library.manual_seed(0)
        return eval("nn." + call, self.names())


def state(module: Any) -> dict[str, Any]:
    """Everything a module holds: the state dictionary, and which values learn."""
    return {
        **{k: (str(v.dtype), number(v).tolist()) for k, v in module.state_dict().items()},
        "learns": [(k, p.requires_grad, p.is_leaf) for k, p in module.named_parameters()],
        "buffers": [k for k, _ in module.named_buffers()],
    }


def assert_close(x: Any, y: Any, what: str) -> None:
    if x is None or y is None:
        assert x is y, f"{what}: {x} against PyTorch's {y}"
        return
    assert str(x.dtype) == str(y.dtype), what
    np.testing.assert_allclose(number(x), number(y), rtol=2e-5, atol=2e-6, err_msg=what)


@pytest.mark.parametrize("call", CALLS)
def test_module_agrees_with_pytorch(torch: Any, call: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for use in CALLS[call]:
            ours, theirs = World(engine), World(torch)
            x, y = ours.make(call), theirs.make(call)
            assert repr(x) == repr(y)
            assert str(type(x)) == str(type(y))
            assert state(x) == state(y)
            ours.library.manual_seed(1)
            theirs.library.manual_seed(1)
            given, expected = (eval(use, w.names(m)) for w, m in ((ours, x), (theirs, y)))
            assert seen(given) == seen(expected), use
            for a, b in zip(tensors(given), tensors(expected), strict=True):
                assert_close(a, b, use)
            compare_gradients(ours, theirs, x, y, given, expected, use)
            after, wanted = x.state_dict(), y.state_dict()
            assert list(after) == list(wanted)
            for name in after:
                assert_close(after[name], wanted[name], f"{use}: {name}")


def compare_gradients(
    ours: World, theirs: World, x: Any, y: Any, given: Any, expected: Any, use: str
) -> None:
    """Run a backward pass in both libraries, and compare the gradients of all leaves."""
    for world, made in ((ours, given), (theirs, expected)):
        linspace = world.library.linspace
        sums = [
            (t.reshape(-1) * linspace(-1, 2, t.numel(), dtype=t.dtype)).sum()
            for t in tensors(made)
            if t.requires_grad
        ]
        for k, total in enumerate(sums):
            total.backward(retain_graph=k + 1 < len(sums))
    for a, b in zip(ours.leaves, theirs.leaves, strict=True):
        assert_close(a.grad, b.grad, f"{use}: gradient of an input")
    for (name, a), b in zip(x.named_parameters(), y.parameters(), strict=True):
        assert_close(a.grad, b.grad, f"{use}: gradient of {name}")


def test_every_class_is_called() -> None:
    abstract = {"Buffer", "Module", "Parameter"}
    called = " ".join(CALLS)
    missing = [n for n in engine.nn.__all__ if n not in abstract and f"{n}(" not in called]
    assert [n for n in missing if n not in OTHERS] == []


OTHERS = {"RNN", "RNNBase", "LSTM", "GRU", "RNNCell", "RNNCellBase", "LSTMCell", "GRUCell"}
"""Classes with tests of their own."""


@pytest.mark.parametrize("name", engine.nn.__all__)
def test_examples(name: str) -> None:
    """The classes say that they are torch's, so that doctest does not find their examples."""
    kind = getattr(engine.nn, name)
    runner = doctest.DocTestRunner()
    finder = doctest.DocTestFinder(recurse=False)
    for test in finder.find(kind, name, module=False, globs=dict(vars(engine.nn.modules))):
        assert runner.run(test).failed == 0

"""A leaf's `.grad` has memory of its own, although arrays that nobody else holds are not copied."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

import engine
from engine.graph import accumulate
from tests.engine.agreement import Inputs, samples_of


@pytest.mark.parametrize("text", samples_of())
def test_gradients_of_leaves_share_no_memory(text: str) -> None:
    inputs = Inputs(engine, "float64")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            out = eval(text, inputs.names())
    except Exception:
        pytest.skip("a sample of an error")
    outs = [o for o in (out if isinstance(out, (tuple, list)) else (out,)) if o.requires_grad]
    if not outs:
        pytest.skip("nothing to differentiate")
    seeds = [engine.ones_like(o.detach()) for o in outs]
    try:
        engine.autograd.backward(outs, seeds, retain_graph=True)
    except RuntimeError:
        pytest.skip("an operator without derivative")
    held = [t._data for t in (*inputs.leaves, *outs, *seeds)]
    grads = [leaf.grad for leaf in inputs.leaves if leaf.grad is not None]
    for i, grad in enumerate(grads):
        others = held + [g._data for g in grads[:i]]
        assert not any(_share(grad._data, other) for other in others)
    before = [g.detach().clone() for g in grads]
    for grad in grads:
        grad.add_(1)
    engine.autograd.backward(outs, seeds)  # what the graph saved is untouched
    for grad, old in zip(grads, before, strict=True):
        assert np.array_equal((grad - 1 - old)._data, old._data, equal_nan=True) or np.allclose(
            (grad - 1)._data, (2 * old)._data, equal_nan=True
        )


def _share(a: Any, b: Any) -> bool:
    both = isinstance(a, np.ndarray) and isinstance(b, np.ndarray)
    return both and a.size > 0 and np.shares_memory(a, b)


def _copies(monkeypatch: pytest.MonkeyPatch, make: Any, leaves: list[Any]) -> list[bool]:
    """Which gradients were taken over as they were, in the order in which leaves got them."""
    owned: list[bool] = []
    owns = accumulate._owns

    def watched(grad: Any) -> bool:
        owned.append(owns(grad))
        return owned[-1]

    monkeypatch.setattr(accumulate, "_owns", watched)
    make().backward()
    assert all(leaf.grad is not None for leaf in leaves)
    return owned


def test_a_fresh_gradient_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    x = engine.ones(3, requires_grad=True)
    assert _copies(monkeypatch, lambda: (x * 2).sum(), [x]) == [True]


def test_the_gradient_of_a_linear_layer_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    w = engine.ones(4, 3, requires_grad=True)
    x = engine.ones(2, 3)
    assert _copies(monkeypatch, lambda: engine.nn.functional.linear(x, w).sum(), [w]) == [True]
    assert w.grad._data.flags.c_contiguous


def test_a_gradient_that_a_hook_keeps_is_copied() -> None:
    x = engine.ones(3, requires_grad=True)
    kept: list[Any] = []
    x.register_hook(kept.append)
    (x * 2).sum().backward()
    assert not np.shares_memory(kept[0]._data, x.grad._data)


def test_one_gradient_for_two_leaves_is_copied() -> None:
    x, y = (engine.ones(3, requires_grad=True) for _ in range(2))
    seed = engine.ones(3)
    (x + y).backward(seed)
    assert not np.shares_memory(x.grad._data, y.grad._data)
    assert not np.shares_memory(seed._data, y.grad._data)

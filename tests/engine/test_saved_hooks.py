"""Saved tensor hooks: every operator gives the same gradients through them; who is packed, and when."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import pytest

import engine
from engine import observe, state
from engine.autograd.graph import saved_tensors_hooks
from engine.observe import trace
from tests.engine import agreement
from tests.engine.agreement import Inputs, array

SAMPLES = agreement.samples_of(*engine.operators.families())


@contextmanager
def unheard() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def derivatives(text: str, hooks: Any) -> list[Any]:
    """Gradients of a sample, plain and recorded, and gradients of those."""
    inputs = Inputs(engine, "float64")
    with unheard(), hooks():
        out = eval(text, inputs.names())
    outs = [o for o in (out if isinstance(out, (tuple, list)) else [out]) if o.requires_grad]
    rng = np.random.default_rng(3)
    found = agreement.gradients(engine, rng, outs, inputs.leaves, "float64", create=False)
    inputs = Inputs(engine, "float64")
    with unheard(), hooks():
        out = eval(text, inputs.names())
    outs = [o for o in (out if isinstance(out, (tuple, list)) else [out]) if o.requires_grad]
    recorded = agreement.gradients(engine, rng, outs, inputs.leaves, "float64", create=True)
    again = [g for g in recorded if g is not None and g.requires_grad]
    second = engine.autograd.grad(
        again, inputs.leaves, [engine.ones_like(g) for g in again], allow_unused=True
    )
    return [None if g is None else array(g) for g in (*found, *recorded, *second)]


def without() -> Any:
    return observe.quiet()


def copying() -> Any:
    """Hooks that keep nothing of the tensor but its numbers."""
    return saved_tensors_hooks(
        lambda t: (t.detach().clone()._data, t.dtype),
        lambda kept: engine.tensor(kept[0], dtype=kept[1]),
    )


def test_every_operator_has_its_gradients_through_hooks() -> None:
    failures = {}
    for text in SAMPLES:
        try:
            plain = derivatives(text, without)
        except (RuntimeError, NotImplementedError):
            continue  # not differentiable, or not twice
        packed = derivatives(text, copying)
        for a, b in zip(plain, packed, strict=True):
            if (a is None) != (b is None) or (
                a is not None and not np.allclose(a, b, rtol=1e-12, atol=1e-14, equal_nan=True)
            ):
                failures[text] = (a, b)
                break
    assert failures == {}


def packed_by(library: Any, text: str) -> list[Any]:
    """Shape, dtype and grad_fn of each tensor that a pack hook is given."""
    seen: list[Any] = []

    def pack(t: Any) -> Any:
        fn = t.grad_fn
        seen.append((tuple(t.shape), str(t.dtype), t.requires_grad, fn and fn.name()))
        return t

    inputs = Inputs(library, "float64")
    with unheard(), library.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        eval(text, inputs.names())
    return seen


AGREE = 0.7
"""How many of the samples pack the very tensors that PyTorch packs: rules of ours need fewer."""


def test_what_is_packed_agrees_with_pytorch(torch: Any) -> None:
    same = 0
    for text in SAMPLES:
        try:
            theirs = packed_by(torch, text)
        except TypeError:  # a call that only ours understands
            continue
        same += packed_by(engine, text) == theirs
    assert same >= AGREE * len(SAMPLES), f"{same} of {len(SAMPLES)}"


def test_no_cost_without_hooks() -> None:
    x = engine.tensor([1.0, 2.0], requires_grad=True)
    assert state.watch is None
    with saved_tensors_hooks(lambda t: t, lambda t: t):
        assert state.watch is not None
        y = x * x
    assert state.watch is None
    assert (x * x).grad_fn.plan.vjps is not None
    assert y.grad_fn.plan.vjps is None


def test_traced_nodes_know_their_place_under_hooks() -> None:
    code = compile("y = x * x\n", "a script", "exec")
    namespace = {"x": engine.tensor(1.0, requires_grad=True)}
    with trace("a script"), saved_tensors_hooks(lambda t: t, lambda t: t):
        exec(code, namespace)
    assert namespace["y"].grad_fn.origin[0] is code  # type: ignore[union-attr]


def test_a_context_left_by_an_error_in_pack_is_left() -> None:
    x = engine.tensor([1.0, 2.0], requires_grad=True)

    def fail(t: Any) -> Any:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), saved_tensors_hooks(fail, lambda t: t):
        x * x
    assert state.watch is None
    (x * x).sum().backward()
    assert x.grad.tolist() == [2.0, 4.0]


def test_generator_contexts_restore_what_was_there() -> None:
    graph = engine.autograd.graph
    with pytest.raises(KeyError), graph.disable_saved_tensors_hooks("no"):
        raise KeyError
    with pytest.raises(KeyError), graph.allow_mutation_on_saved_tensors():
        raise KeyError
    with graph.allow_mutation_on_saved_tensors():
        pass
    assert state.watch is None


def story(library: Any, seed: int) -> list[Any]:
    """Which tensors a random program packs and unpacks, in order, and the gradients it gets."""
    rng = random.Random(seed)
    events: list[Any] = []

    def pair(name: str, keep: Any) -> Any:
        def pack(t: Any) -> Any:
            fn = t.grad_fn
            events.append(("pack", name, rounded(t), fn and fn.name(), t.requires_grad))
            return keep(t)

        def unpack(t: Any) -> Any:
            events.append(("unpack", name, rounded(t), library.is_grad_enabled()))
            return t

        return library.autograd.graph.saved_tensors_hooks(pack, unpack)

    made = [
        library.tensor([rng.uniform(0.5, 2) for _ in range(3)], dtype=library.float64)
        for _ in range(3)
    ]
    made[0].requires_grad_()
    made[1].requires_grad_()
    with ExitStack() as contexts:
        for step in range(rng.randint(4, 14)):
            x, y = rng.choice(made), rng.choice(made)
            kind = rng.randrange(13)
            if kind == 0:
                keep = rng.choice([lambda t: t.detach(), lambda t: t.detach().clone()])
                contexts.enter_context(pair(f"at {step}", keep))
            elif kind == 1:
                contexts.pop_all().close()
            elif kind < 5:
                made.append(getattr(x, rng.choice(["sin", "exp", "tanh", "sqrt", "relu"]))())
            elif kind < 8:
                made.append(x * y)
            elif kind == 8:
                made.append(x / (y + 10))
            elif kind == 9:
                made.append(x @ y * x)
            elif kind == 10:
                made.append((x * 1).mul_(y))
            elif kind == 11:
                z = x * 1
                z[1:].mul_(y[0])
                made.append(z)
            else:
                made.append(x[library.tensor([2, 0, 1])].softmax(0))
    out = sum((t.sum() for t in made if t.requires_grad), library.zeros(()))
    leaves = made[:2]
    create = rng.random() < 0.4
    found = library.autograd.grad(
        out, leaves, create_graph=create, retain_graph=True, allow_unused=True
    )
    events.append([g is not None and rounded(g) for g in found])
    again = [g for g in found if g is not None and g.requires_grad]
    if again:
        second = library.autograd.grad(
            again, leaves, [library.ones_like(g) for g in again], allow_unused=True
        )
        events.append([g is not None and rounded(g) for g in second])
    else:
        out.backward()
    return events


def rounded(t: Any) -> Any:
    return [round(float(f"{v:.7g}"), 9) + 0.0 for v in t.reshape(-1).tolist()]


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_random_programs_pack_and_unpack_as_pytorchs(torch: Any, first: int) -> None:
    for seed in range(first, first + 50):
        assert story(engine, seed) == story(torch, seed), f"seed {seed}"

"""Recurrent modules start, run and differentiate as PyTorch's do."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

import engine

LAYERS, CELLS = ("RNN", "LSTM", "GRU"), ("RNNCell", "LSTMCell", "GRUCell")


def options(kind: str, rng: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in {
        "num_layers": rng.choice([2, 3]),
        "bidirectional": True,
        "batch_first": True,
        "bias": False,
        "dropout": 0.4,
    }.items():
        if rng.random() < 0.4:
            found[name] = value
    if found.get("num_layers", 1) == 1:
        found.pop("dropout", None)
    if kind == "RNN" and rng.random() < 0.5:
        found["nonlinearity"] = "relu"
    if kind == "LSTM" and rng.random() < 0.3:
        found["proj_size"] = 2
    return found


def numbers(lib: Any, rng: np.random.Generator, *shape: int) -> Any:
    return lib.tensor(rng.normal(size=shape).tolist(), dtype=lib.float64).requires_grad_()


def parts(state: Any) -> list[Any]:
    return list(state) if isinstance(state, tuple) else [state]


def summary(lib: Any, outputs: list[Any], leaves: list[Any]) -> tuple[Any, Any]:
    """Names and shapes of the outputs; values, gradients and gradients of gradients."""
    seen = [(tuple(t.shape), t.grad_fn and t.grad_fn.name(), t.stride()) for t in outputs]
    total = sum((t * t).sum() for t in outputs)
    first = lib.autograd.grad(total, leaves, create_graph=True)
    again = sum((g * g).sum() for g in first)
    second = lib.autograd.grad(again, leaves, allow_unused=True, materialize_grads=True)
    return seen, [t.detach().numpy().copy() for t in (*outputs, *first, *second)]


def agree(ours: tuple[Any, Any], theirs: tuple[Any, Any], what: Any) -> None:
    assert ours[0] == theirs[0], what
    for x, y in zip(ours[1], theirs[1], strict=True):
        np.testing.assert_allclose(x, y, rtol=1e-8, atol=1e-10, err_msg=str(what))


@pytest.mark.oracle
@pytest.mark.parametrize("kind", LAYERS)
def test_layers_agree_with_torch(torch: Any, kind: str) -> None:
    def run(lib: Any, seed: int) -> tuple[Any, Any]:
        rng = random.Random(f"{kind} {seed}")
        chosen = options(kind, rng)
        batched, stateful = rng.random() < 0.7, rng.random() < 0.5
        lib.manual_seed(seed)
        module = getattr(lib.nn, kind)(2, 3, dtype=lib.float64, **chosen)
        draws = np.random.default_rng(seed)
        shape = (3, 4, 2) if batched else (3, 2)
        x = numbers(lib, draws, *shape)
        state: Any = None
        leaves = [x, *module.parameters()]
        if stateful:
            lead = chosen.get("num_layers", 1) * (1 + chosen.get("bidirectional", False))
            batch = [(3 if chosen.get("batch_first") else 4)] if batched else []
            sizes = [chosen.get("proj_size", 3), 3] if kind == "LSTM" else [3]
            states = [numbers(lib, draws, lead, *batch, size) for size in sizes]
            leaves += states
            state = tuple(states) if kind == "LSTM" else states[0]
        out, last = module(x, state)
        return summary(lib, [out, *parts(last)], leaves)

    for seed in range(15):
        agree(run(engine, seed), run(torch, seed), (kind, seed))


@pytest.mark.oracle
@pytest.mark.parametrize("kind", CELLS)
def test_cells_agree_with_torch(torch: Any, kind: str) -> None:
    def run(lib: Any, bias: bool, lead: tuple[int, ...]) -> tuple[Any, Any]:
        lib.manual_seed(1)
        cell = getattr(lib.nn, kind)(2, 3, bias=bias, dtype=lib.float64)
        draws = np.random.default_rng(2)
        xs = [numbers(lib, draws, *lead, 2) for _ in range(3)]
        state = None
        for x in xs:
            state = cell(x, state)
        return summary(lib, parts(state), [*xs, *cell.parameters()])

    for bias in (True, False):
        for lead in ((), (4,)):
            agree(run(engine, bias, lead), run(torch, bias, lead), (kind, bias, lead))


@pytest.mark.oracle
@pytest.mark.parametrize("kind", LAYERS)
def test_packed_sequences_agree_with_torch(torch: Any, kind: str) -> None:
    def run(lib: Any, seed: int, rnn: Any) -> tuple[Any, Any]:
        lib.manual_seed(seed)
        rng = random.Random(seed)
        chosen = {"bidirectional": seed % 2 == 0, "num_layers": 1 + seed % 3}
        module = getattr(lib.nn, kind)(2, 3, dtype=lib.float64, **chosen)
        draws = np.random.default_rng(seed)
        sequences = [numbers(lib, draws, rng.choice([1, 2, 4]), 2) for _ in range(4)]
        packed = rnn.pack_sequence(sequences, enforce_sorted=False)
        out, last = module(packed)
        padded, lengths = rnn.pad_packed_sequence(out, batch_first=seed % 2 == 1)
        assert lengths.tolist() == [len(s) for s in sequences]
        return summary(lib, [padded, *parts(last)], [*sequences, *module.parameters()])

    for seed in range(8):
        from engine.nn.utils import rnn

        agree(run(engine, seed, rnn), run(torch, seed, torch.nn.utils.rnn), (kind, seed))


@pytest.mark.oracle
def test_fused_lstm_agrees_with_torch(torch: Any) -> None:
    """In float32 an LSTM layer is one node, here and there."""

    def run(lib: Any, **chosen: Any) -> tuple[Any, Any]:
        lib.manual_seed(3)
        module = lib.nn.LSTM(2, 3, **chosen)
        x = lib.tensor(np.random.default_rng(1).normal(size=(4, 2, 2)).tolist())
        out, (h, c) = module(x.requires_grad_())
        names = [t.grad_fn.name() for t in (out, h, c)]
        first = lib.autograd.grad((out * out).sum() + c.sum(), [x, *module.parameters()])
        return names, [t.detach().numpy() for t in (out, h, c, *first)]

    for chosen in ({}, {"bidirectional": True}, {"num_layers": 2}, {"bias": False}):
        ours, theirs = run(engine, **chosen), run(torch, **chosen)
        assert ours[0] == theirs[0]
        for x, y in zip(ours[1], theirs[1], strict=True):
            np.testing.assert_allclose(x, y, rtol=2e-5, atol=2e-6)


def test_fused_lstm_frees_its_graph() -> None:
    module = engine.nn.LSTM(2, 3)
    out, _ = module(engine.ones(2, 1, 2))
    node = out.grad_fn
    out.sum().backward(retain_graph=True)
    assert node._inside is not None
    out.sum().backward()
    assert node._inside is None
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        out.sum().backward()


def test_modules_are_copied_with_their_weights() -> None:
    import copy

    module = engine.nn.GRU(2, 3, num_layers=2)
    twin = copy.deepcopy(module)
    x = engine.ones(3, 1, 2)
    assert engine.equal(module(x)[0], twin(x)[0])
    twin.weight_hh_l1 = engine.nn.Parameter(engine.zeros(9, 3))
    assert not engine.equal(module(x)[0], twin(x)[0])
    assert [len(ws) for ws in module.all_weights] == [4, 4]
    assert module.double().weight_ih_l0.dtype is engine.float64

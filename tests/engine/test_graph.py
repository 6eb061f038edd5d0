"""The graph: freed node by node, taken apart without recursion, run in PyTorch's order."""

from __future__ import annotations

import gc
import sys
import weakref
from typing import Any

import pytest

import engine
from engine.observe import Observer, listen, trace

F64 = engine.float64


def test_nothing_of_the_graph_is_alive_after_backward() -> None:
    gc.collect()
    gc.disable()
    try:
        x = engine.tensor([1.0, 2.0], requires_grad=True)
        kept: list[weakref.ref[Any]] = []

        def follow(t: Any) -> Any:
            kept.append(weakref.ref(t))
            kept.append(weakref.ref(t.grad_fn))
            return t

        a = follow(x.exp())  # saves its result
        b = follow(a * x)  # saves its inputs
        c = follow(b[0])  # a view
        b.register_hook(lambda g: g * 2)
        a.retain_grad()
        loss = follow((c * c).sum())
        loss.backward()
        del a, b, c, loss
        assert [r() for r in kept if r() is not None] == []
    finally:
        gc.enable()


def test_saved_values_are_freed_node_by_node() -> None:
    """While the pass runs, what the youngest nodes saved is already gone."""
    x = engine.tensor(2.0, dtype=F64, requires_grad=True)
    y = x * x
    z = y.exp()
    seen: list[bool] = []
    y.register_hook(lambda g: seen.append(type(z.grad_fn.saved).__name__ == "Freed"))
    z.backward()
    assert seen == [True]


@pytest.mark.parametrize("n", [100_000])
def test_a_deep_chain_needs_no_recursion(n: int) -> None:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(200)
    try:
        x = engine.tensor(1.0, dtype=F64, requires_grad=True)
        h = x
        for _ in range(n):
            h = h + 1e-9
        h.backward()
        assert x.grad.item() == 1.0
        y = x
        for _ in range(n):
            y = y * x  # every node saves tensors
        del h, y
        gc.collect()
    finally:
        sys.setrecursionlimit(before)


def test_youngest_node_runs_first_and_leaves_as_soon_as_they_are_ready() -> None:
    order: list[str] = []
    x = engine.tensor(1.0, requires_grad=True)
    w = engine.tensor(1.0, requires_grad=True)
    x.register_hook(lambda g: order.append("x"))
    w.register_hook(lambda g: order.append("w"))
    a = x * 2
    b = x * 3
    c = b * w
    d = a + c
    for name, t in {"a": a, "b": b, "c": c, "d": d}.items():
        t.register_hook(lambda g, name=name: order.append(name))
    d.backward()
    assert order == ["d", "c", "w", "b", "a", "x"]


def test_an_exception_in_a_hook_leaves_finished_leaves_accumulated() -> None:
    x = engine.tensor(1.0, requires_grad=True)
    w = engine.tensor(1.0, requires_grad=True)

    def fail(grad: Any) -> None:
        raise ValueError("no")

    y = x * 2
    y.register_hook(fail)
    z = y * w
    with pytest.raises(ValueError, match="no"):
        z.backward()
    assert w.grad is not None
    assert x.grad is None
    assert engine.is_grad_enabled()


def test_gradients_of_two_leaves_share_no_storage() -> None:
    a = engine.ones(3, requires_grad=True)
    b = engine.ones(3, requires_grad=True)
    (a + b).sum().backward()
    a.grad.add_(5)
    assert b.grad.tolist() == [1.0, 1.0, 1.0]


def test_a_seed_given_to_backward_is_not_changed() -> None:
    x = engine.ones(2, requires_grad=True)
    seed = engine.ones(2)
    (x + x + x).backward(seed)
    x.grad.mul_(7)
    assert seed.tolist() == [1.0, 1.0]


def test_ordinary_passes_accumulate_into_the_same_tensor() -> None:
    x = engine.ones(2, requires_grad=True)
    (x * 2).sum().backward()
    first = x.grad
    (x * 3).sum().backward()
    assert x.grad is first
    assert first.tolist() == [5.0, 5.0]


def test_observers_see_edges_gradients_and_frees() -> None:
    seen: list[str] = []

    class Listener(Observer):
        def made(
            self, tensor: Any, operation: str, inputs: Any, arguments: Any, origin: Any
        ) -> None:
            seen.append(f"made {operation} {arguments}")

        def edge(self, node: Any, argument: str, target: Any, output_nr: int, grad: Any) -> None:
            seen.append(f"{node.name()}.{argument} {grad.item():g}")

        def freed(self, node: Any) -> None:
            seen.append(f"freed {node.name()}")

    with listen(Listener()):
        x = engine.tensor(3.0, requires_grad=True)
        (x * x).backward()
    assert seen == [
        "made tensor ()",
        "made mul ('self', 'other')",
        "MulBackward0.self 3",
        "MulBackward0.other 3",
        "freed MulBackward0",
    ]


def test_traced_nodes_know_their_place() -> None:
    code = compile("y = x * 2\n", "a script", "exec")
    namespace = {"x": engine.tensor(1.0, requires_grad=True)}
    with trace("a script"):
        exec(code, namespace)
    origin = namespace["y"].grad_fn.origin  # type: ignore[union-attr]
    assert origin[0] is code
    assert list(code.co_positions())[origin[1] // 2] == (1, 1, 4, 9)


def test_public_names_are_pytorchs(torch: Any) -> None:
    """Whatever a script can call here, it can call there."""
    assert [n for n in engine.public_names() if not hasattr(torch, n)] == []
    methods = [n for n in dir(engine.Tensor) if not n.startswith("_")]
    assert [n for n in methods if not hasattr(torch.Tensor, n)] == []
    functions = engine.nn.functional.__all__
    assert [n for n in functions if not hasattr(torch.nn.functional, n)] == []

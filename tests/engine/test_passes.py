"""Backward passes: random graphs, inputs and options against PyTorch; nothing left alive."""

from __future__ import annotations

import gc
import random
import warnings
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import pytest

import engine
from engine.graph.node import Freed
from tests.engine import agreement

UNARY = ("sin", "exp", "tanh", "neg", "abs", "relu", "sigmoid")


def grown(library: Any, seed: int) -> list[Any]:
    """A random graph of small tensors: its leaves, and all that was computed, in order."""
    rng = random.Random(seed)
    leaves = [
        library.tensor([rng.uniform(-1, 1) for _ in range(3)], dtype=library.float64)
        for _ in range(3)
    ]
    for leaf in leaves[:2]:
        leaf.requires_grad_()
    made = list(leaves)
    for _ in range(rng.randint(3, 12)):
        x, y = rng.choice(made), rng.choice(made)
        kind = rng.randrange(9)
        if kind < 3:
            made.append(getattr(library, rng.choice(UNARY))(x))
        elif kind == 3:
            made.append(x + y)
        elif kind == 4:
            made.append(x * y)
        elif kind == 5:
            made.append(x[[2, 0, 1]] - y)
        elif kind == 6:
            made.append(library.cat([x, y])[1:4])
        elif kind == 7:
            made.append(x * 0.5)
        else:
            made.append(x.view(3, 1).expand(3, 3).mean(rng.randrange(2)))
    return made


def shown(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [shown(v) for v in value]
    return None if value is None else [round(v, 10) + 0.0 for v in value.tolist()]


def attempt(f: Callable[[], Any]) -> Any:
    try:
        return f()
    except RuntimeError as error:
        return str(error).split("\n")[0]


def story(library: Any, seed: int) -> list[Any]:
    """What a random sequence of passes over a random graph does, hooks included."""
    rng = random.Random(seed * 31 + 7)
    made = grown(library, seed)
    events: list[Any] = []
    nodes = [t for t in made if t.requires_grad]
    if not nodes:
        return events
    for number, t in enumerate(nodes):
        if rng.random() < 0.3:
            t.register_hook(lambda g, number=number: events.append(("hook", number, shown(g))))
        if rng.random() < 0.2:
            t.register_hook(lambda g: g * 2)
        if rng.random() < 0.2:
            t.retain_grad()
    for _ in range(rng.randint(1, 4)):
        roots = [rng.choice(nodes) for _ in range(rng.randint(1, 2))]
        seeds = [library.ones(3, dtype=library.float64) * rng.randint(1, 3) for _ in roots]
        targets = [rng.choice(nodes) for _ in range(rng.randint(1, 3))]
        keep, create = rng.random() < 0.7, rng.random() < 0.3
        kind = rng.randrange(3)
        options: dict[str, Any] = {"retain_graph": keep}
        if kind == 0:
            run = partial(library.autograd.backward, roots, seeds, **options)
        elif kind == 1:
            run = partial(library.autograd.backward, roots, seeds, inputs=targets, **options)
        else:
            options.update(create_graph=create, allow_unused=True)
            run = partial(library.autograd.grad, roots, targets, seeds, **options)
        found = attempt(run)
        events.append(shown(found) if isinstance(found, tuple) else found)
        events.append([shown(t.grad) for t in nodes if t.is_leaf or t.retains_grad])
    return events


@pytest.mark.parametrize("first", range(0, 400, 50))
def test_random_passes_do_what_pytorchs_do(torch: Any, first: int) -> None:
    for seed in range(first, first + 50):
        assert story(engine, seed) == story(torch, seed), f"seed {seed}"


# -- nothing is left ---------------------------------------------------------------------------------


@contextmanager
def counting_only() -> Iterator[None]:
    """Only reference counts free memory inside: a circle would stay."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def nodes_of(outputs: list[Any]) -> list[Any]:
    """All nodes behind the outputs, leaves' aside."""
    found: list[Any] = []
    queue = [t.grad_fn for t in outputs if t.grad_fn is not None]
    while queue:
        node = queue.pop()
        if node not in found and not hasattr(node, "variable"):
            found.append(node)
            queue.extend(n for n, _ in node.next_functions if n is not None)
    return found


@pytest.mark.parametrize("n", range(1, 12))
def test_hooks_of_many_leaves_run_in_pytorchs_order(torch: Any, n: int) -> None:
    def order(library: Any) -> list[int]:
        seen: list[int] = []
        leaves = [library.ones(2, requires_grad=True) for _ in range(n)]
        for i, leaf in enumerate(leaves):
            leaf.register_hook(lambda g, i=i: seen.append(i))
        library.stack(leaves).sum().backward()
        return seen

    assert order(engine) == order(torch)


def alive(text: str, run: bool) -> list[str]:
    """The nodes of a sample that outlive their outputs, after a backward pass or without one."""
    inputs = agreement.Inputs(engine, "float64")
    out = eval(text, inputs.names())
    outputs = [t for t in (out if isinstance(out, (list, tuple)) else [out]) if t.requires_grad]
    if not outputs:
        return []
    outputs[0].register_hook(lambda g: g)
    outputs[0].retain_grad()
    watched = [(type(n).__name__, weakref.ref(n)) for n in nodes_of(outputs)]
    tensors = [weakref.ref(t) for t in outputs if not t.is_leaf]
    if run:
        seeds = [engine.ones_like(t) for t in outputs]
        engine.autograd.backward(outputs, seeds)
        del seeds
    del out, outputs
    left = [name for name, node in watched if node() is not None]
    return left + ["tensor" for t in tensors if t() is not None]


SAMPLES = agreement.samples_of(*engine.operators.families())


@pytest.mark.parametrize("run", [True, False], ids=["after backward", "without backward"])
def test_no_node_outlives_its_outputs(run: bool) -> None:
    """Every operator: nodes, hooks and retained gradients go with the last tensor."""
    with counting_only():
        failures = {}
        for text in SAMPLES:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    left = alive(text, run)
            except (RuntimeError, NotImplementedError):
                continue  # not differentiable: PyTorch's error, tested elsewhere
            if left:
                failures[text] = left
    assert failures == {}


class Product(engine.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Any, y: Any) -> Any:
        out = x * y
        ctx.save_for_backward(x, y, out)
        return out

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y, _ = ctx.saved_tensors
        return grad * y, grad * x


def through_function(x: Any) -> Any:
    return Product.apply(x, x * 2)


def through_slices(x: Any) -> Any:
    y = x * 1
    y[0].mul_(x[1])
    y[1:].exp_()
    return y * y


def through_views(x: Any) -> Any:
    return x.view(3, 1).expand(3, 2).t()[0].unbind()[2] * x


def through_packed(x: Any) -> Any:
    with engine.autograd.graph.saved_tensors_hooks(lambda t: t.tolist(), engine.tensor):
        y = (x * x).exp()
        y[0].mul_(2)
        return Product.apply(y, x)


def through_hooks(x: Any) -> Any:
    y = x * x
    y.register_hook(lambda g: g * 2)
    y.retain_grad()
    y.grad_fn.register_prehook(lambda g: None)
    y.grad_fn.register_hook(lambda inputs, outputs: None)
    return y * 2


KINDS = [through_function, through_slices, through_views, through_packed, through_hooks]


@pytest.mark.parametrize("kind", KINDS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("run", [True, False], ids=["after backward", "without backward"])
def test_nothing_of_the_graph_is_left(kind: Callable[[Any], Any], run: bool) -> None:
    with counting_only():
        x = engine.tensor([1.0, 2.0, 3.0], requires_grad=True)
        out = kind(x)
        nodes = [weakref.ref(node) for node in nodes_of([out])]
        tensor = weakref.ref(out)
        if run:
            out.sum().backward()
        del out
        assert [n() for n in nodes if n() is not None] == []
        assert tensor() is None


def test_retained_gradients_go_with_their_tensor() -> None:
    with counting_only():
        x = engine.tensor([1.0, 2.0], requires_grad=True)
        y = x * 2
        y.retain_grad()
        y.sum().backward()
        grad = weakref.ref(y.grad)
        del y
        assert grad() is None


def test_saved_values_are_freed_though_the_node_lives() -> None:
    with counting_only():
        x = engine.tensor([1.0, 2.0], requires_grad=True)
        h = x * 1
        y = h * h
        saved = weakref.ref(h)
        node = y.grad_fn
        del h
        assert saved() is not None
        y.sum().backward()
        assert saved() is None
        assert isinstance(node.saved, Freed)


def test_a_failed_pass_keeps_nothing_but_its_graph() -> None:
    with counting_only():
        x = engine.tensor([1.0, 2.0], requires_grad=True)

        def fail(grad: Any) -> None:
            raise ValueError("no")

        h = x * x
        h.register_hook(fail)
        loss = (h * h).sum()
        nodes = [weakref.ref(node) for node in nodes_of([loss])]
        with suppress(ValueError):
            loss.backward()
        del h, loss
        assert [n() for n in nodes if n() is not None] == []


def test_warnings_are_given_at_the_caller() -> None:
    x = engine.tensor([1.0, 2.0], requires_grad=True)
    with pytest.warns(UserWarning, match="reference cycle") as caught:
        (x * x).sum().backward(create_graph=True)
    assert caught[0].filename == __file__
    with pytest.warns(UserWarning, match="not a leaf Tensor") as caught:
        _ = (x * 2).grad
    assert caught[0].filename == __file__
    with pytest.warns(FutureWarning, match="only_inputs argument is deprecated") as caught:
        engine.autograd.grad(x.sum(), x, only_inputs=False)
    assert caught[0].filename == __file__
    with pytest.warns(FutureWarning, match="`grad_variables` is deprecated") as caught:
        engine.autograd.backward(x * 2, grad_variables=engine.ones(2))
    assert caught[0].filename == __file__

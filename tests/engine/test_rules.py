"""One property over the whole registry: every derivative rule agrees with finite differences.

The checker is checked, too: each rule in turn is made wrong by 0.1 % (and its sign flipped), and the
property must fail; a rule whose error goes unnoticed has no sample that reaches it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
import pytest

import engine
from engine.nn import functional
from engine.operators import public
from engine.registry import OPERATORS, SAMPLES, Operator

STEP = 1e-6

RAISING = {
    "_geqrf",
    "_not_differentiable",
    "_not_derivable",
    "_no_derivative",
    "_once_only",
    "_set",
    "acosh_",
    "asinh_",
    "atanh_",
    "floor_divide",
    "floor_divide_",
    "heaviside",
    "heaviside_",
    "unique",
    "unique_consecutive",
}
"""Operators without a derivative, in PyTorch, too: their rules raise."""


DEEPER = {
    "_elements_back",
    "_imag",
    "_inside",
    "_number_minus",
    "_put_where",
    "_shared_rows",
    "_twice",
}
"""Internal operators that only rules of rules use, so that third derivatives would reach theirs."""


class Leaves:
    """Makes the leaves of a sample, the same ones each time."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self.fixed: list[Any] | None = None
        self._rng = np.random.default_rng(7)
        self._next = 0

    def restart(self) -> None:
        self._next = 0
        self._rng = np.random.default_rng(7)
        if self.fixed is None:
            self.made = []

    def leaf(self, values: Any) -> Any:
        if self.fixed is not None:
            tensor = self.fixed[self._next]
            self._next += 1
            return tensor
        tensor = engine.tensor(values, dtype=engine.float64, requires_grad=True)
        self.made.append(tensor)
        return tensor

    def names(self) -> dict[str, Any]:
        rng = self._rng

        def a(*shape: int) -> Any:
            values = rng.uniform(0.2, 1.4, shape) * rng.choice([-1.0, 1.0], shape)
            return self.leaf(values)

        def p(*shape: int) -> Any:
            return self.leaf(rng.uniform(0.15, 0.85, shape))

        def m(*shape: int) -> Any:
            return engine.tensor(rng.uniform(size=shape) < 0.5)

        def i(n: int, *shape: int) -> Any:
            return engine.tensor(rng.integers(0, n, shape))

        return {"a": a, "p": p, "m": m, "i": i}


def setting(tensor: Any, index: Any, value: Any) -> Any:
    tensor[index] = value
    return tensor


def filled(tensor: Any, value: Any) -> Any:
    copy = tensor * 1
    copy[0].fill_(value)
    return copy


def zeroed_part(tensor: Any) -> Any:
    copy = tensor * 1
    copy[1:].zero_()
    return copy


def drawn(tensor: Any, chances: Any) -> Any:
    engine.manual_seed(3)
    return (tensor * 1).bernoulli_(chances)


def changed_base(tensor: Any) -> Any:
    copy = tensor * 1
    view = copy[1:].view(-1)
    copy.mul_(3.0)
    return view


def evaluate(text: str, leaves: Leaves) -> list[Any]:
    """Run a sample; return its differentiable outputs."""
    leaves.restart()
    namespace: dict[str, Any] = dict(public())
    namespace |= {n: getattr(engine, n) for n in engine.public_names()}
    namespace |= {n: OPERATORS[n].call for n in OPERATORS if n not in namespace}
    namespace |= {
        "setting": setting,
        "changed_base": changed_base,
        "drawn": drawn,
        "filled": filled,
        "zeroed_part": zeroed_part,
    }
    namespace |= {"F": functional, "linalg": engine.linalg, "torch": engine, "engine": engine}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they say is compared with PyTorch elsewhere
        result = eval(text, namespace | leaves.names())
    found: list[Any] = []

    def collect(value: Any) -> None:
        if isinstance(value, engine.Tensor):
            if value.requires_grad:
                found.append(value)
        elif isinstance(value, (tuple, list)):
            for v in value:
                collect(v)

    collect(result)
    return found


def scalar(text: str, leaves: Leaves) -> Any:
    """Return a sample's outputs projected on fixed random directions, summed to one number.

    Their squares go in, too: so the second derivatives of linear operators are reached.
    """
    rng = np.random.default_rng(3)
    total: Any = 0.0
    for out in evaluate(text, leaves):
        if out.is_complex():
            direction = engine.tensor(rng.normal(size=out.shape) + 1j * rng.normal(size=out.shape))
            total = total + engine.real(out * direction).sum()
        else:
            direction = engine.tensor(rng.normal(size=out.shape))
            total = total + ((out + 0.5 * out * out) * direction).sum()
    return total


def gradients(text: str, leaves: Leaves, create: bool = False) -> list[Any]:
    value = scalar(text, leaves)
    if not isinstance(value, engine.Tensor):
        return [None] * len(leaves.made)
    found = list(engine.autograd.grad(value, leaves.made, create_graph=create, allow_unused=True))
    assert found.count(None) <= text.count(".detach()"), f"{text}: a gradient is missing"
    return found


def numeric(function: Callable[[], float], leaf: Any) -> Any:
    """Return the central differences of `function` in each element of a leaf."""
    array = leaf.data.numpy()
    flat = array.reshape(-1)
    found = np.zeros(flat.size)
    for k in range(flat.size):
        kept = flat[k]
        flat[k] = kept + STEP
        up = function()
        flat[k] = kept - STEP
        down = function()
        flat[k] = kept
        found[k] = (up - down) / (2 * STEP)
    return found.reshape(array.shape)


def check_first(text: str) -> None:
    leaves = Leaves()
    evaluate(text, leaves)
    leaves.fixed = leaves.made
    analytic = [None if g is None else g.numpy().copy() for g in gradients(text, leaves)]
    for leaf, g in zip(leaves.made, analytic, strict=True):
        if g is None:
            continue
        expected = numeric(lambda: float(scalar(text, leaves)), leaf)
        np.testing.assert_allclose(g, expected, rtol=2e-5, atol=2e-7, err_msg=text)


def check_second(text: str) -> None:
    leaves = Leaves()
    evaluate(text, leaves)
    leaves.fixed = leaves.made
    rng = np.random.default_rng(5)
    directions = [engine.tensor(rng.normal(size=leaf.shape)) for leaf in leaves.made]

    def projected(create: bool) -> Any:
        found = gradients(text, leaves, create=create)
        return sum(
            ((g * d).sum() for g, d in zip(found, directions, strict=True) if g is not None),
            start=engine.tensor(0.0),
        )

    first = projected(True)
    if not first.requires_grad:
        return
    analytic = engine.autograd.grad(first, leaves.made, allow_unused=True, materialize_grads=True)
    used = gradients(text, leaves)
    for leaf, g, one in zip(leaves.made, analytic, used, strict=True):
        if one is None:
            continue
        expected = numeric(lambda: float(projected(False)), leaf)
        np.testing.assert_allclose(g.numpy(), expected, rtol=2e-4, atol=2e-6, err_msg=text)


def samples() -> Iterator[tuple[str, str]]:
    """Yield the name and text of every sample: those declared, and one of each elementwise rule."""
    for name, texts in SAMPLES.items():
        for text in texts:
            if "float32" not in text:  # too coarse for differences; PyTorch is the judge there
                yield name, text
    for op in OPERATORS.values():
        if op.name in SAMPLES or op.name in RAISING or op.name.startswith("_") or not op.rules:
            continue
        if op.params == ("self",):
            yield op.name, f"{op.name}(p(2, 3))"
            yield op.name, f"{op.name}(p())"
        elif op.params == ("self", "other"):
            yield op.name, f"{op.name}(p(2, 3), p(3))"
            yield op.name, f"{op.name}(p(3), p(2, 1))"


ALL = list(dict.fromkeys(samples()))


@pytest.mark.parametrize("text", [text for _, text in ALL])
def test_rules_agree_with_finite_differences(text: str) -> None:
    check_first(text)


@pytest.mark.parametrize("text", [text for _, text in ALL])
def test_rules_of_rules_agree_with_finite_differences(text: str) -> None:
    check_second(text)


@contextmanager
def broken(op: Operator, parameter: str, spoil: Callable[[Any], Any]) -> Iterator[None]:
    """Make the plans that an operator has give wrong gradients for one argument."""
    kept = {plan: (plan.vjps, plan.tensor_vjps) for plan in op._plans.values()}

    def wrong(vjp: Any) -> Any:
        return lambda grad, *rest: spoil(grad if vjp is None else vjp(grad, *rest))

    for plan in kept:
        chosen = [argument == parameter for argument in plan.arguments]
        plan.vjps = tuple(
            wrong(v) if c else v for v, c in zip(plan.vjps or (), chosen, strict=True)
        )
        plan.tensor_vjps = tuple(
            wrong(v) if c else v for v, c in zip(plan.tensor_vjps, chosen, strict=True)
        )
    try:
        yield
    finally:
        for plan, (vjps, tensor_vjps) in kept.items():
            plan.vjps, plan.tensor_vjps = vjps, tensor_vjps


def fails(texts: list[str], check: Callable[[str], None]) -> bool:
    for text in texts:
        try:
            check(text)
        except AssertionError:
            return True
    return False


def rules() -> Iterator[tuple[str, str]]:
    for op in OPERATORS.values():
        for parameter in op.rules:
            yield op.name, parameter


@pytest.mark.parametrize(("name", "parameter"), [r for r in rules() if r[0] not in RAISING])
def test_a_wrong_rule_fails(name: str, parameter: str) -> None:
    op = OPERATORS[name]
    texts = reaching(False).get((name, parameter), [])
    second = not texts
    if second:
        texts = reaching(True).get((name, parameter), [])
    if not texts and name in DEEPER:
        return
    if not texts:
        pytest.fail(f"no sample reaches the rule of {name} for {parameter}")
    check = check_second if second else check_first
    for spoil in (lambda g: g * 1.001 + (g == 0) * 1e-3, lambda g: -g + (g == 0) * 1.0):
        with broken(op, parameter, spoil):
            assert fails(texts, check), f"{name}: a wrong rule for {parameter} goes unnoticed"


def _survey(run: Callable[[str], None]) -> dict[tuple[str, str], list[str]]:
    """Return, for each rule, up to three samples that use it: found by running each once."""
    used: dict[tuple[str, str], list[str]] = {}
    for _, text in ALL:
        seen: set[tuple[str, str]] = set()
        try:
            with _noting(seen):
                run(text)
        except Exception:  # the sample's own test tells
            continue
        for rule in seen:
            texts = used.setdefault(rule, [])
            if len(texts) < 3:
                texts.append(text)
    return used


@contextmanager
def _noting(seen: set[tuple[str, str]]) -> Iterator[None]:
    """Note which rules a backward pass uses."""
    from engine.graph import backward

    original = backward.slow_edges
    listener = engine.observe.Observer()

    def slow_edges(task: Any, node: Any, grad: Any) -> Any:
        op = node.plan.operator
        for argument in node.plan.arguments:
            seen.add((op.name, argument))
        return original(task, node, grad)

    backward.slow_edges = slow_edges
    try:
        with engine.observe.listen(listener):
            yield
    finally:
        backward.slow_edges = original


def _first(text: str) -> None:
    leaves = Leaves()
    evaluate(text, leaves)
    gradients(text, leaves)


def _second(text: str) -> None:
    leaves = Leaves()
    evaluate(text, leaves)
    found = [g for g in gradients(text, leaves, create=True) if g is not None and g.requires_grad]
    if found:
        total = sum(g.sum() for g in found)
        engine.autograd.grad(total, leaves.made, allow_unused=True)


@cache
def reaching(second: bool) -> dict[tuple[str, str], list[str]]:
    """Return the samples that use each rule, in a first or in a second derivative."""
    return _survey(_second if second else _first)

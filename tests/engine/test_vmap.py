"""`vmap`: every batching rule agrees with the loop over examples, and programs with PyTorch."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import engine
from engine.func.pytree import leaves
from engine.func.vmap import vmap
from engine.registry import OPERATORS
from tests.engine.agreement import Inputs, array, samples_of

SIZE = 3

REFUSED = {
    "unique": "the result's shape depends on the values",
    "nonzero": "the result's shape depends on the values",
    "as_strided": "strides of memory that examples share",
    "embedding_bag": "no batching rule",
    "multi_margin_loss": "no batching rule",
    "repeat_interleave": "the result's shape depends on the values",
    "cov": "asks whether weights are negative",
    "grid_sample": "no batching rule",
    "grid_sampler_2d": "no batching rule",
    "grid_sampler_3d": "no batching rule",
    "stft": "strides of memory that examples share",
    "gaussian_nll_loss": "asks whether a variance is negative, as PyTorch does",
    "batch_norm": "running statistics of each example by itself",
    "instance_norm": "running statistics of each example by itself",
    "masked_select": "a mask of each example by itself",
}
"""Functions that may refuse mapped tensors, and why."""

TIES = {"median", "nanmedian"}
"""Functions that share a gradient among equal elements, but along a dimension give it to one; inside
`vmap` PyTorch takes the latter way, and so do we."""


class Makers(Inputs):
    """The makers of samples: they note the tensors they make, or hand out given ones."""

    def __init__(self, seed: int, given: list[Any] | None = None) -> None:
        super().__init__(engine, "float64")
        self.rng = np.random.default_rng(seed)
        self.made: list[Any] = []
        self.given = given

    def _next(self, make: Callable[[], Any]) -> Any:
        if self.given is not None:
            return self.given.pop(0)
        self.made.append(make())
        return self.made[-1]

    def leaf(self, array: Any) -> Any:
        return self._next(lambda: Inputs.leaf(self, array).detach())

    def m(self, *shape: int) -> Any:
        return self._next(lambda: Inputs.m(self, *shape))

    def i(self, n: int, *shape: int) -> Any:
        return self._next(lambda: Inputs.i(self, n, *shape))


def run(text: str, given: list[Any]) -> tuple[Any, ...]:
    """What a sample gives for given inputs: its tensors."""
    found = leaves(eval(text, Makers(0, list(given)).names()))
    return tuple([t for t in found if isinstance(t, engine.Tensor)])


def name_of(text: str) -> str:
    return text.split("(")[0].split(".")[-1]


def weights(t: Any) -> Any:
    values = np.random.default_rng(5).uniform(0.5, 1.5, tuple(t.shape))
    return engine.tensor(values.tolist(), dtype=t.dtype).reshape(t.shape)


def disagreement(text: str, chosen: set[int] | None, dim: int) -> str | None:
    """What differs between `vmap` over a sample and the loop; "none" if it cannot be compared.

    chosen: which inputs differ between the examples (None: all); they lie along `dim`.
    """
    columns = []
    for example in range(SIZE):
        makers = Makers(100 + example)
        eval(text, makers.names())
        columns.append(makers.made)
    inputs: list[Any] = []
    dims: list[int | None] = []
    for k, column in enumerate(zip(*columns, strict=True)):
        mapped = chosen is None or k in chosen
        dims.append(min(dim, column[0].dim()) if mapped else None)
        inputs.append(engine.stack(list(column), dims[-1]) if mapped else column[0].clone())
    if all(d is None for d in dims):
        return "none"

    def fresh() -> list[Any]:
        return [t.detach().requires_grad_(t.is_floating_point()) for t in inputs]

    first, second = fresh(), fresh()
    try:
        rows = [
            run(
                text, [t if d is None else t.select(d, k) for t, d in zip(first, dims, strict=True)]
            )
            for k in range(SIZE)
        ]
        expected = [engine.stack(list(column)) for column in zip(*rows, strict=True)]
    except (RuntimeError, IndexError):
        return "none"  # an example by itself fails, or their shapes differ
    if not expected:
        return "none"
    found = vmap(lambda *given: run(text, list(given)), in_dims=tuple(dims))(*second)
    for ours, theirs in zip(found, expected, strict=True):
        if (ours.shape, ours.dtype) != (theirs.shape, theirs.dtype):
            return f"{ours.shape} {ours.dtype} against {theirs.shape} {theirs.dtype}"
        if ours.requires_grad != theirs.requires_grad:
            return f"requires_grad {ours.requires_grad}"
        tight = ours.dtype is engine.float64
        if not np.allclose(
            array(ours), array(theirs), rtol=1e-9 if tight else 1e-5, equal_nan=True
        ):
            return f"value {ours} against {theirs}"
    outs = [(a, b) for a, b in zip(found, expected, strict=True) if a.requires_grad]
    if not outs or name_of(text) in TIES:
        return None
    seeds = [weights(a) for a, _ in outs]
    grads = (
        engine.autograd.grad(
            [pair[side] for pair in outs],
            [t for t in given if t.requires_grad],
            seeds,
            allow_unused=True,
        )
        for side, given in ((0, second), (1, first))
    )
    for ours, theirs in zip(*grads, strict=True):
        zero = np.zeros(())
        a, b = (zero if g is None else array(g) for g in (ours, theirs))
        if not np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True):
            return f"gradient {ours} against {theirs}"
    return None


def gradient_disagreement(text: str) -> str | None:
    """What differs between gradients of each example, taken inside `vmap`, and those of a loop."""
    columns = []
    for example in range(SIZE):
        makers = Makers(200 + example)
        eval(text, makers.names())
        columns.append(makers.made)
    inputs = [engine.stack(list(column)) for column in zip(*columns, strict=True)]
    places = tuple(k for k, t in enumerate(inputs) if t.is_floating_point())
    if not places:
        return "none"

    def total(*given: Any) -> Any:
        terms = [(t * weights(t)).sum() for t in run(text, list(given)) if t.is_floating_point()]
        return sum(terms, start=engine.zeros((), dtype=engine.float64))

    grad = engine.func.grad(total, argnums=places)
    try:
        rows = [grad(*[t[k] for t in inputs]) for k in range(SIZE)]
    except (RuntimeError, IndexError, NotImplementedError):
        return "none"
    found = vmap(grad)(*inputs)
    for ours, theirs in zip(found, zip(*rows, strict=True), strict=True):
        expected = engine.stack(list(theirs))
        if not np.allclose(array(ours), array(expected), rtol=1e-6, atol=1e-9, equal_nan=True):
            return f"gradient {ours} against {expected}"
    return None


WAYS: tuple[tuple[set[int] | None, int], ...] = (
    (None, 0),
    (None, 1),
    ({0}, 0),
    ({1}, 0),
    ({2}, 0),
    ({0, 1}, 0),
)


def comparison(text: str, chosen: set[int] | None, dim: int) -> str | None:
    """The disagreement; "none" where `vmap` refuses a function that may refuse."""
    try:
        return disagreement(text, chosen, dim)
    except RuntimeError as error:
        if name_of(text) in REFUSED and "vmap" in str(error):
            return "none"
        return f"RuntimeError: {error}"


@pytest.mark.parametrize("text", samples_of())
def test_rules_agree_with_the_loop(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for chosen, dim in WAYS:
            assert comparison(text, chosen, dim) in (None, "none"), (text, chosen, dim)


@pytest.mark.parametrize("text", samples_of())
def test_gradients_of_each_example_agree_with_the_loop(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = gradient_disagreement(text)
        except RuntimeError as error:
            found = "none" if name_of(text) in REFUSED and "vmap" in str(error) else str(error)
    assert found in (None, "none")


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("sum", "sum(a(2, 3), 0)", "elementwise"),
        ("add", "add(a(), a(3))", "leading"),
        ("cumsum", "cumsum(a(2, 3), 1)", "elementwise"),
        ("transpose", "transpose(a(2, 3, 2), 0, -1)", "any place"),
        ("mm", "mm(a(2, 3), a(3, 2))", "elementwise"),
        ("gather", "gather(a(3, 4), 1, i(4, 3, 2))", "leading"),
        ("flip", "flip(a(2, 3), (0,))", "leading"),
        ("expand", "a(2, 1).expand(3, 2, 4)", "leading"),
        ("_cat", "cat([a(2), a(2)])", "leading"),
        ("_index", "a(3, 4)[i(3, 2), :, None]", "leading"),
    ],
)
def test_a_wrong_rule_is_found(
    name: str, text: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert disagreement(text, None, 0) is None
    monkeypatch.setattr(OPERATORS[name], "batch", word)
    try:
        wrong = disagreement(text, None, 0)
    except Exception as error:
        wrong = str(error)
    assert wrong is not None, f"{name} does not mind a wrong rule"


def test_every_word_has_a_rule_and_an_operator() -> None:
    from engine.func.batch_compositions import COMPOSITIONS
    from engine.func.batch_rules import RULES

    words = {op.batch for op in OPERATORS.values() if op.batch}
    assert words == set(RULES)
    assert set(COMPOSITIONS) <= words


def test_views_have_rules() -> None:
    missing = [op.name for op in OPERATORS.values() if op.view and not op.batch]
    assert set(missing) <= {"_as_strided"}, "a loop would not share the storage"


# -- programs --------------------------------------------------------------------------------------

STEPS = (
    "x * y",
    "x + y.sum()",
    "x - y[..., :1]",
    "(x * w).relu()",
    "x.sum(-1, keepdim=True) * y",
    "x.cumsum(-1)",
    "torch.where(x > y, x, w)",
    "x.softmax(-1)",
    "(x @ m)",
    "torch.stack([x, y]).mean(0)",
    "torch.cat([x[..., 1:], y[..., :1]], -1)",
    "x.flip(-1)",
    "x.clone().mul_(y)",
    "x[..., i]",
    "x.sort(-1).values",
    "x.max(-1, keepdim=True).values + y",
    "x.view(3, 1).expand(3, 3).diagonal()",
    "torch.nn.functional.linear(x, m, w)",
    "torch.nn.functional.layer_norm(x, (3,), w)",
    "torch.outer(x, y).sum(0)",
    "x.tanh() + torch.zeros_like(x)",
    "torch.func.grad(lambda z: (z * z * y).sum())(x)",
    "torch.func.vmap(lambda z: z * y.sum())(x)",
    "torch.func.jacrev(lambda z: z.sin() * y)(x).sum(0)",
)


def program(library: Any, steps: list[str], order: str) -> list[Any]:
    """The values and gradients of a random composition of steps, mapped and differentiated."""
    torch = library

    def tensor(seed: int, *shape: int) -> Any:
        values = np.random.default_rng(seed).uniform(-1, 1, shape)
        return torch.tensor(values.tolist(), dtype=torch.float64)

    w, m, i = tensor(1, 3), tensor(2, 3, 3), torch.tensor([2, 0, 1])

    def f(x: Any, y: Any) -> Any:
        for step in steps:
            x = eval(step, {"torch": torch, "x": x, "y": y, "w": w, "m": m, "i": i})
        return x

    rows, others = tensor(3, 4, 3), tensor(4, 4, 3)
    if order == "backward":
        rows, others = rows.requires_grad_(), others.requires_grad_()
        out = torch.func.vmap(f)(rows, others)
        return [out, *torch.autograd.grad((out * out).sum(), [rows, others], allow_unused=True)]
    if order == "vmap of grad":
        g = torch.func.grad(lambda x, y: (f(x, y) ** 2).sum(), argnums=(0, 1))
        return list(torch.func.vmap(g, in_dims=(0, None))(rows, others[0]))
    if order == "grad of vmap of grad":
        g = torch.func.grad(lambda x, y: (f(x, y) ** 2).sum())
        return [torch.func.grad(lambda x: torch.func.vmap(g)(x, others).sum())(rows)]
    shifted = torch.func.vmap(f, in_dims=1, out_dims=1)(rows.T.contiguous(), others.T.contiguous())
    return [shifted]


@pytest.mark.parametrize("order", ["backward", "vmap of grad", "grad of vmap of grad", "in_dims"])
@pytest.mark.parametrize("seed", range(12))
def test_random_programs_agree_with_pytorch(seed: int, order: str) -> None:
    torch = pytest.importorskip("torch")
    rng = random.Random(seed)
    steps = [rng.choice(STEPS) for _ in range(rng.randint(1, 4))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            theirs = program(torch, steps, order)
        except RuntimeError as error:
            with pytest.raises(RuntimeError):
                program(engine, steps, order)
            pytest.skip(str(error).split("\n")[0])
        ours = program(engine, steps, order)
    for a, b in zip(ours, theirs, strict=True):
        if a is None or b is None:
            assert a is None or not np.any(array(a)), steps
            assert b is None or not np.any(array(b)), steps
            continue
        assert tuple(a.shape) == tuple(b.shape), steps
        assert np.allclose(array(a), array(b), rtol=1e-8, atol=1e-10), steps


# -- state -----------------------------------------------------------------------------------------


def test_an_error_leaves_no_level_behind() -> None:
    from engine import state

    def fail(row: Any) -> Any:
        raise KeyError("stop")

    with pytest.raises(KeyError):
        vmap(vmap(fail))(engine.ones(2, 2))
    assert state.levels == []
    assert state.vmap is None


def test_tensors_of_examples_are_freed() -> None:
    import gc
    from weakref import ref

    x = engine.ones(2, 3, requires_grad=True)
    kept: list[Any] = []

    def f(row: Any) -> Any:
        kept.append(ref(row))
        y = row * 2
        kept.append(ref(y))
        return y.sum()

    out = vmap(f)(x)
    out.sum().backward()
    del out
    gc.collect()
    assert [r() for r in kept] == [None, None]

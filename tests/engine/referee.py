"""Runs one expression under this engine and under PyTorch and compares all that can be seen of it.

In an expression, names are those of the torch namespace, and
    a(2, 3)  a float64 leaf that requires grad, drawn from the normal distribution
    p(2, 3)  the same, positive          m(2, 3)  a mask          i(n, 2, 3)  integers below n
    t(data)  a leaf of the given numbers that requires grad, float64   T(data)  torch.tensor
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

import engine


class World:
    """One of the two libraries, with the leaves that an expression makes."""

    def __init__(self, library: Any, dtype: str = "float64") -> None:
        self.library = library
        self.dtype = dtype
        self.leaves: list[Any] = []
        self.rng = np.random.default_rng(7)

    def _leaf(self, array: Any) -> Any:
        made = self.library.tensor(array.tolist(), dtype=getattr(self.library, self.dtype))
        made = made.reshape(array.shape).detach()
        if array.dtype.kind == "f" and "int" not in self.dtype and self.dtype != "bool":
            made.requires_grad_()
            self.leaves.append(made)
        return made

    def names(self) -> dict[str, Any]:
        library, rng = self.library, self.rng
        return {
            **{k: getattr(library, k) for k in dir(library) if not k.startswith("_")},
            "torch": library,
            "T": library.tensor,
            "float": float,
            "int": int,
            "bool": bool,
            "nan": float("nan"),
            "inf": float("inf"),
            "a": lambda *s: self._leaf(rng.normal(size=s) if s else np.array(rng.normal())),
            "p": lambda *s: self._leaf(np.asarray(rng.uniform(0.5, 2.0, size=s))),
            "t": lambda data: self._leaf(np.asarray(data, np.float64)),
            "m": lambda *s: library.tensor(np.asarray(rng.random(size=s) < 0.5).tolist()).reshape(
                s
            ),
            "i": lambda n, *s: library.tensor(
                np.asarray(rng.integers(0, n, size=s)).tolist(), dtype=library.int64
            ).reshape(s),
        }

    def run(self, text: str) -> Any:
        return eval(text, self.names())

    def weights(self, like: Any, seed: int) -> Any:
        drawn = np.random.default_rng(seed).normal(size=tuple(like.shape))
        flat = self.library.tensor(np.asarray(drawn).reshape(-1).tolist(), dtype=like.dtype)
        return flat.reshape(tuple(like.shape))


def tensors(result: Any) -> list[Any]:
    """The tensors of a result, in order."""
    if isinstance(result, (tuple, list)):
        return [t for part in result for t in tensors(part)]
    return [result] if hasattr(result, "grad_fn") else []


def text_of(node: Any) -> str:
    return "None" if node is None else node.name().removeprefix("torch::autograd::")


def seen(result: Any) -> list[tuple[Any, ...]]:
    """What can be seen of each tensor but its values."""
    return [
        (
            str(t.dtype),
            tuple(t.shape),
            t.requires_grad,
            text_of(t.grad_fn),
            t.output_nr,
            [] if t.grad_fn is None else [text_of(n) for n, _ in t.grad_fn.next_functions],
        )
        for t in tensors(result)
    ]


def number(t: Any) -> Any:
    if t is None:
        return None
    if getattr(t, "_is_zerotensor", bool)():  # PyTorch's zeros without storage
        return np.zeros(tuple(t.shape), str(t.dtype)[6:])
    return np.array(t.detach().tolist(), dtype=str(t.dtype)[6:]).reshape(tuple(t.shape))


def close(x: Any, y: Any, rtol: float, what: str) -> None:
    if x is None or y is None:
        assert x is y, f"{what}: {x} against PyTorch's {y}"
        return
    assert x.shape == y.shape, f"{what}: shape {x.shape} against PyTorch's {y.shape}"
    assert x.dtype == y.dtype, f"{what}: {x.dtype} against PyTorch's {y.dtype}"
    np.testing.assert_allclose(x, y, rtol=rtol, atol=rtol, equal_nan=True, err_msg=what)


def signs(t: Any) -> Any:
    """Where a result is -0.0, which prints differently from 0.0."""
    x = number(t)
    return np.signbit(x) & (x == 0) if x.dtype.kind == "f" else None


def derivatives(world: World, result: Any) -> list[Any]:
    """Gradients by an ordinary backward pass, by a recorded one, and gradients of gradients."""
    outputs = [t for t in tensors(result) if t.requires_grad]
    if not outputs or not world.leaves:
        return []
    grad = world.library.autograd.grad
    weights = [world.weights(t, seed) for seed, t in enumerate(outputs)]
    plain = grad(outputs, world.leaves, weights, retain_graph=True, allow_unused=True)
    for w in weights:
        w.requires_grad_()
    scaled = [w * 1 for w in weights]
    recorded = grad(outputs, world.leaves, scaled, create_graph=True, allow_unused=True)
    found = [*plain, *recorded]
    again = [g for g in recorded if g is not None and g.requires_grad]
    if again:
        found += grad(
            again,
            [*world.leaves, *weights],
            [world.weights(g, 50 + k) for k, g in enumerate(again)],
            allow_unused=True,
        )
    return found


def agree(torch: Any, text: str, dtype: str = "float64", *, names: bool = True) -> None:
    """Assert that an expression gives the same under both: values, dtypes, names, derivatives.

    names: whether the names of the graph's nodes are compared, too.
    """
    ours, theirs = World(engine, dtype), World(torch, dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        y = theirs.run(text)
        x = ours.run(text)
        if names:
            assert seen(x) == seen(y), f"{text}: {seen(x)} against PyTorch's {seen(y)}"
        else:
            assert [s[:3] for s in seen(x)] == [s[:3] for s in seen(y)], text
        if not tensors(y):
            assert x == y, text
        rtol = 5e-3 if dtype == "float16" else 2e-5 if "float32" in dtype + text else 1e-9
        for k, (u, v) in enumerate(zip(tensors(x), tensors(y), strict=True)):
            close(number(u), number(v), rtol, f"{text}: result {k}")
            assert str(signs(u)) == str(signs(v)), f"{text}: the sign of a zero of result {k}"
        gx, gy = derivatives(ours, x), derivatives(theirs, y)
        assert len(gx) == len(gy), f"{text}: {len(gx)} derivatives against {len(gy)}"
        for k, (u, v) in enumerate(zip(gx, gy, strict=True)):
            if absent_is_zero(u, v):
                continue
            close(number(u), number(v), 10 * rtol, f"{text}: derivative {k}")


def absent_is_zero(x: Any, y: Any) -> bool:
    """No gradient in one library and zeros in the other: both say that nothing depends on it."""
    if x is None and y is not None:
        return not np.any(number(y))
    return y is None and x is not None and not np.any(number(x))


def same_error(torch: Any, text: str) -> None:
    """Assert that an expression fails under both, with one type and one first line."""

    def outcome(library: Any) -> tuple[str, str]:
        world = World(library)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                result = world.run(text)
        except Exception as error:
            return type(error).__name__, str(error).split("\n")[0]
        return "no error", repr(result)

    ours, theirs = outcome(engine), outcome(torch)
    assert theirs[0] != "no error", f"{text} is no error: {theirs[1]}"
    assert ours == theirs, f"{text}: {ours} against PyTorch's {theirs}"

"""Whether this engine and PyTorch agree on a call: value, dtype, graph, and two orders of gradient."""

from __future__ import annotations

import warnings
from types import ModuleType
from typing import Any

import numpy as np

import engine
from engine import operators
from engine.registry import SAMPLES

MODULES = ("torch", "nn.functional", "linalg", "special", "fft")


def samples_of(*families: ModuleType) -> list[str]:
    """The sample calls of the public functions of operator families, with the module of each."""
    found = []
    owners: dict[str, Any] = {}  # of two functions of one name, torch's has the samples
    for name, function in operators.public():
        if name not in owners or "torch" in getattr(function, "namespaces", ("torch",)):
            owners[name] = function
    for name, function in operators.public(*families):
        for text in SAMPLES.get(name, ()) if owners[name] is function else ():
            home = getattr(function, "namespaces", ("torch",))[0]
            method = home == "Tensor" or not text.startswith(name + "(")
            found.append(text if method or home == "torch" else f"{home}.{text}")
    return list(dict.fromkeys(found))


class Inputs:
    """The makers of arguments that samples name; both engines get the same numbers."""

    def __init__(self, torch: Any, dtype: str) -> None:
        self.torch = torch
        self.dtype = dtype
        self.rng = np.random.default_rng(12)
        self.leaves: list[Any] = []

    def leaf(self, array: Any) -> Any:
        tensor = self.torch.tensor(array.tolist(), dtype=getattr(self.torch, self.dtype))
        tensor = tensor.reshape(array.shape).requires_grad_()
        self.leaves.append(tensor)
        return tensor

    def a(self, *shape: int) -> Any:
        return self.leaf(np.round(self.rng.uniform(-2, 2, shape), 3))

    def p(self, *shape: int) -> Any:
        return self.leaf(np.round(self.rng.uniform(0.2, 2, shape), 3))

    def u(self, *shape: int) -> Any:
        return self.leaf(np.round(self.rng.uniform(0.05, 0.95, shape), 3))

    def m(self, *shape: int) -> Any:
        return self.torch.tensor((self.rng.uniform(0, 1, shape) < 0.5).tolist())

    def i(self, n: int, *shape: int) -> Any:
        values = self.torch.tensor(self.rng.integers(0, n, shape).tolist())
        return values.to(self.torch.int64).reshape(shape)

    def k(self, *values: float) -> Any:
        return self.leaf(np.array(values))

    def names(self) -> dict[str, Any]:
        torch = self.torch
        found = {name: getattr(torch, name) for name in dir(torch) if not name.startswith("_")}
        found.update(torch=torch, nn=torch.nn, linalg=torch.linalg, special=torch.special)
        found.update(fft=torch.fft)
        found.update({n: getattr(self, n) for n in "akmipu"})
        return found


def graph(tensor: Any) -> Any:
    """The names of the nodes behind a tensor, nested as the nodes are."""

    def names(fn: Any, number: int) -> Any:
        if fn is None:
            return None
        # PyTorch calls a reshape of a strided tensor so; ours does not know the difference.
        name = str(fn.name()).replace("torch::autograd::", "").replace("ReshapeAlias", "View")
        return (name, number, *(names(f, n) for f, n in fn.next_functions))

    return names(tensor.grad_fn, getattr(tensor, "output_nr", 0))


def array(value: Any) -> Any:
    try:
        return np.array(value.detach().tolist()).reshape(tuple(value.shape))
    except RuntimeError:  # PyTorch's zeros without storage
        return np.zeros(tuple(value.shape))


def outcome(torch: Any, text: str, dtype: str = "float64") -> dict[str, Any]:
    """What a sample does under `torch` (PyTorch or this engine), as plain data."""
    inputs = Inputs(torch, dtype)
    found: dict[str, Any] = {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            out = eval(text, inputs.names())
        except Exception as error:
            base = next(c for c in type(error).__mro__ if not c.__name__.startswith("_"))
            return {"error": (base.__name__, str(error).split("\n")[0])}
    found["warnings"] = [str(w.message).split(" (Trig")[0].split("\n")[0] for w in caught]
    outs = list(out) if isinstance(out, (tuple, list)) else [out]
    found["shape"] = [tuple(o.shape) for o in outs]
    found["dtype"] = [str(o.dtype) for o in outs]
    found["graph"] = [graph(o) for o in outs]
    found["value"] = [array(o) for o in outs]
    rng = np.random.default_rng(11)
    outs = [o for o in outs if o.requires_grad]
    leaves = inputs.leaves
    if not outs:
        return found
    first = gradients(torch, rng, outs, leaves, dtype)
    found["plain gradient"] = plain_gradients(torch, text, dtype)
    found["gradient dtype"] = [None if g is None else str(g.dtype) for g in first]
    found["gradient"] = [None if g is None else array(g) for g in first]
    again = [g for g in first if g is not None and g.requires_grad]
    if again:
        try:
            second = gradients(torch, rng, again, leaves, dtype)
        except RuntimeError as error:  # PyTorch has no second derivative of some
            found["no second gradient"] = str(error)
            return found
        found["second gradient"] = [
            np.zeros(tuple(leaf.shape)) if g is None else array(g)
            for g, leaf in zip(second, leaves, strict=True)
        ]
    else:
        found["second gradient"] = [np.zeros(tuple(leaf.shape)) for leaf in leaves]
    return found


def plain_gradients(torch: Any, text: str, dtype: str) -> list[Any]:
    """The gradients of a sample as an ordinary backward pass computes them."""
    inputs = Inputs(torch, dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = eval(text, inputs.names())
    outs = [o for o in (out if isinstance(out, (tuple, list)) else (out,)) if o.requires_grad]
    found = gradients(torch, np.random.default_rng(11), outs, inputs.leaves, dtype, create=False)
    return [None if g is None else array(g) for g in found]


def gradients(
    torch: Any, rng: Any, outs: list[Any], leaves: list[Any], dtype: str, create: bool = True
) -> list[Any]:
    """The gradients of the outputs, weighted at random, as part of the graph."""
    weights = [
        torch.tensor(rng.uniform(0.5, 1.5, tuple(o.shape)).tolist(), dtype=o.dtype).reshape(
            tuple(o.shape)
        )
        for o in outs
    ]
    found = torch.autograd.grad(outs, leaves, weights, create_graph=create, allow_unused=True)
    return list(found)


def disagreement(torch: Any, text: str, dtype: str = "float64") -> str | None:
    """What differs between PyTorch and this engine on a sample, or None."""
    theirs = outcome(torch, text, dtype)
    ours = outcome(engine, text, dtype)
    if "error" in theirs or "error" in ours:
        pair = (theirs.get("error", "no error"), ours.get("error", "no error"))
        return None if pair[0] == pair[1] else f"theirs {pair[0]}, ours {pair[1]}"
    exact = dtype == "float64" and set(theirs["dtype"]) == {"torch.float64"}
    tolerance = 1e-9 if exact else 2e-4
    if "no second gradient" in theirs:
        del theirs["no second gradient"]
    for what, expected in theirs.items():
        got = ours.get(what)
        if what in ("value", "gradient", "plain gradient", "second gradient"):
            for x, y in zip(expected, got or [], strict=True):
                if (x is None) != (y is None):
                    return f"{what}: theirs {x}, ours {y}"
                if x is not None and not (
                    x.shape == y.shape
                    and np.allclose(x, y, rtol=tolerance, atol=tolerance / 10, equal_nan=True)
                ):
                    return f"{what}: theirs\n{x}\nours\n{y}"
        elif got != expected:
            return f"{what}:\n  theirs {expected}\n  ours   {got}"
    return None


def errors_differ(torch: Any, calls: str) -> list[str]:
    """The calls, one a line, on which PyTorch and this engine do not fail alike."""
    found = []
    for call in calls.strip().splitlines():
        theirs, ours = (outcome(t, call.strip()).get("error") for t in (torch, engine))
        if theirs is None or ours != theirs:
            found.append(f"{call.strip()}: theirs {theirs}, ours {ours}")
    return found


def rules_are_derivatives(text: str) -> bool:
    """Whether gradients, of both orders, are what finite differences say; needs no PyTorch."""
    inputs = Inputs(engine, "float64")
    eval(text, inputs.names())
    leaves = inputs.leaves

    def scalar(values: list[Any]) -> Any:
        again = Inputs(engine, "float64")
        queue = list(values)
        again.leaf = lambda array: queue.pop(0)  # type: ignore[method-assign]
        out = eval(text, again.names())
        outs = [o for o in (out if isinstance(out, tuple) else (out,)) if o.requires_grad]
        rng = np.random.default_rng(3)
        weights = [rng.uniform(0.5, 1.5, tuple(o.shape)) for o in outs]
        tensors = [engine.tensor(w.tolist()).reshape(w.shape) for w in weights]
        terms = [(o * w).sum() for o, w in zip(outs, tensors, strict=True)]
        return sum(terms, start=engine.zeros((), dtype=engine.float64))

    values = [array(leaf) for leaf in leaves]
    rng = np.random.default_rng(5)
    along = [rng.normal(size=v.shape) for v in values]
    reached = engine.autograd.grad(scalar(leaves), leaves, allow_unused=True)
    for i, g in enumerate(reached):
        if g is None:  # it was detached
            along[i] = np.zeros(values[i].shape)

    def at(step: float) -> list[Any]:
        return [
            engine.tensor((v + step * d).tolist(), dtype=engine.float64)
            .reshape(v.shape)
            .requires_grad_()
            for v, d in zip(values, along, strict=True)
        ]

    def slope(step: float) -> Any:
        """The derivative along the direction, by the rules."""
        x = at(step)
        grads = engine.autograd.grad(scalar(x), x, create_graph=True, allow_unused=True)
        return x, sum(
            [
                (g * engine.tensor(d.tolist(), dtype=engine.float64).reshape(d.shape)).sum()
                for g, d in zip(grads, along, strict=True)
                if g is not None
            ],
            start=engine.zeros((), dtype=engine.float64),
        )

    h = 1e-5
    expected = (scalar(at(h)).item() - scalar(at(-h)).item()) / (2 * h)
    x, first = slope(0.0)
    if not np.isclose(first.item(), expected, rtol=1e-6, atol=1e-7, equal_nan=True):
        return False
    if not first.requires_grad:
        return True
    expected = (slope(h)[1].item() - slope(-h)[1].item()) / (2 * h)
    second = engine.autograd.grad(first, x, allow_unused=True)
    got = sum(
        [float((array(g) * d).sum()) for g, d in zip(second, along, strict=True) if g is not None]
    )
    return bool(np.isclose(got, expected, rtol=1e-5, atol=1e-6, equal_nan=True))

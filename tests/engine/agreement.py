"""Whether this engine and PyTorch agree on a call: value, dtype, graph, gradient, gradient of gradient."""

from __future__ import annotations

import warnings
from types import ModuleType
from typing import Any

import numpy as np

import engine
from engine import operators
from engine.registry import SAMPLES

MODULES = ("torch", "nn.functional", "linalg", "special")


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
        self.rng = np.random.default_rng(7)
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

    def names(self) -> dict[str, Any]:
        torch = self.torch
        found = {name: getattr(torch, name) for name in dir(torch) if not name.startswith("_")}
        found.update(torch=torch, nn=torch.nn, linalg=torch.linalg, special=torch.special)
        found.update({n: getattr(self, n) for n in "apumi"})
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


def gradients(torch: Any, rng: Any, outs: list[Any], leaves: list[Any], dtype: str) -> list[Any]:
    """The gradients of the outputs, weighted at random, as part of the graph."""
    weights = [
        torch.tensor(rng.uniform(0.5, 1.5, tuple(o.shape)).tolist(), dtype=o.dtype).reshape(
            tuple(o.shape)
        )
        for o in outs
    ]
    found = torch.autograd.grad(outs, leaves, weights, create_graph=True, allow_unused=True)
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
        if what in ("value", "gradient", "second gradient"):
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

"""Forward and backward of one program in each engine that is installed here."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.benchmarks.graphs import Step, function

Gradients = list[np.ndarray[Any, Any] | None]
Runner = Callable[[], Gradients]
"""Runs forward and backward once, and returns the gradients of the leaves."""


def _functions(module: Any) -> dict[str, Any]:
    return {name: getattr(module, name) for name in ("sin", "cos", "exp", "tanh", "sqrt")}


def _tensor_runner(module: Any, program: list[Step], leaves: list[Any]) -> Runner:
    """PyTorch and we share one interface, so they share one runner."""
    f = function(program, _functions(module))
    tensors = [module.tensor(v, dtype=module.float64, requires_grad=True) for v in leaves]
    scalar = not np.ndim(leaves[0])

    def run() -> Gradients:
        for t in tensors:
            t.grad = None
        out = f(*tensors)
        (out if scalar else out.sum()).backward()
        return [None if t.grad is None else t.grad.numpy() for t in tensors]

    return run


def ours(program: list[Step], leaves: list[Any]) -> Runner:
    """This project's engine."""
    import engine

    return _tensor_runner(engine, program, leaves)


def pytorch(program: list[Step], leaves: list[Any]) -> Runner:
    """PyTorch on one thread."""
    import torch

    torch.set_num_threads(1)
    return _tensor_runner(torch, program, leaves)


def hips(program: list[Step], leaves: list[Any]) -> Runner:
    """HIPS autograd."""
    import autograd.numpy as anp
    from autograd import grad

    f = function(program, _functions(anp))
    scalar = not np.ndim(leaves[0])
    target = f if scalar else (lambda *v: anp.sum(f(*v)))
    gradient = grad(target, argnum=tuple(range(len(leaves))))
    return lambda: [np.asarray(g) for g in gradient(*leaves)]


def mygrad(program: list[Step], leaves: list[Any]) -> Runner:
    """MyGrad, with its memory guard off: its fastest way."""
    import mygrad as mg

    mg.turn_memory_guarding_off()
    f = function(program, _functions(mg))
    tensors = [mg.tensor(v, dtype=np.float64) for v in leaves]
    scalar = not np.ndim(leaves[0])

    def run() -> Gradients:
        for t in tensors:
            t.null_grad()
        out = f(*tensors)
        (out if scalar else out.sum()).backward()
        return [t.grad for t in tensors]

    return run


PEERS: dict[str, tuple[str, Callable[[list[Step], list[Any]], Runner]]] = {
    "PyTorch": ("torch", pytorch),
    "HIPS autograd": ("autograd", hips),
    "MyGrad": ("mygrad", mygrad),
}


def installed(name: str) -> bool:
    """Whether a peer can be imported here."""
    return importlib.util.find_spec(PEERS[name][0]) is not None


def check_same(results: dict[str, Gradients]) -> None:
    """All peers must have computed the same gradients, else the comparison means nothing."""
    reference = next(iter(results.values()))
    for name, gradients in results.items():
        for a, b in zip(reference, gradients, strict=True):
            zero_a = 0.0 if a is None else a
            zero_b = 0.0 if b is None else b
            if not np.allclose(zero_a, zero_b, rtol=1e-9, atol=1e-9):
                raise AssertionError(f"{name} computes another gradient: {zero_a} against {zero_b}")

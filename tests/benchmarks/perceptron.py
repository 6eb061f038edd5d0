"""`python -m tests.benchmarks.perceptron ENGINE WHAT ...`: one engine's part of `training` and `memory`.

In a process of its own, so that each engine has one thread and a memory peak of its own.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

BATCH = 64
RATE = 0.01


def numbers(width: int, layers: int) -> tuple[Any, Any, list[Any]]:
    """Inputs, classes, and the weight matrices of the layers."""
    rng = np.random.default_rng(0)
    inputs = rng.standard_normal((BATCH, width)).astype(np.float32)
    classes = rng.integers(0, width, BATCH)
    weights = [rng.standard_normal((width, width)).astype(np.float32) for _ in range(layers)]
    return inputs, classes, [w / np.float32(width**0.5) for w in weights]


def load(engine: str) -> Any:
    """The engine as a module with PyTorch's names."""
    if engine == "ours":
        import engine as ours

        return ours
    import torch

    torch.set_num_threads(1)
    return torch


def network_step(torch: Any, width: int) -> Callable[[], float]:
    """A training step as a user writes it: modules, cross entropy, SGD; returns the loss."""
    nn = torch.nn
    inputs, classes, weights = numbers(width, 3)
    linear = [nn.Linear(width, width) for _ in weights]
    with torch.no_grad():
        for layer, w in zip(linear, weights, strict=True):
            layer.weight.copy_(torch.tensor(w))
            layer.bias.zero_()
    model = nn.Sequential(linear[0], nn.ReLU(), linear[1], nn.ReLU(), linear[2])
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    x, y = torch.tensor(inputs), torch.tensor(classes)

    def step() -> float:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        return float(loss.item())

    return step


def hips_step(width: int) -> Callable[[], float]:
    """The same step in HIPS autograd, with the update in place."""
    import autograd.numpy as anp
    from autograd import value_and_grad

    inputs, classes, weights = numbers(width, 3)
    parameters = [p for w in weights for p in (w, np.zeros(width, np.float32))]
    rows = np.arange(BATCH)

    def loss(p: list[Any]) -> Any:
        hidden = anp.maximum(inputs @ p[0].T + p[1], 0)
        hidden = anp.maximum(hidden @ p[2].T + p[3], 0)
        out = hidden @ p[4].T + p[5]
        top = anp.max(out, axis=1, keepdims=True)
        log_sum = anp.log(anp.sum(anp.exp(out - top), axis=1)) + top[:, 0]
        return anp.mean(log_sum - out[rows, classes])

    both = value_and_grad(loss)

    def step() -> float:
        value, gradients = both(parameters)
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter -= RATE * gradient
        return float(value)

    return step


def training(engine: str, width: int, loops: int, repeats: int) -> None:
    """Prints the best seconds of a training step, and the loss after three steps."""
    step = hips_step(width) if engine == "HIPS autograd" else network_step(load(engine), width)
    loss = [step() for _ in range(3)][-1]
    best = float("inf")
    for _ in range(repeats):
        start = perf_counter()
        for _ in range(loops):
            step()
        best = min(best, (perf_counter() - start) / loops)
    print(best, loss)


def _memory() -> tuple[int, int]:
    """Peak and present resident memory of this process, in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines)
    return int(found["VmHWM"].split()[0]), int(found["VmRSS"].split()[0])


def memory(engine: str, width: int, layers: int) -> None:
    """Prints how far forward and backward of a deep perceptron rise above the start, in MiB."""
    torch = load(engine)
    F = torch.nn.functional
    rng = np.random.default_rng(0)
    parameters = []
    for _ in range(layers):
        w = rng.standard_normal((width, width), np.float32) / np.float32(width**0.5)
        parameters.append((torch.tensor(w).requires_grad_(), torch.zeros(width).requires_grad_()))
    x = torch.tensor(rng.standard_normal((BATCH, width), np.float32))
    w, b = (p.detach().clone().requires_grad_() for p in parameters[0])
    F.relu(F.linear(x, w, b)).sum().backward()  # code and buffers that any first pass loads
    del w, b
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what was freed before the start must not hide what comes
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
    _, start = _memory()
    hidden = x
    for w, b in parameters:
        hidden = F.relu(F.linear(hidden, w, b))
    hidden.sum().backward()
    peak, _ = _memory()
    assert all(w.grad is not None for w, _ in parameters)
    print((peak - start) / 1024)


if __name__ == "__main__":
    engine, what, *rest = sys.argv[1:]
    {"training": training, "memory": memory}[what](engine, *map(int, rest))

"""(b) Cost per operator: forward and backward of scalar graphs, and of vectors of 1,000 numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.benchmarks.graphs import LEAVES, Step, by_hand, steps
from tests.benchmarks.measure import Row, minima, take_turns, timed
from tests.benchmarks.peers import PEERS, Runner, check_same, installed, ours

SCALAR_TARGETS = {"PyTorch": 0.7, "HIPS autograd": 0.3, "MyGrad": 0.35}
BY_HAND = "NumPy by hand"
VECTOR_TARGETS = {BY_HAND: 1.3, "PyTorch": None}


def _hand_written(program: list[Step], leaves: list[Any]) -> Runner:
    names = {name: getattr(np, name) for name in ("sin", "cos", "exp", "tanh", "sqrt", "ones_like")}
    f = by_hand(program, names)
    return lambda: list(f(*leaves)[1])


def _compare(
    what: str,
    program: list[Step],
    leaves: list[Any],
    targets: dict[str, float | None],
    repeats: int,
    loops: int,
) -> list[Row]:
    runners = {"ours": ours(program, leaves)}
    for name in targets:
        if name == BY_HAND:
            runners[name] = _hand_written(program, leaves)
        elif installed(name):
            runners[name] = PEERS[name][1](program, leaves)
    check_same({name: run() for name, run in runners.items()})
    actions = {name: timed(run, loops) for name, run in runners.items()}
    best = minima(take_turns(actions, repeats))
    cost = {name: seconds / len(program) * 1e6 for name, seconds in best.items()}
    return [
        Row(what, name, cost["ours"], cost.get(name), target, "us/op")
        for name, target in targets.items()
    ]


def measure(quick: bool = False) -> list[Row]:
    """Best times of graphs run in turn, per operator."""
    program = steps(40 if quick else 400)
    size, repeats, loops = (10, 1, 1) if quick else (1000, 15, 5)
    rng = np.random.default_rng(0)
    scalars = [float(v) for v in rng.uniform(0.5, 1.5, LEAVES)]
    vectors = [rng.uniform(0.5, 1.5, size) for _ in range(LEAVES)]
    count = len(program)
    scalar_targets: dict[str, float | None] = dict(SCALAR_TARGETS)
    return [
        *_compare(f"{count} scalar operators", program, scalars, scalar_targets, repeats, loops),
        *_compare(f"{count} on {size} numbers", program, vectors, VECTOR_TARGETS, repeats, loops),
    ]

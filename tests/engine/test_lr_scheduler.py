"""Schedules give the learning rates that PyTorch's give, to the last bit."""

from __future__ import annotations

import random
import warnings
from typing import Any

import pytest

import engine

SIMPLE = "Lambda Mult Step Multi Const Linear Exp Poly Cos Warm".split()  # noqa: SIM905
OTHERS = ["Cyclic", "One", "Plateau", "Seq", "Chain"]


def scheduler(lib: Any, rng: random.Random, optimizer: Any, kind: str) -> Any:
    s, c = lib.optim.lr_scheduler, rng.choice
    match kind:
        case "Lambda":
            return s.LambdaLR(optimizer, lambda epoch: 0.9**epoch)
        case "Mult":
            return s.MultiplicativeLR(optimizer, [lambda epoch: 0.95, lambda epoch: 1.5])
        case "Step":
            return s.StepLR(optimizer, c([1, 2, 3]), gamma=c([0.1, 0.5]))
        case "Multi":
            return s.MultiStepLR(optimizer, c([[2, 4], [3, 3, 5], [1]]), gamma=0.3)
        case "Const":
            return s.ConstantLR(optimizer, c([0.5, 0.25]), c([2, 4]))
        case "Linear":
            return s.LinearLR(optimizer, c([0.1, 0.3]), c([1.0, 0.5]), c([3, 5]))
        case "Exp":
            return s.ExponentialLR(optimizer, c([0.9, 0.5]))
        case "Poly":
            return s.PolynomialLR(optimizer, c([4, 8]), c([1.0, 2.0]))
        case "Cos":
            return s.CosineAnnealingLR(optimizer, c([3, 5, 10]), c([0, 0.01]))
        case "Warm":
            return s.CosineAnnealingWarmRestarts(optimizer, c([2, 3]), c([1, 2]), c([0, 0.01]))
        case "Cyclic":
            mode = c(["triangular", "triangular2", "exp_range"])
            scale = c([None, lambda x: 0.5**x])
            most = c([0.1, [0.1, 0.2]])
            return s.CyclicLR(optimizer, 0.01, most, c([2, 3]), c([None, 4]), mode, 0.9, scale)
        case "One":
            return s.OneCycleLR(
                optimizer,
                c([0.5, [0.5, 1.0]]),
                total_steps=20,
                pct_start=c([0.3, 0.5]),
                anneal_strategy=c(["cos", "linear"]),
                three_phase=c([True, False]),
                cycle_momentum=c([True, False]),
            )
        case "Plateau":
            mode, threshold = c(["min", "max"]), c(["rel", "abs"])
            return s.ReduceLROnPlateau(
                optimizer,
                mode,
                0.5,
                c([0, 1, 2]),
                threshold_mode=threshold,
                cooldown=c([0, 2]),
                min_lr=c([0, [0.01, 0.02]]),
            )
        case "Seq":
            parts = [scheduler(lib, rng, optimizer, c(SIMPLE)) for _ in range(3)]
            return s.SequentialLR(optimizer, parts, [2, 5])
    return s.ChainedScheduler([scheduler(lib, rng, optimizer, c(SIMPLE)) for _ in range(2)])


def run(lib: Any, kind: str, seed: int) -> list[Any]:
    """Step through a random schedule and return all that can be seen of it."""
    rng = random.Random(f"{kind} {seed}")
    a, b = (lib.zeros(1, requires_grad=True) for _ in range(2))
    number: Any = lib.tensor if rng.random() < 0.15 else float
    groups = [{"params": [a]}, {"params": [b], "lr": number(0.2)}]
    if rng.random() < 0.5:
        optimizer = lib.optim.SGD(groups, lr=number(0.1), momentum=0.9)
    else:
        optimizer = lib.optim.Adam(groups, lr=number(0.05))
    found: list[Any] = []
    try:
        s = scheduler(lib, rng, optimizer, kind)
        by_epoch = rng.random() < 0.2 and kind not in ("Seq", "Chain", "Plateau")
        for _ in range(12):
            optimizer.step()
            metric = rng.random()
            if kind == "Plateau":
                s.step(metric)
            elif by_epoch:
                s.step(rng.choice([0, 1, 4, 7]))
            else:
                s.step()
            momenta = [g.get("momentum") or g.get("betas") for g in optimizer.param_groups]
            found.append((str(s.get_last_lr()), str(momenta)))
        found += [str(s.state_dict()).split(" at 0x")[0], repr(optimizer)]
    except Exception as error:
        found.append((type(error).__name__, str(error)))
    return found


@pytest.mark.oracle
@pytest.mark.parametrize("kind", [*SIMPLE, *OTHERS])
def test_rates_agree_with_torch(torch: Any, kind: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed in range(15):
            assert run(engine, kind, seed) == run(torch, kind, seed), seed


def test_replaced_step_is_noticed() -> None:
    optimizer = engine.optim.SGD([engine.zeros(1, requires_grad=True)], lr=1.0)
    schedule = engine.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
    optimizer.step = lambda: None
    with pytest.warns(UserWarning, match="has been overridden after learning rate scheduler"):
        schedule.step()


def test_state_of_functions_stays_with_us() -> None:
    """Only callable objects of a user's own class have state to save."""
    from engine.optim.lr_scheduler.base import restore, state_of

    assert state_of(engine.sin) is None
    assert state_of(engine.optim.SGD) is None
    restore(engine.sin, {"namespaces": ()})
    assert "namespaces" not in vars(engine.sin)

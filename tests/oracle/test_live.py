"""Golden scripts and random programs under real PyTorch and under us, at the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.oracle import golden, ours, theirs, view_programs
from tests.oracle.outcome import Outcome, agreement
from tests.oracle.programs import program
from tests.oracle.referee import Referee
from tests.oracle.report import difference

pytestmark = pytest.mark.oracle

FIRST_SEED = 1
RANDOM_PROGRAMS = 300
BATCH = 25
ROUNDING_ALLOWED = 3
"""How many of the random programs may differ in the last printed digit of a number."""


@pytest.mark.parametrize("script", golden.scripts(), ids=golden.name)
def test_record_is_what_pytorch_prints_today(torch: ModuleType, script: Path) -> None:
    now = theirs.run(script.read_text("utf-8"), script.name)
    assert golden.expected(script) == now, "record anew: python -m tests.oracle.record"


@pytest.fixture(scope="module")
def rounding() -> Counter[str]:
    """Counts the programs that agreed only up to the last printed digit."""
    return Counter()


@pytest.fixture(scope="module")
def referee(torch: ModuleType) -> Iterator[Referee]:
    with Referee() as running:
        yield running


@pytest.mark.parametrize("first", range(FIRST_SEED, FIRST_SEED + RANDOM_PROGRAMS, BATCH))
def test_random_programs_print_what_pytorch_prints(
    referee: Referee, rounding: Counter[str], first: int
) -> None:
    failures = []
    for seed in range(first, first + BATCH):
        source = program(seed)
        our, their = ours.run(source), referee.run(source)
        assert their is not None, f"PyTorch itself crashed on seed {seed}: take another FIRST_SEED"
        rounding[agreement(our, their)] += 1
        if (text := difference(source, our, their, allow_rounding=True)) is not None:
            failures.append(f"seed {seed} {text}")
    if failures:
        pytest.fail("\n\n".join(failures), pytrace=False)
    assert rounding["rounding"] <= ROUNDING_ALLOWED


FIRST_VIEW_SEED = 9110
VIEW_PROGRAMS = 100


@pytest.mark.parametrize("first", range(FIRST_VIEW_SEED, FIRST_VIEW_SEED + VIEW_PROGRAMS, BATCH))
def test_random_programs_about_views_print_what_pytorch_prints(
    referee: Referee, first: int
) -> None:
    failures = []
    for seed in range(first, first + BATCH):
        source = view_programs.program(seed)
        their = referee.run(source)
        assert their is not None, f"PyTorch itself crashed on seed {seed}: take another seed"
        text = difference(source, ours.run(source), their, allow_rounding=True)
        if text is not None:
            failures.append(f"seed {seed} {text}")
    if failures:
        pytest.fail("\n\n".join(failures), pytrace=False)


def test_referee_survives_a_crash_of_pytorch(referee: Referee) -> None:
    assert referee.run("import os\nos._exit(1)\n") is None
    assert referee.run("import torch\nprint(torch.tensor(1.0))\n") == Outcome("tensor(1.)\n", None)


def test_at_least_three_hundred_scripts_are_compared() -> None:
    assert len(golden.scripts()) + RANDOM_PROGRAMS >= 300


def test_random_programs_are_reproducible_and_varied() -> None:
    assert program(5) == program(5)
    texts = [program(seed) for seed in range(RANDOM_PROGRAMS)]
    assert len(set(texts)) == RANDOM_PROGRAMS
    everything = "\n".join(texts)
    for feature in (
        "register_hook", "retain_grad", "create_graph", "Function", "no_grad", "detach", "+=",
        "retain_graph", "autograd.grad", "for ", "lambda", "def ", "grad_fn", "is_leaf", "except",
    ):  # fmt: skip
        assert everything.count(feature) > 20, feature

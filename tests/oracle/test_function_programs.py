"""Random custom Functions under real PyTorch and under us: whole outputs are the same."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.oracle import ours
from tests.oracle.function_programs import program
from tests.oracle.referee import Referee
from tests.oracle.report import difference

FIRST_SEED = 1
PROGRAMS = 200
BATCH = 25


@pytest.fixture(scope="module")
def referee(torch: ModuleType) -> Iterator[Referee]:
    with Referee() as running:
        yield running


@pytest.mark.oracle
@pytest.mark.parametrize("first", range(FIRST_SEED, FIRST_SEED + PROGRAMS, BATCH))
def test_random_functions_print_what_pytorch_prints(referee: Referee, first: int) -> None:
    failures = []
    for seed in range(first, first + BATCH):
        source = program(seed)
        their = referee.run(source)
        if their is None:
            continue  # PyTorch itself crashed
        if (text := difference(source, ours.run(source), their)) is not None:
            failures.append(f"seed {seed} {text}")
    if failures:
        pytest.fail("\n\n".join(failures), pytrace=False)


def test_programs_are_reproducible_and_varied() -> None:
    assert program(5) == program(5)
    texts = [program(seed) for seed in range(PROGRAMS)]
    assert len(set(texts)) == PROGRAMS
    everything = "\n".join(texts)
    for feature in (
        "save_for_backward", "mark_dirty", "mark_non_differentiable", "set_materialize_grads",
        "setup_context", "once_differentiable", "create_graph=True", "needs_input_grad", "no_grad",
        "retain_graph", "register_hook", "allow_unused", "saved_tensors", "return None",
    ):  # fmt: skip
        assert everything.count(feature) > 10, feature

"""What all tests share: the PyTorch referee, a guard against leaked state, Hypothesis profiles."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
from hypothesis import settings

from tests.oracle import theirs

settings.register_profile(
    "project", derandomize=True, deadline=None, max_examples=50, database=None
)
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=20, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "project")


@pytest.fixture(scope="session")
def torch() -> ModuleType:
    """PyTorch 2.13, the referee; without it the test is skipped, or fails where it is required."""
    reason = theirs.unavailable()
    if reason is not None:
        if os.environ.get("AUTOGRAD_REQUIRE_ORACLE") == "1":
            pytest.fail(f"AUTOGRAD_REQUIRE_ORACLE=1, but {reason}", pytrace=False)
        pytest.skip(f"no referee: {reason}")
    import torch

    torch.set_num_threads(1)
    return torch


def _engine_state() -> dict[str, object]:
    engine = sys.modules.get("engine")
    if engine is None:
        return {}
    from engine.printing import get_printoptions

    options = {f"print option {k}": v for k, v in get_printoptions().items()}
    return {
        "grad mode": engine.is_grad_enabled(),
        "default dtype": str(engine.get_default_dtype()),
        **options,
    }


@pytest.fixture(autouse=True)
def _no_leaked_engine_state() -> Iterator[None]:
    """Fails a test that leaves the engine's grad mode, default dtype or print options changed."""
    before = _engine_state()
    yield
    after = _engine_state()
    leaked = {k: (before[k], after[k]) for k in before if before[k] != after[k]}
    if leaked:
        import engine

        engine.set_grad_enabled(True)
        engine.set_default_dtype(engine.float32)
        engine.set_printoptions(profile="default")
        pytest.fail(f"global engine state leaked (before, after): {leaked}")

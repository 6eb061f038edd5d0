"""Operators agree with PyTorch on the samples of its own operator database."""

from __future__ import annotations

import os
from typing import Any

import pytest

import engine
from engine.registry import OPERATORS
from tests.oracle import op_db

LIMIT = None if os.environ.get("AUTOGRAD_OP_DB") == "all" else 3
"""How many samples of an entry are compared; the environment variable asks for all."""


@pytest.mark.oracle
@pytest.mark.parametrize("name", [n for n in op_db.entries() if n not in op_db.EXCLUDED])
def test_operators_agree_with_torch_on_its_own_samples(torch: Any, name: str) -> None:
    assert op_db.first_disagreement(name, LIMIT) is None


@pytest.mark.oracle
def test_every_entry_is_one_of_pytorch(torch: Any) -> None:
    assert set(op_db.entries()) <= set(op_db.database())


@pytest.mark.oracle
def test_what_is_excluded_does_not_agree(torch: Any) -> None:
    assert set(op_db.EXCLUDED) <= set(op_db.entries())
    agreeing = [name for name in op_db.EXCLUDED if op_db.first_disagreement(name) is None]
    assert not agreeing, "these agree now: take them off the list"


@pytest.mark.oracle
def test_a_wrong_rule_is_noticed(torch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    x = engine.tensor([1.0], dtype=engine.float64, requires_grad=True)
    engine.sinh(x).backward()
    for plan in OPERATORS["sinh"]._plans.values():
        monkeypatch.setattr(plan, "tensor_vjps", (lambda grad, saved, node: grad * 1.001,))
        monkeypatch.setattr(plan, "vjps", (lambda grad, saved: grad * 1.001,))
    shown = op_db.first_disagreement("sinh", 1)
    assert shown is not None
    assert "gradient" in shown

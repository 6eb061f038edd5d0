"""Joining and repeating tensors does what it does in PyTorch."""

from __future__ import annotations

from typing import Any

import pytest

import engine
from engine.operators import join, repetition
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    rules_are_derivatives,
    samples_of,
)

FAMILIES = (join, repetition)
MORE = [
    "cat([a(0), a(0)])",
    "cat([a(2, 3), a(0, 3).detach()])",
    "cat([a(2), a(2).float()])",
    "cat([torch.ones(2).long(), torch.ones(2)])",
    "cat([torch.ones(2).long(), torch.ones(2).byte()])",
    "cat((a(2), a(2)), axis=0)",
    "concat([a(2, 2).t(), a(4, 2)[::2]], 1)",
    "concatenate([a(2), a(2)])",
    "stack([a(2), a(2).float()])",
    "stack([a(0), a(0)], 1)",
    "row_stack([a(2, 3), a(3)])",
    "a(2).tile(2, 3)",
    "a(0).repeat(2)",
    "a(2).repeat(0)",
    "a(2).repeat_interleave(2)",
    "repeat_interleave(a(3), torch.tensor([2]))",
    "meshgrid(a(2), a(3), a(2), indexing='xy')",
    "block_diag(a(2, 2), a(), a(1, 0))",
]
ERRORS = """
    cat(a(2, 3))
    cat([])
    cat([a()])
    cat([a(2), a()])
    cat([a(2), a(2, 2)])
    cat([a(2, 3), a(2, 4)])
    cat([a(2, 3), a(3, 4)], 1)
    cat([a(2, 3), a(2, 3)], 2)
    cat([a(2), 3])
    cat([a(2), None])
    cat(3)
    stack([a(2), a(3)])
    stack([])
    stack([a(2), a(2)], 3)
    stack(a(2, 2))
    stack([1, 2])
    hstack([])
    a(2, 3).repeat(2)
    a(2, 3).repeat(2, -1)
    a().repeat()
    repeat_interleave(a(2, 3), torch.tensor([1, 2, 3]), dim=0)
    repeat_interleave(a(2, 3), torch.tensor([1, -2]), dim=0)
    a(2).repeat_interleave(-1)
    meshgrid(a(2), a(3), indexing='zz')
    broadcast_tensors(a(2), a(3))
    cartesian_prod(a(2, 2), a(2))
    block_diag(a(2, 2, 2))
"""


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_joins_agree_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
@pytest.mark.parametrize("text", MORE)
def test_joins_agree_with_torch_at_the_edges(torch: Any, text: str) -> None:
    assert disagreement(torch, text) is None


@pytest.mark.oracle
def test_joins_fail_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


@pytest.mark.parametrize("text", [t for t in samples_of(*FAMILIES) if "(i(3, 3))" not in t])
def test_join_rules_are_derivatives(text: str) -> None:
    assert rules_are_derivatives(text)


def test_sizes_that_do_not_fit_are_named() -> None:
    with pytest.raises(RuntimeError, match=r"Expected size 3 but got size 4 for tensor number 1"):
        engine.cat([engine.ones(2, 3), engine.ones(2, 4)])

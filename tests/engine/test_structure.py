"""Rearranging, scattering and complex numbers do what they do in PyTorch."""

from __future__ import annotations

from typing import Any

import pytest

import engine
from engine.operators import complex_numbers, scattering, structure
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    rules_are_derivatives,
    samples_of,
)

FAMILIES = (structure, scattering, complex_numbers)
MORE = [
    "diff(a(3), n=0)",
    "diff(torch.tensor([True, False, False]))",
    "flip(a(2, 0), [0, 1])",
    "roll(a(), 1)",
    "roll(a(2, 3).t(), -7, 1)",
    "rot90(a(2, 3), 4)",
    "rot90(a(2, 3, 2), 1, [0, 2])",
    "tril(torch.ones(3, 3).long())",
    "triu(torch.ones(2, 3).bool(), 1)",
    "diag_embed(a(2), 1, 1, 0)",
    "diag(torch.tensor([1, 2]))",
    "scatter_add(a(4), 0, torch.tensor([1, 1, 3]), a(3))",
    "a(2, 3).scatter(-1, i(3, 2, 2), a(2, 2))",
    "(a(2, 3) * 1).scatter_add_(0, i(2, 1, 3), a(1, 3))",
    "(a(2, 3) * 1).index_fill_(1, i(3, 1), 2.0)",
    "(a(2, 2) * 1).tril_()",
    "index_add(torch.zeros(3).long(), 0, torch.tensor([1, 1]), torch.tensor([2, 3]))",
    "masked_scatter(a(3), torch.tensor([False, False, False]), a(0))",
    "conj_physical(a(2) * (1 + 2j)).imag",
    "conj(a(2) * (1 + 2j)).abs() * imag(a(2) * 1j)",
    "polar(p(2), a(2)).abs()",
    "complex(a(2), a(2)).angle()",
    "angle(k(-1.0, 0.0, 2.0, torch.nan))",
    "view_as_complex(a(2, 3, 2)).sum().abs()",
]
ERRORS = """
    a(2, 3).flip(0, 0)
    a(2, 3).flip(3)
    fliplr(a(3))
    flipud(a())
    roll(a(2, 3), (1, 2))
    roll(a(2, 3), (1, 2), 0)
    rot90(a(3))
    rot90(a(2, 3), 1, [0, 0])
    rot90(a(2, 3), 1, [0])
    rot90(a(2, 3), 1, [0, 5])
    tril(a(3))
    diag(a(3, 3, 3))
    diag(a())
    diag_embed(a())
    diag_embed(a(2), 0, 1, 1)
    tril_indices(-2, 3)
    diff(a())
    diff(a(3), n=-1)
    a(4).unfold(0, 5, 1)
    a(2, 3).scatter(1, torch.tensor([[0], [3]]), a(2, 1))
    a(2, 3).scatter(1, torch.tensor([0]), a(2, 1))
    a(2, 3).scatter(1, torch.tensor([[0], [1], [1]]), a(3, 1))
    a(2, 3).scatter(1, torch.tensor([[0.0], [1]]), a(2, 1))
    a(2, 3).scatter(1, torch.tensor([[0], [1]]), a(2, 1).float())
    a(2, 3).scatter(1, torch.tensor([[0, 1], [1, 2]]), a(2, 1))
    a(2, 3).scatter_add(1, torch.tensor([[0, 1], [1, 2]]), a(2, 1))
    a(2, 3).index_add(0, torch.tensor([0, 2]), a(2, 3))
    a(2, 3).index_add(0, torch.tensor([0]), a(2, 3))
    a(2, 3).index_fill(1, torch.tensor([5]), 1)
    a(2, 3).index_copy(0, torch.tensor([1]), a(2, 3))
    a(2, 3).masked_scatter(torch.tensor([True, False, True]), a(3))
    a(2, 3).masked_scatter(torch.tensor([1, 0, 1]), a(4))
    imag(a(2))
    complex(a(2), a(2).float())
    complex(torch.ones(2).long(), torch.ones(2).long())
    view_as_real(a(2))
    view_as_complex(a(2, 3))
"""


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_structure_agrees_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
@pytest.mark.parametrize("text", MORE)
def test_structure_agrees_with_torch_at_the_edges(torch: Any, text: str) -> None:
    assert disagreement(torch, text) is None


@pytest.mark.oracle
def test_structure_fails_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


@pytest.mark.parametrize(
    "text", [t for t in samples_of(structure, scattering) if "indices" not in t]
)
def test_structure_rules_are_derivatives(text: str) -> None:
    assert rules_are_derivatives(text)


def test_a_gradient_finds_its_place_through_scatter() -> None:
    x = engine.zeros(3, requires_grad=True)
    src = engine.tensor([1.0, 2.0], requires_grad=True)
    out = x.scatter(0, engine.tensor([2, 0]), src)
    (out * engine.tensor([10.0, 20.0, 30.0])).sum().backward()
    assert x.grad.tolist() == [0.0, 20.0, 0.0]
    assert src.grad.tolist() == [30.0, 10.0]

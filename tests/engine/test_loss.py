"""Losses do what PyTorch's do: reductions, weights, warnings and errors included."""

from __future__ import annotations

from typing import Any

import pytest

import engine
from engine.operators.layers import binary_loss, distance_loss, loss
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    rules_are_derivatives,
    samples_of,
)

FAMILIES = (loss, distance_loss, binary_loss)
F = "nn.functional."
MORE = [
    F + "mse_loss(a(2), a(2, 1))",
    F + "mse_loss(a(2), torch.tensor([2, 1]))",
    F + "mse_loss(a(3, 2).t(), a(2, 3))",
    F + "mse_loss(a(2), a(2), size_average=False)",
    F + "mse_loss(a(2), a(2), reduce=False)",
    F + "l1_loss(k(1.0, 2.0), k(1.0, 3.0))",
    F + "l1_loss(a(2), a(2, 1))",
    F + "smooth_l1_loss(k(0.0, 1.0, -1.0, 3.0), k(0.0, 0.0, 0.0, 0.0))",
    F + "smooth_l1_loss(a(2), a(2, 1))",
    F + "huber_loss(k(0.0, 1.0, -1.0, 3.0), k(0.0, 0.0, 0.0, 0.0))",
    F + "nll_loss(a(2, 3), torch.tensor([-100, -100]))",
    F + "nll_loss(a(2, 3), torch.tensor([-100, -100]), reduction='sum')",
    F + "nll_loss(a(2, 3), torch.tensor([0, 2]).byte())",
    F + "nll_loss(a(2, 3, 4, 5, 2), i(3, 2, 4, 5, 2))",
    F + "cross_entropy(k(1000.0, -1000.0), torch.tensor(1))",
    F + "cross_entropy(a(2, 3, 4, 2), i(3, 2, 4, 2), label_smoothing=0.2)",
    F + "cross_entropy(a(3), p(3))",
    F + "binary_cross_entropy(k(0.0, 1.0, 0.5), torch.tensor([0.0, 1.0, 1.0]).double())",
    F + "binary_cross_entropy(k(1.0, 0.0), torch.tensor([0.0, 1.0]).double())",
    F + "binary_cross_entropy_with_logits(k(-1000.0, 0.0, 1000.0), k(1.0, 0.0, 0.0))",
    F + "kl_div(a(2), k(0.0, 0.5), reduction='sum')",
]
ERRORS = """
    nn.functional.mse_loss(a(2), a(2), reduction='foo')
    nn.functional.mse_loss(a(2), a(3))
    nn.functional.mse_loss(torch.tensor([1]), torch.tensor([2]))
    nn.functional.smooth_l1_loss(a(2), a(2), beta=-1)
    nn.functional.huber_loss(a(2), a(2), delta=0)
    nn.functional.nll_loss(a(2, 3), torch.tensor([0, 5]))
    nn.functional.nll_loss(a(2, 3), torch.tensor([0, 2, 1]))
    nn.functional.nll_loss(a(2, 3), torch.tensor([0.0, 2.0]))
    nn.functional.nll_loss(a(2, 3), torch.tensor([0, 2]).int())
    nn.functional.nll_loss(a(2, 3), torch.tensor([0, 2]), a(2).detach())
    nn.functional.nll_loss(a(2, 3), torch.tensor([0, 2]), a(3).detach().float())
    nn.functional.nll_loss(a(2, 3, 4, 5), torch.zeros(2, 3, 5).long())
    nn.functional.nll_loss(a(2, 3, 4), torch.zeros(2, 3).long())
    nn.functional.nll_loss(a(2, 3, 4, 5), torch.zeros(2).long())
    nn.functional.nll_loss(a(), torch.tensor(0))
    nn.functional.cross_entropy(a(2, 3), torch.tensor([0, 5]))
    nn.functional.cross_entropy(a(2, 3), torch.tensor([0, -1]))
    nn.functional.cross_entropy(a(2, 3), torch.tensor([0, 2, 1]))
    nn.functional.cross_entropy(a(2, 3), a(2, 4).detach())
    nn.functional.cross_entropy(a(2, 3), a(2, 3).detach(), ignore_index=0)
    nn.functional.cross_entropy(a(2, 3), torch.tensor([0, 2]), label_smoothing=2.0)
    nn.functional.cross_entropy(a(2, 3), torch.tensor([0.0, 2.0]))
    nn.functional.cross_entropy(a(2, 3), torch.tensor([[0, 2]]))
    nn.functional.cross_entropy(a(), torch.tensor(0))
    nn.functional.cross_entropy(a(2, 3), torch.tensor([0, 2]), reduction='x')
    nn.functional.binary_cross_entropy(k(0.5, 1.5), k(0.5, 0.5).detach())
    nn.functional.binary_cross_entropy(k(0.5, 0.5), k(0.5, 1.5).detach())
    nn.functional.binary_cross_entropy(k(0.5, 0.5), torch.tensor([1.0, 0.0]))
    nn.functional.binary_cross_entropy(k(0.5, 0.5), k(0.5).detach())
    nn.functional.binary_cross_entropy_with_logits(a(3), a(2))
"""


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_losses_agree_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
@pytest.mark.parametrize("text", MORE)
def test_losses_agree_with_torch_at_the_edges(torch: Any, text: str) -> None:
    assert disagreement(torch, text) is None


@pytest.mark.oracle
def test_losses_fail_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


@pytest.mark.parametrize("text", [t for t in samples_of(*FAMILIES) if "a(0)" not in t])
@pytest.mark.filterwarnings("ignore:reduction")
def test_loss_rules_are_derivatives(text: str) -> None:
    assert rules_are_derivatives(text)


def test_a_target_of_another_size_is_warned_about() -> None:
    with pytest.warns(UserWarning, match=r"Using a target size \(torch.Size\(\[2, 1\]\)\)"):
        out = engine.nn.functional.mse_loss(engine.zeros(2), engine.ones(2, 1))
    assert out.item() == 1.0


def test_losses_of_two_precisions_are_computed_in_the_wider() -> None:
    x = engine.tensor([0.1, 0.2], requires_grad=True)
    loss = engine.nn.functional.mse_loss(x, engine.tensor([0.3, 0.3], dtype=engine.float64))
    loss.backward()
    assert loss.dtype is engine.float64
    assert x.grad.dtype is engine.float32


def test_a_class_out_of_range_is_named() -> None:
    with pytest.raises(IndexError, match=r"^Target 5 is out of bounds\.$"):
        engine.nn.functional.cross_entropy(engine.zeros(1, 3), engine.tensor([5]))

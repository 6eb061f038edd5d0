"""Losses with margins and likelihoods, distances and attention do what PyTorch's do."""

from __future__ import annotations

from typing import Any

import pytest

import engine
from engine.operators.layers import (
    attention,
    class_margin_loss,
    distances,
    likelihood_loss,
    margin_loss,
    random_activation,
)
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    rules_are_derivatives,
    samples_of,
)

FAMILIES = (
    distances,
    margin_loss,
    class_margin_loss,
    likelihood_loss,
    attention,
    random_activation,
)
F = "nn.functional."
CASES = [
    F + "pairwise_distance(a(2, 3), a(2, 3), 0)",
    F + "pairwise_distance(a(2, 3), a(2, 3), torch.inf)",
    F + "pairwise_distance(i(3, 2, 3), i(3, 2, 3))",
    F + "pairwise_distance(k(1.0, 2.0), k(1.0, 2.0), eps=0.0)",
    F + "pdist(k(1.0, 2.0, 1.0, 2.0, 0.0, 0.0).reshape(3, 2))",
    F + "pdist(k(1.0, 2.0, 1.0, 2.0, 0.0, 0.0).reshape(3, 2), 1.5)",
    F + "pdist(a(3, 2), 0)",
    "cdist(a(2, 3), a(4, 3), 0.0)",
    "cdist(a(2, 0), a(3, 0))",
    "cdist(a(0, 2), a(3, 2))",
    "cdist(a(30, 3), a(27, 3))",
    "cdist(a(2, 1, 2, 3), a(3, 4, 3))",
    F + "cosine_embedding_loss(a(2, 3), a(2, 3), torch.tensor([1, -1]), 0.5, reduction='sum')",
    F + "hinge_embedding_loss(a(2, 3), a(2, 3).sign())",
    F + "soft_margin_loss(a(2, 3), i(2, 2, 3))",
    F + "soft_margin_loss(k(800.0, -800.0), torch.tensor([-1.0, 1.0]))",
    F + "multi_margin_loss(a(3), i(3, 1), reduction='none')",
    F + "multi_margin_loss(k(0.0, 1.0, 2.0), torch.tensor(1))",
    F + "multilabel_margin_loss(a(3), torch.tensor([0, -1, 1]), reduction='none')",
    F + "multilabel_margin_loss(a(3), torch.tensor([1, 1, -1]))",
    F + "multilabel_margin_loss(a(3), torch.tensor([-1, 1, 0]))",
    F + "triplet_margin_loss(a(2, 3), a(2, 3), a(2, 3), p=1, reduction='none')",
    F + "triplet_margin_with_distance_loss(a(2, 3), a(2, 3), a(2, 3), swap=True, "
    "distance_function=lambda x, y: (x - y).abs().sum(-1))",
    F + "scaled_dot_product_attention(a(2, 2, 3, 4), a(2, 2, 5, 4), a(2, 2, 5, 4), i(2, 3, 5) > 0)",
    F + "scaled_dot_product_attention(a(1, 1, 3, 4), a(1, 1, 3, 4), a(1, 1, 3, 4), a(3, 3))",
    F + "scaled_dot_product_attention(a(1, 1, 3, 4).detach(), a(1, 1, 3, 4), a(1, 1, 3, 4))",
    F + "scaled_dot_product_attention(a(2, 3, 4), a(2, 3, 4), a(2, 3, 4), None, 0.5)",
    F + "scaled_dot_product_attention(a(2, 3), a(2, 3), a(2, 3), torch.zeros(2, 2) > 0)",
    F + "scaled_dot_product_attention(a(2, 3), a(2, 3), a(2, 3), scale=-2.0)",
    F + "rrelu(a(20), training=True)",
    F + "rrelu(a(3) * 1, training=True, inplace=True)",
    F + "rrelu(a(3) * 1, inplace=True)",
    F + "gumbel_softmax(a(2, 3))",
    F + "gumbel_softmax(a(2, 3, 4), 0.5, True, dim=1)",
    F + "gumbel_softmax(a(3), hard=True)",
]
ERRORS = """
    nn.functional.pairwise_distance(a(2, 3), a(2))
    nn.functional.pdist(a(3))
    nn.functional.pdist(a(3, 2), -1)
    nn.functional.pdist(i(3, 3, 2))
    cdist(a(2, 3), a(4, 2))
    cdist(a(3), a(4, 3))
    cdist(a(2, 3), a(4, 3), -1.0)
    cdist(a(2, 3), a(4, 3), compute_mode='foo')
    cdist(a(2, 3), a(4, 3).float())
    cdist(i(2, 2, 3), i(2, 2, 3))
    nn.functional.cosine_embedding_loss(a(2, 3), a(2, 3), torch.tensor([[1, -1]]))
    nn.functional.cosine_embedding_loss(a(2, 3), a(2, 3), torch.tensor(1))
    nn.functional.cosine_embedding_loss(a(2, 3), a(2, 4), torch.tensor([1, -1]))
    nn.functional.gaussian_nll_loss(a(2, 3), a(2, 3), -2.0)
    nn.functional.gaussian_nll_loss(a(2, 3), a(2, 3), -p(2, 3))
    nn.functional.gaussian_nll_loss(a(2, 3), a(2, 3), p(4))
    nn.functional.gaussian_nll_loss(a(2, 3), a(2, 3), p(2, 3), reduction='foo')
    nn.functional.gaussian_nll_loss(a(2, 3), a(2, 3), 'a')
    nn.functional.hinge_embedding_loss(a(2, 3), a(4).sign())
    nn.functional.hinge_embedding_loss(a(2, 3), 3)
    nn.functional.hinge_embedding_loss(a(2, 3), a(2, 3), reduction='foo')
    nn.functional.margin_ranking_loss(a(3), a(3), a(3, 1).sign())
    nn.functional.multi_margin_loss(a(2, 3), i(3, 2), p=3)
    nn.functional.multi_margin_loss(a(2, 3), i(3, 2), weight=a(3))
    nn.functional.multi_margin_loss(a(2, 3), i(3, 2), weight=a(2).detach())
    nn.functional.multi_margin_loss(a(2, 3), i(3, 2), weight=a(2, 2))
    nn.functional.multi_margin_loss(a(2, 3), i(3, 4))
    nn.functional.multi_margin_loss(a(2, 3), torch.tensor([0, 3]))
    nn.functional.multi_margin_loss(a(2, 3, 4), i(3, 2))
    nn.functional.multi_margin_loss(a(2, 3), a(2))
    nn.functional.multi_margin_loss(i(3, 2, 3), i(3, 2))
    nn.functional.multilabel_margin_loss(a(2, 3), torch.tensor([[0, -1, 3], [2, 0, -1]]))
    nn.functional.multilabel_margin_loss(a(2, 3), torch.tensor([0, 1, 1]))
    nn.functional.multilabel_margin_loss(a(2, 3), a(2, 3))
    nn.functional.poisson_nll_loss(a(2, 3), a(2, 3), reduction='foo')
    nn.functional.soft_margin_loss(a(2, 3), a(2, 3).sign())
    nn.functional.soft_margin_loss(a(2, 3), a(2).sign().detach())
    nn.functional.triplet_margin_loss(a(2, 3), a(2, 3), a(2, 3), 0)
    nn.functional.triplet_margin_loss(a(2, 3), a(2, 3), a(3))
    nn.functional.triplet_margin_with_distance_loss(a(2, 3), a(2, 3), a(2, 3), margin=-1)
    nn.functional.triplet_margin_with_distance_loss(a(2, 3), a(2, 3), a(2, 3), reduction='foo')
    nn.functional.scaled_dot_product_attention(a(4), a(3, 4), a(3, 4))
    nn.functional.scaled_dot_product_attention(a(3, 4), a(3, 5), a(3, 4))
    nn.functional.scaled_dot_product_attention(a(3, 4), a(3, 4).float(), a(3, 4))
    nn.functional.scaled_dot_product_attention(a(3, 4), a(3, 4), a(3, 4), a(3, 3), is_causal=True)
    nn.functional.scaled_dot_product_attention(a(3, 4), a(3, 4), a(3, 4), i(2, 3, 3))
    nn.functional.rrelu(a(2, 3), 0.5, 0.1)
    nn.functional.rrelu(torch.tensor([1]))
    nn.functional.rrelu(1)
"""


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", [*samples_of(*FAMILIES), *CASES])
def test_losses_agree_with_torch(torch: Any, text: str, dtype: str) -> None:
    torch.manual_seed(4)
    engine.manual_seed(4)
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
def test_losses_fail_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_loss_rules_are_derivatives(text: str) -> None:
    assert rules_are_derivatives(text)

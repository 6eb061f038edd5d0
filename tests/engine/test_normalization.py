"""Normalisation over batches, groups and vectors, and dropout, do what PyTorch's do."""

from __future__ import annotations

from typing import Any

import pytest

import engine
from engine.operators.layers import batch_normalization, dropout, group_normalization
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    rules_are_derivatives,
    samples_of,
)

FAMILIES = (batch_normalization, group_normalization, dropout)
F = "nn.functional."
CASES = [
    F + "batch_norm(a(4, 3), None, None, None, a(3), True)",
    F + "batch_norm(a(4, 3, 2), None, None, a(3), None, True, 0.1, 0.5)",
    F + "batch_norm(a(4, 3).t(), None, None, training=True)",
    F + "batch_norm(a(0, 3), p(3).detach(), p(3).detach())",
    F + "batch_norm(a(4, 3).detach(), None, None, a(3), training=True)",
    F + "instance_norm(a(2, 4, 3), p(4).detach(), p(4).detach())",
    F + "group_norm(a(2, 4, 2, 2).transpose(0, 1), 1)",
    F + "layer_norm(a(0, 4), (4,), a(4), a(4))",
    F + "layer_norm(a(4, 0), (0,))",
    F + "rms_norm(a(2, 4), (4,), None, 0.0)",
    F + "local_response_norm(a(0, 4, 3), 2)",
    F + "dropout(a(0), 0.5)",
    F + "dropout1d(a(3, 4), 0.5)",
    F + "dropout2d(a(2, 3, 2, 2), 0.5)",
    F + "dropout2d(a(2, 3), 0.5)",
    F + "dropout2d(a(2, 3, 4), 0.5)",
    F + "dropout3d(a(3, 2, 2, 2), 0.5)",
    F + "dropout3d(a(2, 3, 4), 0.5)",
    F + "alpha_dropout(a(20), 0.3, True)",
    F + "alpha_dropout(a(3) * 1, 0.5, True, True)",
    F + "feature_alpha_dropout(a(4, 3, 2), 0.5, True)",
    F + "dropout2d(a(2, 3, 2, 2) * 1, 0.5, True, True)",
]
ERRORS = """
    nn.functional.batch_norm(a(4, 3), None, None)
    nn.functional.batch_norm(a(4, 3), None, p(3).detach())
    nn.functional.batch_norm(a(4, 3), None, p(3).detach(), training=True)
    nn.functional.batch_norm(a(1, 3), None, None, training=True)
    nn.functional.batch_norm(a(3), None, None, training=True)
    nn.functional.batch_norm(a(4, 3), p(2).detach(), p(3).detach())
    nn.functional.batch_norm(a(4, 3), p(3).detach(), p(2).detach())
    nn.functional.batch_norm(a(4, 3), p(3).detach(), p(3).detach(), a(2))
    nn.functional.batch_norm(a(4, 3), p(3).detach(), p(3).detach(), a(3), a(2))
    nn.functional.batch_norm(a(4, 3), torch.zeros(3), torch.ones(3), a(3), a(3))
    nn.functional.batch_norm(a(4, 3), p(3).detach(), p(3).detach(), a(3).float())
    nn.functional.batch_norm(a(4, 3), None, None, a(3).float(), None, True)
    nn.functional.batch_norm(a(4, 3), p(3), p(3).detach())
    nn.functional.batch_norm(i(4, 4, 3), torch.zeros(3), torch.ones(3))
    nn.functional.batch_norm(a(4, 3), None, None, training=True, eps=0.0)
    nn.functional.batch_norm(a(4, 3), p(3).detach(), p(3).detach(), eps=-1.0)
    nn.functional.batch_norm(a(4, 3), None, None, training=True, momentum=None)
    nn.functional.batch_norm(3, None, None)
    nn.functional.instance_norm(a(2, 4, 3), use_input_stats=False)
    nn.functional.instance_norm(a(2, 4, 1))
    nn.functional.instance_norm(a(2, 4))
    nn.functional.instance_norm(a(2, 4, 3), p(3).detach(), p(4).detach())
    nn.functional.instance_norm(a(2, 4, 3), p(4).detach())
    nn.functional.instance_norm(a(2, 4, 3), weight=a(3))
    nn.functional.group_norm(a(2, 4, 3), 3)
    nn.functional.group_norm(a(2, 4, 3), 0)
    nn.functional.group_norm(a(2, 4, 3), -2)
    nn.functional.group_norm(a(2, 4, 3), 2.0)
    nn.functional.group_norm(a(2, 4, 3), 2, a(3))
    nn.functional.group_norm(a(2, 4, 3), 2, a(4), a(3))
    nn.functional.group_norm(a(4), 2)
    nn.functional.group_norm(a(1, 2, 1), 2)
    nn.functional.group_norm(i(3, 2, 4), 2)
    nn.functional.group_norm(a(2, 4, 3).float(), 2, a(4))
    nn.functional.rms_norm(a(2, 4), (3,))
    nn.functional.rms_norm(a(2, 4), (4,), a(3))
    nn.functional.rms_norm(a(2, 4), 4)
    nn.functional.rms_norm(a(2, 4), ())
    nn.functional.rms_norm(i(3, 2, 4), (4,))
    nn.functional.layer_norm(a(2, 4).float(), (4,), a(4))
    nn.functional.layer_norm(i(3, 2, 4), (4,))
    nn.functional.layer_norm(3, (0,))
    nn.functional.local_response_norm(a(1, 4), 2)
    nn.functional.dropout1d(a(4), 0.5)
    nn.functional.dropout2d(a(3), 0.5)
    nn.functional.dropout(i(3, 2), 0.5)
    nn.functional.dropout(3)
    nn.functional.alpha_dropout(a(3), -0.5)
    nn.functional.feature_alpha_dropout(a(3), 0.5, True)
"""


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", [*samples_of(*FAMILIES), *CASES])
def test_normalization_agrees_with_torch(torch: Any, text: str, dtype: str) -> None:
    torch.manual_seed(4)
    engine.manual_seed(4)
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
def test_normalization_fails_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_normalization_rules_are_derivatives(text: str) -> None:
    assert rules_are_derivatives(text)


@pytest.mark.oracle
@pytest.mark.parametrize("name", ["batch_norm", "instance_norm"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_running_statistics_are_torchs(torch: Any, name: str, dtype: str) -> None:
    found = []
    for t in (torch, engine):
        kind = getattr(t, dtype)
        t.manual_seed(1)
        x = t.randn(3, 2, 5, dtype=kind)
        mean, variance = t.zeros(2, dtype=kind), t.ones(2, dtype=kind)
        f = getattr(t.nn.functional, name)
        options = {"training": True} if name == "batch_norm" else {}
        f(x, mean, variance, momentum=0.25, **options)
        f(x * 2, mean, variance, momentum=0.5, **options)
        found.append((mean.tolist(), variance.tolist(), mean._version, variance._version))
    for ours, theirs in zip(found[1], found[0], strict=True):
        assert ours == pytest.approx(theirs, rel=1e-6)


def test_running_statistics_do_not_move_in_evaluation() -> None:
    mean, variance = engine.zeros(1), engine.ones(1)
    engine.nn.functional.batch_norm(engine.tensor([[2.0], [4.0]]), mean, variance)
    assert (mean.item(), variance.item()) == (0.0, 1.0)

"""Embeddings, bags of them and padding do what PyTorch's do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine.operators.layers import embedding, embedding_bag, padding
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    rules_are_derivatives,
    samples_of,
)

FAMILIES = (embedding, embedding_bag, padding)
F = "nn.functional."
CASES = [
    F + "embedding(i(3, 4), a(3, 2), 1)",
    F + "embedding(i(3, 4), a(3, 2), -1)",
    F + "embedding(i(3, 8), a(3, 2), scale_grad_by_freq=True)",
    F + "embedding(i(3, 8), a(3, 2), 0, scale_grad_by_freq=True)",
    F + "embedding(i(3, 4), a(3, 2), max_norm=1.0)",
    F + "embedding(i(3, 4), a(3, 2), max_norm=0.5, norm_type=1.0)",
    F + "embedding(i(3, 4).to(torch.int32), a(3, 2))",
    F + "embedding(i(3, 0), a(3, 2))",
    F + "embedding(i(3, 2), i(9, 3, 2))",
    F + "embedding_bag(i(3, 2, 4), a(3, 2), scale_grad_by_freq=True)",
    F + "embedding_bag(i(4, 9), a(4, 2), torch.tensor([0, 0, 5]), mode='sum', padding_idx=2)",
    F + "embedding_bag(i(4, 9), a(4, 2), torch.tensor([0, 3, 7]), max_norm=1.0)",
    F + "embedding_bag(i(3, 6), a(3, 2), torch.tensor([0, 2, 6]), mode='sum', "
    "include_last_offset=True, per_sample_weights=a(6))",
    F + "pad(i(3, 2, 3), (1, 1), value=2.5)",
    F + "pad(torch.ones(2, 3) > 0, (1, 1))",
    F + "pad(a(2, 3), ())",
    F + "pad(a(2, 3), (-1, -2))",
    F + "pad(a(1, 2, 0), (1, 1))",
    F + "pad(a(0, 2, 3), (1, 1), 'reflect')",
    F + "pad(a(1, 2, 3), (-3, 1), 'reflect')",
    F + "pad(i(3, 1, 2, 3), (1, 1), 'reflect')",
    F + "pad(i(3, 1, 2, 3), (1, 1), 'replicate')",
    F + "pad(i(3, 1, 2, 3), (1, 1), 'circular')",
    F + "pad(a(1, 2, 3, 4, 4), (1, 1, 2, 0, 1, 1), 'circular')",
    F + "pad(a(2, 3), (1, 1), 'circular')",
    F + "pad(a(2, 3, 4).transpose(1, 2), (1, 1), 'replicate')",
]
ERRORS = """
    nn.functional.embedding(i(3, 2), a(3, 2), 5)
    nn.functional.embedding(i(3, 2), a(3, 2), -5)
    nn.functional.embedding(i(3, 2), a(3))
    nn.functional.embedding(torch.tensor([1, -1]), a(3, 2))
    nn.functional.embedding(torch.tensor([1, 3]), a(3, 2))
    nn.functional.embedding(torch.tensor([1, 2]).to(torch.int16), a(3, 2))
    nn.functional.embedding(torch.tensor([True]), a(3, 2))
    nn.functional.embedding(i(3, 2), 2)
    nn.functional.embedding(i(3, 2), i(3, 3, 2), max_norm=1.0)
    nn.functional.embedding(i(3, 2), a(3, 2, 2), max_norm=1.0)
    nn.functional.embedding_bag(i(3, 2, 3), a(3, 2), mode='foo')
    nn.functional.embedding_bag(i(3, 2, 3), a(3, 2), per_sample_weights=a(2, 3))
    nn.functional.embedding_bag(i(3, 2, 3), a(3, 2), per_sample_weights=a(2, 2))
    nn.functional.embedding_bag(i(3, 6), a(3, 2))
    nn.functional.embedding_bag(i(3, 6), a(3, 2), torch.tensor([1, 2]))
    nn.functional.embedding_bag(i(3, 6), a(3, 2), torch.tensor([0, 7]))
    nn.functional.embedding_bag(i(3, 2, 3), a(3, 2), torch.tensor([0]))
    nn.functional.embedding_bag(i(3, 2, 3, 1), a(3, 2))
    nn.functional.embedding_bag(i(3, 2, 3), a(3, 2), padding_idx=7)
    nn.functional.embedding_bag(torch.tensor([[0, 3]]), a(3, 2))
    nn.functional.embedding_bag(i(3, 2, 3), a(3, 2), mode='max', scale_grad_by_freq=True)
    nn.functional.pad(a(1, 2, 3), (3, 1), 'reflect')
    nn.functional.pad(a(1, 2, 3, 4), (1, 1, 3, 0), 'reflect')
    nn.functional.pad(a(2, 3, 4, 4), (2, 2, 0, 0, 4, 0), 'reflect')
    nn.functional.pad(a(1, 2, 3), (4, 1), 'circular')
    nn.functional.pad(a(1, 2, 3), (-2, -2), 'circular')
    nn.functional.pad(a(1, 2, 3, 4), (1, 1), 'circular')
    nn.functional.pad(a(1, 2, 3), (-2, -2), 'replicate')
    nn.functional.pad(a(1, 2, 0), (1, 1), 'replicate')
    nn.functional.pad(a(2, 3), (1, 1, 2, 2), 'reflect')
    nn.functional.pad(a(3), (1, 1), 'reflect')
    nn.functional.pad(a(2, 3), (1, 1), 'reflect', 1.0)
    nn.functional.pad(a(2, 3), (1, 1), 'foo')
    nn.functional.pad(a(2, 3), (-2, -2))
    nn.functional.pad(a(2, 3), (-4, 4))
    nn.functional.pad(a(2, 3), 1)
    nn.functional.pad(a(2, 3), (1.0, 2))
    nn.functional.pad(3, (1, 1))
    nn.functional.pad(torch.ones(1, 2, 3) > 0, (1, 1), 'reflect')
"""


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", [*samples_of(*FAMILIES), *CASES])
def test_embeddings_agree_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
def test_embeddings_fail_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_embedding_rules_are_derivatives(text: str) -> None:
    assert rules_are_derivatives(text)


@pytest.mark.oracle
def test_max_norm_shortens_the_rows_in_place(torch: Any) -> None:
    found = []
    for t in (torch, engine):
        w = t.tensor([[3.0, 4.0], [0.3, 0.4], [6.0, 8.0]], requires_grad=True)
        t.nn.functional.embedding(t.tensor([0, 1]), w, max_norm=1.0)
        found.append((w.tolist(), w._version))
    assert np.allclose(found[1][0], found[0][0], rtol=1e-6)
    assert found[1][1] == found[0][1]


def test_sparse_gradients_are_refused_with_advice() -> None:
    with pytest.raises(NotImplementedError, match="no sparse gradients"):
        engine.nn.functional.embedding(engine.tensor([0]), engine.ones(1, 1), sparse=True)


def test_a_row_that_was_looked_up_does_not_share_memory() -> None:
    w = engine.ones(2, 2)
    row = engine.nn.functional.embedding(engine.tensor(0), w)
    row += 1
    assert w.tolist() == [[1.0, 1.0], [1.0, 1.0]]

"""Pooling and unpooling do what PyTorch's do, ties, NaN, borders and empty batches included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine.operators.layers import adaptive_pooling, averaging, pooling, unpooling
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    rules_are_derivatives,
    samples_of,
)

FAMILIES = (pooling, averaging, adaptive_pooling, unpooling)
F = "nn.functional."
NAN = "torch.nan"
CASES = [
    F + "max_pool1d(k(1.0, 1.0, 0.0, 0.0).reshape(1, 4), 2, return_indices=True)",
    F + f"max_pool1d(k(1.0, {NAN}, {NAN}, 0.0).reshape(1, 4), 3, 1, return_indices=True)",
    F + "max_pool1d(k(*[-torch.inf] * 4).reshape(1, 4), 3, 1, 1, return_indices=True)",
    F + "max_pool2d(k(*[-torch.inf] * 9).reshape(1, 3, 3), 3, 1, 1, 1, False, True)",
    F + "max_pool2d(k(*[-torch.inf] * 16).reshape(1, 4, 4), 3, 1, 1, 2, False, True)",
    F + f"max_pool2d(k(0.0, {NAN}, 2.0, {NAN}).reshape(1, 2, 2), 2, return_indices=True)",
    F + "max_pool2d(i(9, 1, 4, 4), 2)",
    F + "max_pool2d(a(0, 2, 4, 4), 2)",
    F + "max_pool2d(a(1, 2, 4, 4).transpose(2, 3), 2)",
    F + "max_pool2d(a(1, 5, 5), 2, 2, ceil_mode=True, return_indices=True)",
    F + "max_pool1d(a(1, 5).detach(), 2)",
    F + "avg_pool1d(i(9, 1, 6), 4)",
    F + "avg_pool2d(a(1, 5, 5), 2, 3, 1, True)",
    F + "avg_pool2d(a(1, 4, 4), (2, 3), (1, 2), (1, 0), divisor_override=-2)",
    F + "adaptive_avg_pool2d(a(0, 1, 6, 6), 2)",
    F + "adaptive_max_pool2d(a(0, 1, 6, 6), 2)",
    F + f"adaptive_max_pool1d(k(1.0, {NAN}, 2.0, {NAN}, 0.0).reshape(1, 5), 2, True)",
    F + "adaptive_max_pool1d(k(1.0, 1.0, 1.0).reshape(1, 3), 2, True)",
    F + "adaptive_avg_pool3d(a(1, 2, 3, 4, 5), (2, None, 3))",
    F + "lp_pool1d(k(0.0, 0.0, 3.0, 4.0).reshape(1, 4), 2, 2)",
    F + "lp_pool2d(a(1, 4, 4), 2, 2)",
    F + "max_unpool1d(a(1, 2, 3), torch.tensor([[[0, 2, 4], [1, 3, 6]]]), 2, None, 0, (1, 2, 7))",
]
ERRORS = """
    nn.functional.max_pool2d(a(6, 6), 2)
    nn.functional.max_pool2d(a(2, 6, 6), 0)
    nn.functional.max_pool2d(a(2, 6, 6), 2, 0)
    nn.functional.max_pool2d(a(2, 6, 6), 2, -1)
    nn.functional.max_pool2d(a(2, 6, 6), 2, 2, 2)
    nn.functional.max_pool2d(a(2, 6, 6), 2, 2, -1)
    nn.functional.max_pool2d(a(2, 6, 6), 2, 2, 0, 0)
    nn.functional.max_pool2d(a(2, 6, 6), 7)
    nn.functional.max_pool2d(a(2, 6, 6), (2, 3, 4))
    nn.functional.max_pool2d(a(2, 6, 6), 2, (2, 3, 4))
    nn.functional.max_pool2d(a(2, 6, 6), 2, 2, (1, 1, 1))
    nn.functional.max_pool2d(a(2, 6, 6), 2, 2, 1, (1, 1, 1))
    nn.functional.max_pool2d(a(2, 0, 6, 6), 2)
    nn.functional.max_pool2d(torch.ones(1, 4, 4) > 0, 2)
    nn.functional.max_pool2d(2, 2)
    nn.functional.max_pool2d(a(1, 4, 4), 'a')
    nn.functional.max_pool1d(a(6), 2)
    nn.functional.max_pool1d(a(1, 6), 7)
    nn.functional.max_pool1d(a(1, 6), 2, padding=3)
    nn.functional.max_pool1d(a(1, 6), 0)
    nn.functional.max_pool1d(a(1, 6), 2, 0)
    nn.functional.max_pool1d(a(1, 6), 2, 1, 0, 0)
    nn.functional.max_pool1d(a(1, 6), (2, 3))
    nn.functional.max_pool1d(i(4, 1, 6), 2)
    nn.functional.max_pool3d(a(4, 4, 4), 2)
    nn.functional.max_pool3d(a(1, 4, 4, 4), 5)
    nn.functional.max_pool3d(a(1, 4, 4, 4), (2, 2))
    nn.functional.avg_pool1d(a(6), 2)
    nn.functional.avg_pool1d(a(1, 6), 7)
    nn.functional.avg_pool1d(a(1, 6), 2, padding=2)
    nn.functional.avg_pool1d(a(1, 6), (2, 3))
    nn.functional.avg_pool1d(a(1, 6), 2.5)
    nn.functional.avg_pool2d(a(6, 6), 2)
    nn.functional.avg_pool2d(a(1, 6, 6), 2, divisor_override=0)
    nn.functional.avg_pool2d(a(1, 6, 6), (2, 3, 4))
    nn.functional.avg_pool3d(a(1, 4, 4, 4), 5)
    nn.functional.adaptive_avg_pool1d(a(6), 3)
    nn.functional.adaptive_avg_pool1d(a(1, 6), -1)
    nn.functional.adaptive_avg_pool1d(a(1, 6), (3, 2))
    nn.functional.adaptive_avg_pool1d(a(1, 6), 2.5)
    nn.functional.adaptive_avg_pool2d(a(6, 6), 3)
    nn.functional.adaptive_avg_pool2d(a(1, 6, 6), (3, 2, 1))
    nn.functional.adaptive_avg_pool2d(a(1, 6, 6), (2,))
    nn.functional.adaptive_avg_pool2d(a(1, 0, 6), 2)
    nn.functional.adaptive_avg_pool2d(i(3, 1, 6, 6), 2)
    nn.functional.adaptive_avg_pool3d(a(1, 6, 6, 6), -1)
    nn.functional.adaptive_max_pool1d(a(1, 1, 0), 2)
    nn.functional.adaptive_max_pool2d(a(1, 6, 6), -1)
    nn.functional.adaptive_max_pool2d(i(3, 1, 6, 6), 2)
    nn.functional.max_unpool1d(a(1, 2, 3), torch.tensor([[[0, 2, 4], [1, 3, 6]]]), 2)
    nn.functional.max_unpool1d(a(1, 2, 3), torch.tensor([[[0, 2, 4]]]), 2)
    nn.functional.max_unpool1d(a(1, 2, 3), a(1, 2, 3), 2)
    nn.functional.max_unpool2d(a(2, 2), torch.tensor([[0, 3], [9, 15]]), 2)
    nn.functional.max_unpool2d(a(1, 2, 2), torch.tensor([[[0, 3], [9, 16]]]), 2)
    nn.functional.max_unpool2d(a(1, 2, 2), torch.tensor([[[0, 3], [9, 16]]]), 2, output_size=(5,))
    nn.functional.max_unpool3d(a(1, 1, 1, 1), torch.tensor([[[[3]]]]), 2, 0)
"""


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", [*samples_of(*FAMILIES), *CASES])
def test_pooling_agrees_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
def test_pooling_fails_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_pooling_rules_are_derivatives(text: str) -> None:
    assert rules_are_derivatives(text)


def random_call(seed: int) -> str:
    """Return pooling with random sizes and parameters that fit."""
    rng = np.random.default_rng(seed)
    dims = int(rng.integers(1, 4))
    largest = bool(rng.integers(2))
    kernel = rng.integers(1, 4, dims)
    dilation = rng.integers(1, 3, dims) if largest else np.ones(dims, int)
    padding = [int(rng.integers(0, k // 2 + 1)) for k in kernel]
    stride = rng.integers(1, 4, dims)
    inner = dilation * (kernel - 1) + 1 + rng.integers(0, 5, dims)
    samples = "" if rng.integers(3) == 0 else "2, "
    x = f"a({samples}2, {', '.join(map(str, inner))})"
    k, s, d = (tuple(map(int, v)) for v in (kernel, stride, dilation))
    options = f"{k}, {s}, {tuple(padding)}"
    ceil = bool(rng.integers(2))
    if largest:
        return f"{F}max_pool{dims}d({x}, {options}, {d}, {ceil}, True)"
    return f"{F}avg_pool{dims}d({x}, {options}, {ceil}, {bool(rng.integers(2))})"


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(60))
def test_random_pooling_agrees_with_torch(torch: Any, seed: int) -> None:
    assert disagreement(torch, random_call(seed)) is None


def test_unpooling_puts_back_what_pooling_took() -> None:
    f = engine.nn.functional
    x = engine.tensor([[[1.0, 5.0, 2.0, 0.0], [4.0, 3.0, 8.0, 6.0]]])
    values, at = f.max_pool2d(x, 2, return_indices=True)
    assert f.max_unpool2d(values, at, 2).tolist() == [[[0, 5, 0, 0], [0, 0, 8, 0]]]

"""Convolutions, and windows as columns, do what PyTorch's do, whatever their parameters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine.operators.layers import convolution, correlation, unfolding
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    rules_are_derivatives,
    samples_of,
)

FAMILIES = (correlation, convolution, unfolding)
F = "nn.functional."
CASES = [
    F + "conv2d(a(1, 4, 6, 5), a(6, 2, 3, 2), a(6), (2, 1), (1, 2), (1, 2), 2)",
    F + "conv1d(a(2, 3, 4).transpose(1, 2), a(2, 4, 2))",
    F + "conv1d(a(2, 5), a(3, 2, 3), padding='same')",
    F + "conv1d(a(1, 2, 5), a(3, 2, 3), dilation=2, padding='same')",
    F + "conv2d(a(0, 2, 5, 5), a(3, 2, 2, 2), a(3))",
    F + "conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), stride=[2], padding=(1,))",
    F + "conv2d(torch.ones(1, 2, 3, 3).to(torch.int64), torch.ones(1, 2, 2, 2).to(torch.int64))",
    F + "conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2).detach(), a(3))",
    F + "conv2d(a(1, 2, 5, 5).detach(), a(3, 2, 2, 2), a(3).detach())",
    F + "conv_transpose2d(a(1, 2, 3, 3), a(2, 3, 2, 2), a(3), 3, 1, 2, 1, 2)",
    F + "conv_transpose1d(a(2, 4, 3), a(4, 2, 3), None, 2, 1, 1, 2)",
    F + "conv_transpose2d(a(1, 2, 3, 3), a(2, 1, 3, 3), None, 1, 0, 1, 1, 2)",
    "conv2d(a(1, 2, 3, 5), a(3, 2, 2, 3))",
    F + "unfold(a(0, 2, 4, 4), 2)",
    F + "unfold(a(1, 2, 3, 4), 2)",
    F + "unfold(a(2, 4, 4), (2, 3), 1, 1, 2)",
    F + "unfold(a(1, 2, 5, 5), 2, dilation=2)",
    F + "fold(a(0, 8, 9), (4, 4), 2)",
    F + "pixel_shuffle(a(2, 1, 4, 2, 3), 2)",
    F + "pixel_shuffle(torch.arange(8).reshape(8, 1, 1), 2)",
]
ERRORS = """
    nn.functional.conv1d(a(5), a(3, 2, 2))
    nn.functional.conv2d(a(5, 5), a(3, 2, 2, 2))
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2))
    nn.functional.conv2d(a(1, 3, 5, 5), a(3, 2, 2, 2))
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), a(2))
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 6, 6))
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), stride=0)
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), stride=-1)
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), padding=-1)
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), dilation=0)
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), groups=2)
    nn.functional.conv2d(a(1, 4, 5, 5), a(4, 2, 2, 2), groups=0)
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), stride=(1, 2, 3))
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), padding=(1, 2, 3))
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), padding='foo')
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), stride=2, padding='same')
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2).float())
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), a(3).float())
    nn.functional.conv2d(a(1, 2, 0, 5), a(3, 2, 2, 2))
    nn.functional.conv2d(a(1, 2, 0, 5), a(3, 2, 2, 2), padding=1)
    nn.functional.conv2d(a(1, 2, 5, 5), 3)
    nn.functional.conv2d([3], a(1, 2, 5, 5))
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), stride=1.5)
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), stride=(1.5, 2))
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), stride=True)
    nn.functional.conv2d(a(1, 2, 5, 5), a(3, 2, 2, 2), foo=1)
    nn.functional.conv2d(a(1, 2, 5, 5))
    nn.functional.conv1d(a(1, 2, 5), a(3, 2, 2), groups=1.5)
    nn.functional.conv_transpose2d(a(1, 2, 5, 5), a(3, 2, 2, 2))
    nn.functional.conv_transpose2d(a(1, 2, 5, 5), a(2, 3, 2, 2), a(2))
    nn.functional.conv_transpose2d(a(1, 2, 5, 5), a(2, 3, 2, 2), output_padding=-1)
    nn.functional.conv_transpose2d(a(1, 2, 5, 5), a(2, 3, 2, 2), output_padding=1)
    nn.functional.conv_transpose2d(a(1, 3, 5, 5), a(3, 3, 2, 2), groups=2)
    nn.functional.conv_transpose2d(a(1, 2, 5, 5), a(2, 3, 2, 2), padding=5)
    nn.functional.conv_transpose1d(a(1, 2, 5), a(2, 3, 2), padding='same')
    nn.functional.conv_transpose2d(a(2, 2), a(2, 3, 2, 2))
    nn.functional.unfold(a(2, 4, 4), 5)
    nn.functional.unfold(a(2, 4), 2)
    nn.functional.unfold(a(2, 4, 4), 2, stride=0)
    nn.functional.unfold(a(2, 4, 4), 2, padding=-1)
    nn.functional.unfold(a(2, 4, 4), 0)
    nn.functional.unfold(a(2, 4, 4), (2, 2, 2))
    nn.functional.unfold(a(1, 0, 4, 4), 2)
    nn.functional.unfold(i(3, 2, 4, 4), 2)
    nn.functional.unfold(3, 2)
    nn.functional.unfold(a(2, 4, 4), 2.5)
    nn.functional.fold(a(8, 8), 4, 2)
    nn.functional.fold(a(7, 9), 4, 2)
    nn.functional.fold(a(8), (4, 4), 2)
    nn.functional.fold(a(8, 1), (1, 1), 2)
    nn.functional.fold(a(8, 9), (4, 4, 4), 2)
    nn.functional.pixel_shuffle(a(3, 2, 2), 2)
    nn.functional.pixel_shuffle(a(2, 2), 2)
    nn.functional.pixel_shuffle(a(4, 2, 2), 0)
    nn.functional.pixel_shuffle(a(4, 2, 2), 2.0)
    nn.functional.pixel_unshuffle(a(1, 3, 4), 2)
    nn.functional.pixel_unshuffle(a(1, 4, 3), 2)
    nn.functional.pixel_unshuffle(a(1, 4, 4), 0)
    nn.functional.channel_shuffle(a(1, 4, 2, 2), 3)
    nn.functional.channel_shuffle(a(1, 4, 2, 2), 0)
    nn.functional.channel_shuffle(a(4, 2), 2)
"""


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", [*samples_of(*FAMILIES), *CASES])
def test_convolutions_agree_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
def test_convolutions_fail_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_convolution_rules_are_derivatives(text: str) -> None:
    assert rules_are_derivatives(text)


def random_call(seed: int) -> str:
    """Return a convolution with random sizes and parameters that fit."""
    rng = np.random.default_rng(seed)
    dims = int(rng.integers(1, 4))
    transposed = bool(rng.integers(2))
    groups = int(rng.integers(1, 3))
    ins, outs = (groups * int(n) for n in rng.integers(1, 3, 2))
    kernel = rng.integers(1, 4, dims)
    stride, dilation = rng.integers(1, 4, dims), rng.integers(1, 3, dims)
    padding = rng.integers(0, 3, dims)
    needed = dilation * (kernel - 1) + 1
    inner = np.maximum(needed - 2 * padding, 1) + rng.integers(0, 4, dims)
    if transposed:
        inner = inner + padding  # so that enough is left
    samples = "" if rng.integers(4) == 0 else f"{rng.integers(1, 3)}, "
    listed = ", ".join
    x = f"a({samples}{ins}, {listed(map(str, inner))})"
    first, second = (ins, outs // groups) if transposed else (outs, ins // groups)
    w = f"a({first}, {second}, {listed(map(str, kernel))})"
    bias = f"a({outs})" if rng.integers(2) else "None"
    options = (
        f"stride={tuple(map(int, stride))}, padding={tuple(map(int, padding))}, "
        f"dilation={tuple(map(int, dilation))}, groups={groups}"
    )
    if transposed:
        extra = [int(rng.integers(0, max(s, d))) for s, d in zip(stride, dilation, strict=True)]
        options += f", output_padding={tuple(extra)}"
    name = "conv_transpose" if transposed else "conv"
    return f"{F}{name}{dims}d({x}, {w}, {bias}, {options})"


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(60))
def test_random_convolutions_agree_with_torch(torch: Any, seed: int) -> None:
    assert disagreement(torch, random_call(seed)) is None


def test_convolution_is_linear_in_the_input_and_its_adjoint_is_the_transpose() -> None:
    f = engine.nn.functional
    x = engine.randn(2, 3, 7, 6, dtype=engine.float64)
    y = engine.randn(2, 4, 3, 3, dtype=engine.float64)
    w = engine.randn(4, 3, 3, 2, dtype=engine.float64)
    forward = (f.conv2d(x, w, stride=2) * y).sum()
    back = (x * f.conv_transpose2d(y, w, stride=2, output_padding=(0, 0))).sum()
    assert np.isclose(forward.item(), back.item())


def test_fold_undoes_unfold_where_windows_do_not_overlap() -> None:
    f = engine.nn.functional
    x = engine.randn(1, 2, 4, 6)
    assert f.fold(f.unfold(x, 2, stride=2), (4, 6), 2, stride=2).tolist() == x.tolist()


def test_same_padding_of_an_even_kernel_warns_and_pads_the_end() -> None:
    x, w = engine.tensor([[[1.0, 2.0, 3.0]]]), engine.ones(1, 1, 2)
    with pytest.warns(UserWarning, match="even kernel lengths and odd dilation"):
        y = engine.nn.functional.conv1d(x, w, padding="same")
    assert y.tolist() == [[[3.0, 5.0, 3.0]]]

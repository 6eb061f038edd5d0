"""Resampling and grid sampling do what PyTorch's do, in every mode and beyond every border."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine.operators.layers import grid_sampling, interpolation
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    rules_are_derivatives,
    samples_of,
)

FAMILIES = (interpolation, grid_sampling)
F = "nn.functional."
GRIDS = [
    F + f"grid_sample(a(2, 2, 3, 4), a(2, 2, 5, 2) * 2, '{mode}', '{padding}', {align})"
    for mode in ("bilinear", "nearest", "bicubic")
    for padding in ("zeros", "border", "reflection")
    for align in (True, False)
]
CASES = [
    F + "grid_sample(a(1, 1, 3, 3), a(1, 2, 2, 2))",
    F + "grid_sample(a(1, 1, 3, 3, 3), a(1, 2, 2, 2, 3), 'nearest', 'reflection', False)",
    F + "affine_grid(a(1, 2, 3), (1, 1, 2, 2))",
    F
    + "interpolate(a(1, 2, 3, 3), scale_factor=0.7, mode='bilinear', recompute_scale_factor=True)",
    F + "interpolate(a(1, 1, 4, 4, 4), (2, 3, 5), mode='nearest-exact')",
    F + "interpolate(a(1, 1, 4), 1, mode='linear', align_corners=True)",
    F + "interpolate(a(0, 2, 4), 3)",
    F + "upsample(a(1, 2, 4), scale_factor=2)",
    F + "upsample_nearest(a(1, 2, 2, 2), scale_factor=2)",
    F + "upsample_bilinear(a(1, 2, 2, 2), scale_factor=2)",
]
ERRORS = """
    nn.functional.interpolate(a(1, 2, 4), mode='bilinear', size=3)
    nn.functional.interpolate(a(1, 2, 4))
    nn.functional.interpolate(a(1, 2, 4), size=3, scale_factor=2)
    nn.functional.interpolate(a(1, 2, 4), size=(3, 3))
    nn.functional.interpolate(a(1, 2, 4), scale_factor=(3, 3))
    nn.functional.interpolate(a(1, 2, 4), scale_factor=2, mode='foo')
    nn.functional.interpolate(a(1, 2, 4), scale_factor=2, align_corners=True)
    nn.functional.interpolate(a(1, 2, 4), scale_factor=0.1)
    nn.functional.interpolate(a(1, 2), scale_factor=2)
    nn.functional.interpolate(i(3, 1, 2, 4), scale_factor=2)
    nn.functional.interpolate(a(1, 2, 4), 3, recompute_scale_factor=True)
    nn.functional.interpolate(a(1, 2, 4), 3, mode='linear', antialias=True)
    nn.functional.grid_sample(a(1, 1, 3, 3), a(1, 2, 2, 3), align_corners=False)
    nn.functional.grid_sample(a(1, 1, 3, 3), a(2, 2, 2, 2), align_corners=False)
    nn.functional.grid_sample(a(1, 1, 3, 3), a(1, 2, 2, 2).float(), align_corners=False)
    nn.functional.grid_sample(a(1, 1, 3, 3), a(1, 2, 2, 2, 2), align_corners=False)
    nn.functional.grid_sample(a(1, 1, 0, 3), a(1, 2, 2, 2), align_corners=False)
    nn.functional.grid_sample(a(1, 1, 3, 3, 3), a(1, 2, 2, 2, 3), 'bicubic', align_corners=False)
    nn.functional.grid_sample(a(1, 1, 3, 3), a(1, 2, 2, 2), mode='foo')
    nn.functional.grid_sample(a(1, 1, 3, 3), a(1, 2, 2, 2), padding_mode='foo')
    nn.functional.affine_grid(a(2, 3), (1, 1, 2, 2), False)
    nn.functional.affine_grid(a(1, 2, 3), (1, 1, 0, 2), False)
    nn.functional.affine_grid(a(1, 2, 3), (1, 1, 2), False)
    nn.functional.affine_grid(a(2, 2, 3), (1, 1, 2, 2), False)
    nn.functional.affine_grid(i(2, 1, 2, 3), (1, 1, 2, 2), False)
"""


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", [*samples_of(*FAMILIES), *CASES])
def test_resampling_agrees_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
@pytest.mark.parametrize("text", GRIDS)
def test_grid_sampling_agrees_with_torch_in_all_modes(torch: Any, text: str) -> None:
    assert disagreement(torch, text) is None


@pytest.mark.oracle
def test_resampling_fails_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


@pytest.mark.filterwarnings("ignore:Since version 1.3.0")
@pytest.mark.parametrize("text", samples_of(*FAMILIES))
def test_resampling_rules_are_derivatives(text: str) -> None:
    assert rules_are_derivatives(text)


def test_sampling_at_the_identity_returns_the_image() -> None:
    f = engine.nn.functional
    image = engine.randn(1, 2, 3, 4, dtype=engine.float64)
    theta = engine.eye(2, 3, dtype=engine.float64).unsqueeze(0)
    for align in (True, False):
        grid = f.affine_grid(theta, (1, 2, 3, 4), align_corners=align)
        same = f.grid_sample(image, grid, align_corners=align)
        assert np.allclose(same.numpy(), image.numpy())

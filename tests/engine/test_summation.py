"""Sums and means equal PyTorch's to the last bit, whatever the shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine.summation import ordered_sum


def _cases(count: int) -> list[tuple[tuple[int, ...], tuple[int, ...] | None]]:
    rng = np.random.default_rng(11)
    found: list[tuple[tuple[int, ...], tuple[int, ...] | None]] = []
    for _ in range(count):
        kind = rng.integers(4)
        if kind == 0:
            shape = (int(rng.integers(1, 6000)),)
        elif kind == 1:
            shape = (int(rng.integers(1, 600)), int(rng.integers(1, 90)))
        else:
            shape = tuple(int(n) for n in rng.integers(1, 24, int(rng.integers(1, 4))))
        n = len(shape)
        dims = [
            None,
            *(tuple(range(k)) for k in range(1, n)),
            *(tuple(range(k, n)) for k in range(1, n)),
        ]
        found.append((shape, dims[int(rng.integers(len(dims)))]))
    return found


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("operation", ["sum", "mean"])
def test_sums_are_pytorchs_to_the_last_bit(torch: Any, dtype: Any, operation: str) -> None:
    rng = np.random.default_rng(5)
    for shape, dims in _cases(400):
        x = rng.normal(size=shape).astype(dtype)
        arguments = () if dims is None else (dims,)
        theirs = getattr(torch.from_numpy(x), operation)(*arguments).numpy()
        ours = getattr(engine.from_numpy(x), operation)(*arguments).numpy()
        np.testing.assert_array_equal(ours, theirs, err_msg=f"{operation} {shape} over {dims}")


def test_ordered_sums_are_sums() -> None:
    rng = np.random.default_rng(6)
    for shape, dims in _cases(200):
        x = rng.normal(size=shape)
        found = ordered_sum(x, dims)
        assert found is not None
        np.testing.assert_allclose(found, x.sum(axis=dims), rtol=1e-9, atol=1e-9)

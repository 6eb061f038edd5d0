"""Views: who shares storage, what becomes of a view when its base changes, and what it may cost."""

from __future__ import annotations

import gc
from typing import Any
from weakref import ref

import numpy as np
import pytest

import engine
from engine.views.strides import geometry, overlaps, storage, strided
from engine.views.tracking import Lapsed
from tests.oracle import ours, view_programs


def base(n: int = 4) -> tuple[Any, Any]:
    """Return a leaf that requires grad and a tensor computed from it."""
    leaf = engine.arange(float(n)).requires_grad_()
    return leaf, leaf * 1


def test_dead_views_do_not_pile_up() -> None:
    _, y = base()
    for _ in range(10_000):
        y[1:]
    assert len(y._meta.counter.views) < 32


def test_changes_of_views_that_nobody_looks_at_cost_nothing() -> None:
    x, y = base()
    views = [y[i % 4] for i in range(2_000)]
    y.mul_(2)
    counter = y._meta.counter
    assert not counter.views
    for _ in range(1_000):
        y.add_(1)
    assert not counter.views
    assert all(type(v) is Lapsed for v in views)
    views[3].backward()
    assert type(views[3]) is engine.Tensor
    assert x.grad.tolist() == [0, 0, 0, 2]


def test_a_lapsed_view_looks_like_any_tensor() -> None:
    _, y = base()
    v = y[1:]
    y.mul_(2)
    assert type(v).__name__ == "Tensor"
    assert isinstance(v, engine.Tensor)
    assert v.requires_grad
    assert not v.is_leaf
    assert repr(v).endswith("grad_fn=<AsStridedBackward0>)")


@pytest.mark.parametrize("n", [30_000])
def test_many_changes_do_not_recurse(n: int) -> None:
    x, y = base()
    v = y[1:3]
    for _ in range(n):
        v.add_(1)
    y.sum().backward()
    assert x.grad.tolist() == [1, 1, 1, 1]
    _, y = base()
    for _ in range(n):
        y[0].mul_(1)
    del y, v  # a chain of nodes that was never run


def test_nothing_of_a_changed_base_stays_alive() -> None:
    gc.collect()
    gc.disable()
    try:
        x, y = base()
        v = y[1:]
        v.mul_(3)
        y[0] = 5.0
        nodes = [ref(y.grad_fn), ref(v.grad_fn)]
        y.sum().backward()
        tensors = [ref(y), ref(v)]
        del y, v
        assert [r() for r in nodes + tensors] == [None] * 4
        assert x.grad.tolist() == [0, 3, 3, 3]
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "make",
    [
        lambda: np.arange(6.0).reshape(2, 3).T,
        lambda: np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        lambda: np.arange(12.0).reshape(3, 4)[::2, 1:3],
        lambda: np.arange(24.0).reshape(2, 3, 4).transpose(2, 0, 1)[1:],
        lambda: np.zeros((0, 3)),
        lambda: np.array(3.0),
    ],
)
def test_geometry_finds_an_array_again_in_its_storage(make: Any) -> None:
    array = make()
    again = strided(array, *geometry(array))
    np.testing.assert_array_equal(again, array)
    assert storage(array).size % array.itemsize == 0
    if array.size:
        again[...] = 7
        assert (array == 7).all()


def test_geometry_reaches_no_memory_but_the_storage() -> None:
    with pytest.raises(RuntimeError, match="out of bounds for storage of size 16"):
        strided(np.zeros(2), (3,), (1,), 0)
    with pytest.raises(RuntimeError, match="requiring a storage size of 24"):
        engine.zeros(4)[2:].as_strided((4,), (1,))


def test_overlaps_is_what_a_count_says() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        size = tuple(rng.integers(1, 4, 2))
        stride = tuple(rng.integers(0, 5, 2))
        places = [i * stride[0] + j * stride[1] for i in range(size[0]) for j in range(size[1])]
        if len(set(places)) < len(places):
            assert overlaps(size, stride)


@pytest.mark.parametrize("permuted", [False, True])
def test_gradients_do_not_depend_on_the_layout(permuted: bool) -> None:
    x = engine.arange(6.0).reshape(2, 3).requires_grad_()
    y = (x.t() * 2).t() if permuted else x * 2
    y[:, 1:].mul_(engine.tensor([[1.0, 10.0], [100.0, 1000.0]]))
    (y * engine.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])).sum().backward()
    assert x.grad.tolist() == [[2, 4, 60], [8, 1000, 12000]]


def test_programs_about_views_are_reproducible_and_run() -> None:
    assert view_programs.program(7) == view_programs.program(7)
    everything = ""
    for seed in range(60):
        source = view_programs.program(seed)
        everything += source
        assert ours.run(source).error is None
    for feature in (
        "no_grad",
        "as_strided",
        "retain_grad",
        "unbind",
        ".data",
        "+=",
        "detach_",
        "mT",
    ):
        assert feature in everything

"""Extremes, sorting, searching and selecting do what PyTorch's do: ties, NaN, empty tensors, names."""

from typing import Any

import numpy as np
import pytest

import engine
from engine.operators import extrema, selection, sorting
from tests.engine.agreement import disagreement, samples_of
from tests.engine.referee import World, agree, same_error, tensors

TIES = "t([1.0, 3.0, 3.0, 2.0, 3.0, 1.0])"
GRID = "t([[1.0, 5.0, 5.0], [7.0, 2.0, 7.0]])"
NANS = "t([1.0, nan, 3.0, nan])"
STRIDED = "a(2, 3, 4).permute(2, 0, 1)"
INTS = "T([[3, 1, 2], [4, 4, 0]])"
MASK = "T([[True, False, True], [True, True, True]])"

ALL = ("max", "min", "amax", "amin", "aminmax", "median", "nanmedian", "argmax", "argmin")
ALONG = ("max", "min", "amax", "amin", "median", "nanmedian", "argmax", "argmin", "mode", "sort")

VALUES = [
    *(f"{name}({x})" for name in ALL for x in (TIES, GRID, NANS, STRIDED, "a()", INTS)),
    *(f"{name}({x}, -1)" for name in ALONG for x in (TIES, GRID, STRIDED, "a()", INTS)),
    *(f"{name}({NANS}, 0)" for name in ALONG),
    *(f"{name}({GRID}, 0, keepdim=True)" for name in ALONG if name != "sort"),
    *(f"{name}({MASK})" for name in ("max", "min", "amax", "sort", "mode")),
    f"max({MASK}, 0)",
    f"max({GRID}, axis=1, keepdims=True)",
    f"max({GRID}, dim=1).values",
    f"max({GRID}, 1)[0] * 2",
    f"max({GRID}, other=t([2.0, 5.0, 9.0]))",
    "min(T([1, 2]), T([1.5, 0.5]))",
    "median(T([]))",
    "sort(T([]))",
    "sort(a(2, 0))",
    f"aminmax({GRID}, dim=0, keepdim=True)",
    f"aminmax({GRID}).min",
    f"aminmax({GRID}, dim=1).max",
    *(f"cummax({x}, -1)" for x in (TIES, GRID, NANS, STRIDED, "a()", INTS)),
    *(f"cummin({x}, 0)" for x in (TIES, GRID, NANS, STRIDED, "a()", INTS)),
    f"sort({NANS}, descending=True)",
    f"sort({TIES}, descending=True)",
    f"sort({TIES}, stable=True)",
    f"sort({GRID}, 0, True)",
    f"argsort({TIES}, 0, True)",
    f"argsort({TIES}, dim=0, stable=True)",
    f"msort({GRID})",
    *(f"topk({TIES}, {k})" for k in range(7)),
    *(f"topk({TIES}, {k}, largest=False)" for k in range(1, 7)),
    f"topk({NANS}, 3)",
    f"topk({NANS}, 3, largest=False)",
    "topk(a(), 0)",
    *(f"kthvalue({TIES}, {k})" for k in range(1, 7)),
    f"kthvalue({NANS}, 3)",
    f"kthvalue({STRIDED}, 2, 1)",
    f"mode({TIES})",
    f"nonzero({INTS})",
    "nonzero(T(3.0))",
    "nonzero(T(0.0))",
    "nonzero(T(3.0), as_tuple=True)",
    f"{INTS}.nonzero(as_tuple=True)",
    "unique(T([nan, 1.0, nan]))",
    "unique(T(3.0))",
    "unique(T([]))",
    f"unique({GRID}.detach(), return_inverse=True, return_counts=True)",
    f"unique({INTS}, dim=1, return_inverse=True, return_counts=True)",
    f"unique({GRID}.detach(), dim=0)",
    "searchsorted(T([1, 3, 5]), T([3, 4]), side='right')",
    "searchsorted(T([1, 3, 5]), T([3.0, 4.0]))",
    "bucketize(3, T([1, 3, 5]))",
    "bincount(T([1, 1, 3]), weights=T([1.0, 2.0, 3.0]))",
    "bincount(T([1, 1, 3]), weights=T([1, 2, 3]))",
    "bincount(T([], dtype=torch.int64))",
    "histc(T([[3.0, 1, 2], [4, 4, 0]]), 4)",
    "histc(T([[3.0, 1, 2], [4, 4, 0]]), 4, 0, 2)",
    "histc(T([3.0, 3.0]), 4)",
    "histc(T([]), 3)",
    "masked_select(T(3.0), T(True))",
    f"masked_select({GRID}, {GRID} > 4)",
    "take(a(2, 3), T(1))",
    "take(a(2, 3), T([0, 0, -1]))",
    "take_along_dim(a(2, 3), T([[0], [2]]), 1)",
    f"take_along_dim({GRID}, argsort({GRID}, 1), 1)",
]

ERRORS = [
    *(f"{name}(T([]))" for name in ("max", "min", "amax", "amin", "argmax", "argmin", "aminmax")),
    *(f"{name}(T([[], []]), 1)" for name in ("max", "amin", "argmax", "median", "mode")),
    *(f"{name}(T([1.0]), 1)" for name in ("max", "amax", "argmin", "median", "sort", "mode")),
    "aminmax(T([[], []]), dim=1)",
    "amax(T([[1.0]]), (0, 0))",
    "max(3)",
    "max(T([1.0, 2.0]), T([1.0, 2.0, 3.0]))",
    "max(T([1j]))",
    "argmax(T([True]))",
    "median(T([True]))",
    "topk(T([True]), 1)",
    "kthvalue(T([True]), 1)",
    "topk(T([1.0]), 2)",
    "topk(T([1.0]), -1)",
    "kthvalue(T([1.0]), 0)",
    "kthvalue(T([]), 1)",
    "unique(1)",
    "unique(t([1.0])).backward()",
    "unique(t([[1.0]]), dim=0).sum().backward()",
    "searchsorted(T([[1, 3], [2, 4]]), T([3]))",
    "bincount(T([-1]))",
    "bincount(T([[1]]))",
    "bincount(T([1.0]))",
    "histc(T([1]), 3)",
    "histc(T([1.0]), 0)",
    "histc(T([1.0]), 3, 5, 1)",
    "masked_select(T([1.0]), T([1]))",
    "masked_select(T([1.0, 2.0, 3.0]), T([True, False]))",
    "take(T([1.0]), T([6]))",
    "take(T([1.0]), T([0.0]))",
    "take_along_dim(T([[1.0]]), T([0]), 1)",
]


@pytest.mark.oracle
@pytest.mark.parametrize("text", samples_of(extrema, sorting, selection))
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_selection_samples_agree_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
@pytest.mark.parametrize("text", VALUES)
def test_selection_at_the_edges_agrees_with_torch(torch: Any, text: str) -> None:
    agree(torch, text)


@pytest.mark.oracle
@pytest.mark.parametrize("text", ERRORS)
def test_selection_errors_are_those_of_torch(torch: Any, text: str) -> None:
    same_error(torch, text)


@pytest.mark.oracle
def test_named_results_print_as_those_of_torch(torch: Any) -> None:
    for text in (f"max({GRID}, 1)", f"sort({TIES})", f"aminmax({GRID})", f"cummin({TIES}, 0)"):
        ours, theirs = World(engine).run(text), World(torch).run(text)
        assert repr(ours) == repr(theirs)
        assert type(ours).__module__ == type(theirs).__module__


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(3))
def test_equal_elements_are_taken_in_the_order_of_torch(torch: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(60):
        values = rng.integers(0, 4, int(rng.integers(1, 60))).astype(float).tolist()
        k = int(rng.integers(1, len(values) + 1))
        for text in (
            f"topk(T({values}), {k})",
            f"topk(T({values}), {k}, largest=False)",
            f"kthvalue(T({values}), {k})",
            f"median(T({values}), 0)",
            f"mode(T({values}))",
            # From 17 elements on, an unstable sort depends on PyTorch's processor.
            f"sort(T({values[:16]}), descending=True)",
            f"sort(T({values}), descending=True, stable=True)",
        ):
            ours, theirs = (tensors(World(library).run(text)) for library in (engine, torch))
            assert [t.tolist() for t in ours] == [t.tolist() for t in theirs], text


def gradient(function: Any, values: list[Any]) -> list[Any]:
    x = engine.tensor(values, dtype=engine.float64, requires_grad=True)
    function(x).sum().backward()
    assert x.grad is not None
    found: list[Any] = x.grad.tolist()
    return found


def test_the_extreme_of_all_shares_its_gradient_among_ties() -> None:
    assert gradient(engine.max, [1.0, 3.0, 3.0, 2.0]) == [0, 0.5, 0.5, 0]
    assert gradient(lambda x: x.amin(0), [1.0, 3.0, 1.0, 2.0]) == [0.5, 0, 0.5, 0]


def test_the_extreme_along_a_dimension_gives_its_gradient_to_the_first() -> None:
    assert gradient(lambda x: x.max(1).values, [[1.0, 5, 5], [7, 2, 7]]) == [[0, 1, 0], [1, 0, 0]]


def test_sorting_sends_the_gradient_back_where_it_came_from() -> None:
    weights = engine.tensor([1.0, 10.0, 100.0])
    assert gradient(lambda x: x.sort().values * weights, [3.0, 1.0, 2.0]) == [100, 1, 10]


def test_a_second_backward_through_an_extreme_needs_the_graph() -> None:
    y = engine.ones(2, requires_grad=True).max(0).values
    y.backward()
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        y.backward()


def test_named_results_are_tuples_with_names() -> None:
    found = engine.tensor([[3.0, 1.0]]).max(1)
    values, indices = found
    assert isinstance(found, tuple)
    assert found.values is values is found[0]
    assert found.indices is indices
    assert repr(found) == ("torch.return_types.max(\nvalues=tensor([3.]),\nindices=tensor([0]))")


def test_taking_the_same_element_twice_adds_up_its_gradient() -> None:
    twice = engine.tensor([0, 0, 2])
    assert gradient(lambda x: x.take(twice), [1.0, 2.0, 3.0]) == [2, 0, 1]

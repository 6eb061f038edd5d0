"""The text of a tensor is PyTorch's, letter by letter: recorded, and asked where torch is there."""

import json
from typing import Any

import numpy as np
import pytest

from engine.printing import get_printoptions, printoptions, set_printoptions, tensor_repr
from tests.oracle.record_printing import GOLDEN, Case, draw, printed_by_torch

RECORDED = [(Case(*record[:-1]), record[-1]) for record in json.loads(GOLDEN.read_text("utf-8"))]


def printed_by_us(case: Case) -> str:
    with printoptions(**case.options):
        return tensor_repr(
            case.array(),
            default_dtype=case.default_dtype,
            requires_grad=bool(case.gradient),
            grad_fn="CloneBackward0" if case.gradient == "grad_fn" else None,
            parameter=case.gradient == "parameter",
        )


@pytest.mark.parametrize("dtype", sorted({case.dtype for case, _ in RECORDED}))
def test_repr_is_the_recorded_one(dtype: str) -> None:
    wrong = [
        (case, text, ours)
        for case, text in RECORDED
        if case.dtype == dtype and (ours := printed_by_us(case)) != text
    ]
    assert not wrong


def test_many_printing_cases_are_recorded() -> None:
    assert len(RECORDED) >= 400
    assert GOLDEN.stat().st_size < 300_000


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(5))
def test_repr_of_drawn_tensors_is_that_of_torch(torch: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(500):
        case = draw(rng)
        assert printed_by_us(case) == printed_by_torch(torch, case), case


@pytest.mark.oracle
def test_printoptions_change_as_those_of_torch(torch: Any) -> None:
    steps: list[dict[str, Any]] = [
        {"precision": 2},
        {"sci_mode": True},
        {"linewidth": 100},  # takes sci_mode back
        {"profile": "short", "edgeitems": 5},
        {"profile": "full"},
        {"profile": "unknown"},
        {"profile": "default"},
    ]
    try:
        for step in steps:
            set_printoptions(**step)
            torch.set_printoptions(**step)
            assert get_printoptions() == torch._tensor_str.get_printoptions()
    finally:
        set_printoptions(profile="default")
        torch.set_printoptions(profile="default")


def test_printoptions_end_with_their_block() -> None:
    before = get_printoptions()
    with pytest.raises(KeyError), printoptions(precision=1, sci_mode=False):
        raise KeyError(get_printoptions()["precision"])
    assert get_printoptions() == before


def test_subclass_name_shifts_the_columns() -> None:
    text = tensor_repr(np.eye(2, dtype=np.float32), prefix="MyTensor")
    assert text == "MyTensor([[1., 0.],\n          [0., 1.]])"


def test_long_grad_fn_wraps_to_a_new_line() -> None:
    name = "A" * 60 + "Backward"
    text = tensor_repr(np.float32(1.5), grad_fn=name, requires_grad=True)
    assert text == f"tensor(1.5000,\n       grad_fn=<{name}>)"


def test_summary_reads_only_the_edges() -> None:
    # 10^16 elements of one value in 8 bytes: reading them all would never end.
    huge = np.broadcast_to(np.float64(1.5), (10**8, 10**8))
    assert tensor_repr(huge).count("1.5000") == 36


def test_views_print_like_copies() -> None:
    array = np.arange(24.0).reshape(2, 3, 4).transpose(2, 0, 1)[::-1]
    assert tensor_repr(array) == tensor_repr(array.copy())

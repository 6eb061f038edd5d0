"""Random numbers are PyTorch's: recorded ones, and asked for where torch is there."""

import json
from typing import Any

import numpy as np
import pytest

from engine.random import generator as ours
from engine.random.generator import Generator
from tests.oracle.record_random import (
    GOLDEN,
    REFUSED,
    REQUESTS,
    digest,
    draw_request,
    error_of,
    from_torch,
    from_us,
    written,
)

RECORDED_ERRORS, *RECORDED = json.loads(GOLDEN.read_text("utf-8"))


# Another C library may round the last bit of a double's logarithm or sine otherwise.
def same(mine: list[Any], recorded: list[Any]) -> bool:
    return mine == recorded or (
        len(mine) == len(recorded)
        and bool(np.allclose(mine, recorded, rtol=1e-15, atol=1e-16, equal_nan=True))
    )


@pytest.mark.parametrize("start", range(0, len(RECORDED), 20))
def test_numbers_are_the_recorded_ones(start: int) -> None:
    for seed, requests, recorded, _ in RECORDED[start : start + 20]:
        drawn, _ = from_us(seed, requests)
        for request, array, values in zip(requests, drawn, recorded, strict=True):
            assert same(written(array), values), (seed, request)


def test_generator_states_are_the_recorded_ones() -> None:
    wrong = [case for case in RECORDED if digest(from_us(case[0], case[1])[1]) != case[3]]
    assert not wrong


def test_generator_cases_cover_every_distribution() -> None:
    assert {request[0] for _, requests, *_ in RECORDED for request in requests} == set(REQUESTS)
    assert GOLDEN.stat().st_size < 300_000


@pytest.mark.parametrize("record", RECORDED_ERRORS, ids=lambda record: record[0])
def test_generator_errors_are_the_recorded_ones(record: list[Any]) -> None:
    name, *rest, kind, message = record
    assert error_of(lambda: REQUESTS[name][1](Generator(), *rest)) == (kind, message)


def test_refused_requests_are_all_recorded() -> None:
    assert len(RECORDED_ERRORS) == len(REFUSED)


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(5))
def test_numbers_and_states_are_those_of_torch(torch: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(100):
        first = int(rng.integers(-(2**63), 2**63))
        requests = [draw_request(rng) for _ in range(rng.integers(1, 6))]
        expected, state = from_torch(torch, first, requests)
        drawn, our_state = from_us(first, requests)
        for request, mine, theirs in zip(requests, drawn, expected, strict=True):
            assert mine.dtype == theirs.dtype
            assert mine.shape == theirs.shape
            np.testing.assert_array_equal(mine, theirs, str((first, request)))
        assert our_state == state, (first, requests)


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_large_normal_arrays_are_those_of_torch(torch: Any, dtype: str) -> None:
    # More than a chunk of blocks, more than the words from which on NumPy's twister is used.
    requests = [["randn", [70_001], dtype], ["rand", [70_001], dtype], ["randn", [3], dtype]]
    for mine, theirs in zip(
        from_us(3, requests)[0], from_torch(torch, 3, requests)[0], strict=True
    ):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.oracle
def test_states_pass_between_torch_and_us(torch: Any) -> None:
    their_generator, our_generator = torch.Generator(), Generator()
    assert our_generator.initial_seed() == their_generator.initial_seed()
    their_generator.manual_seed(5)
    torch.randn(3, generator=their_generator)
    our_generator.set_state(their_generator.get_state().numpy())
    assert our_generator.initial_seed() == 5
    expected = torch.randn(5, generator=their_generator).numpy()
    np.testing.assert_array_equal(ours.randn(5, "float32", generator=our_generator), expected)
    their_generator.set_state(torch.from_numpy(our_generator.get_state()))
    expected = torch.rand(700, generator=their_generator).numpy()
    np.testing.assert_array_equal(ours.rand(700, "float32", generator=our_generator), expected)


@pytest.mark.oracle
@pytest.mark.parametrize("seed", [1.5, True, "1", 2**64, -(2**63) - 1, 2**64 - 1, -1])
def test_seeds_are_taken_and_refused_as_by_torch(torch: Any, seed: Any) -> None:
    def initial(generator: Any) -> int:
        return int(generator.manual_seed(seed).initial_seed())

    theirs = error_of(lambda: initial(torch.Generator()))
    assert error_of(lambda: initial(Generator())) == theirs
    if theirs[0] == "no error":
        assert initial(Generator()) == initial(torch.Generator())


def test_words_are_one_stream_whatever_the_portions() -> None:
    portions = [1, 623, 2, 70_000, 5, 66_000, 1]
    whole = Generator().manual_seed(11).words(sum(portions))
    generator = Generator().manual_seed(11)
    np.testing.assert_array_equal(np.concatenate([generator.words(n) for n in portions]), whole)


def test_default_generator_starts_unforeseen_and_takes_a_seed() -> None:
    before = ours.get_rng_state()
    try:
        assert ours.seed() != ours.seed()
        assert ours.manual_seed(3) is ours.default_generator
        first = ours.rand(3, "float32")
        assert ours.initial_seed() == 3
        ours.manual_seed(3)
        np.testing.assert_array_equal(ours.rand(3, "float32"), first)
    finally:
        ours.set_rng_state(before)


def test_cloned_generator_goes_on_the_same_way() -> None:
    generator = Generator().manual_seed(1)
    ours.randn(3, "float32", generator=generator)
    clone = generator.clone_state()
    expected = ours.randn(5, "float64", generator=generator)
    np.testing.assert_array_equal(ours.randn(5, "float64", generator=clone), expected)


def test_state_of_wrong_kind_is_refused() -> None:
    generator = Generator()
    with pytest.raises(TypeError, match="RNG state must be a torch"):
        generator.set_state(np.zeros(5056))
    with pytest.raises(RuntimeError, match="of size 5056 but found the input RNG state size"):
        generator.set_state(np.zeros(3, np.uint8))
    with pytest.raises(RuntimeError, match="Invalid mt19937 state"):
        generator.set_state(np.zeros(5056, np.uint8))


def test_integers_beyond_a_floats_digits_warn() -> None:
    with pytest.warns(UserWarning, match=r"to - 1 is out of bounds \[-\(2\^24\), 2\^24\]"):
        ours.randint(0, 2**26, [2], "float32", generator=Generator())


def test_trunc_normal_far_from_its_mean_warns() -> None:
    with pytest.warns(UserWarning, match="mean is more than 2 std"):
        ours.trunc_normal([4], "float32", 0.0, 1.0, 2.5, 4.0, generator=Generator())


def test_empty_requests_draw_nothing() -> None:
    generator = Generator().manual_seed(2)
    before = generator.get_state()
    ours.randn((0, 3), "float32", generator=generator)
    ours.rand(0, "float64", generator=generator)
    ours.randperm(1, generator=generator)
    np.testing.assert_array_equal(generator.get_state(), before)

"""Datasets are read in the order in which PyTorch reads them, random numbers included."""

from __future__ import annotations

import random
from typing import Any

import pytest

import engine
from engine.utils import data as ours


def plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return [str(value.dtype), value.tolist()]
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, (list, tuple)) else value


def read(lib: Any, data: Any, seed: int) -> list[Any]:
    """Read a dataset by a loader of random options, twice; return all that is seen."""
    rng = random.Random(seed)
    n = rng.randint(1, 12)
    columns = [lib.arange(2.0 * n).reshape(n, 2), lib.arange(n)]
    dataset = rng.choice(
        [data.TensorDataset(*columns), list(range(n)), [(i, "a") for i in range(n)]]
    )
    lib.manual_seed(seed)
    found: list[Any] = []
    if rng.random() < 0.4 and n > 1:
        parts = data.random_split(dataset, rng.choice([[1, n - 1], [0.5, 0.5]]))
        dataset = data.ConcatDataset(parts[::-1])
    options: dict[str, Any] = {"batch_size": rng.choice([1, 2, 5]), "drop_last": rng.random() < 0.3}
    generator = lib.Generator().manual_seed(seed) if rng.random() < 0.3 else None
    match rng.choice(["shuffle", "random", "weighted", "subset", "plain"]):
        case "shuffle":
            options.update(shuffle=True, generator=generator)
        case "random":
            options["sampler"] = data.RandomSampler(
                dataset, rng.random() < 0.5, rng.choice([None, 1, n, 40]), generator
            )
        case "weighted":
            weights = [rng.random() for _ in range(n)]
            options["sampler"] = data.WeightedRandomSampler(weights, 6, generator=generator)
        case "subset":
            options["sampler"] = data.SubsetRandomSampler(list(range(0, n, 2)), generator)
    loader = data.DataLoader(dataset, **options)
    for _ in range(2):
        found.append((len(loader), [plain(batch) for batch in loader]))
    return [*found, plain(lib.randint(1000, (2,)))]


@pytest.mark.oracle
def test_loaders_agree_with_torch(torch: Any) -> None:
    from torch.utils import data as theirs

    for seed in range(60):
        assert read(engine, ours, seed) == read(torch, theirs, seed), seed


def test_numbers_are_drawn_when_they_are_asked_for() -> None:
    engine.manual_seed(0)
    first = engine.randint(1000, (1,)).item()
    engine.manual_seed(0)
    iter(ours.RandomSampler(range(5)))
    assert engine.randint(1000, (1,)).item() == first


def test_a_loader_is_read_again_and_again() -> None:
    loader = ours.DataLoader(range(3))
    assert [len(list(loader)) for _ in range(3)] == [3, 3, 3]
    together, apart = iter(loader), iter(loader)
    assert (next(together).item(), next(apart).item(), next(together).item()) == (0, 0, 1)

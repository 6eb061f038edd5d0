"""Orders in which the examples of a dataset are read; the random ones are PyTorch's for a seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from engine import creation, sampling
from engine.dtypes import float64, int64
from engine.random.mersenne import Generator


class Sampler:
    """Base class of samplers: subclasses define `__iter__`, which gives numbers of examples."""

    __module__ = "torch.utils.data.sampler"

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError


class SequentialSampler(Sampler):
    """All examples, in order."""

    __module__ = "torch.utils.data.sampler"

    def __init__(self, data_source: Any) -> None:
        self.data_source = data_source

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self.data_source)))

    def __len__(self) -> int:
        return len(self.data_source)


class RandomSampler(Sampler):
    """All examples in random order, or `num_samples` of them; with repetitions if `replacement`."""

    __module__ = "torch.utils.data.sampler"

    def __init__(
        self,
        data_source: Any,
        replacement: bool = False,
        num_samples: int | None = None,
        generator: Any = None,
    ) -> None:
        self.data_source = data_source
        self.replacement = replacement
        self._num_samples = num_samples
        self.generator = generator
        if not isinstance(replacement, bool):
            raise TypeError(
                f"replacement should be a boolean value, but got replacement={replacement}"
            )
        _check_count(self.num_samples)

    @property
    def num_samples(self) -> int:
        """How many examples are drawn."""
        return len(self.data_source) if self._num_samples is None else self._num_samples

    def __iter__(self) -> Iterator[int]:
        return iter(_Lazy(self._draw))

    def _draw(self) -> list[int]:
        n, wanted = len(self.data_source), self.num_samples
        generator = self.generator
        if generator is None:
            generator = Generator()
            generator.manual_seed(drawn_seed())
        found: list[int] = []
        if self.replacement:
            while len(found) < wanted:
                size = min(32, wanted - len(found))
                found += sampling.randint(n, (size,), generator=generator).tolist()
            return found
        for _ in range(wanted // n + 1):  # the last one is drawn even if nothing of it is used
            found += sampling.randperm(n, generator=generator).tolist()
        return found[:wanted]

    def __len__(self) -> int:
        return self.num_samples


class SubsetRandomSampler(Sampler):
    """The examples of the given numbers, in random order."""

    __module__ = "torch.utils.data.sampler"

    def __init__(self, indices: Any, generator: Any = None) -> None:
        self.indices = indices
        self.generator = generator

    def __iter__(self) -> Iterator[Any]:
        return iter(_Lazy(self._draw))

    def _draw(self) -> list[Any]:
        order = sampling.randperm(len(self.indices), generator=self.generator).tolist()
        return [self.indices[i] for i in order]

    def __len__(self) -> int:
        return len(self.indices)


class WeightedRandomSampler(Sampler):
    """`num_samples` examples, each with a probability proportional to its weight."""

    __module__ = "torch.utils.data.sampler"

    def __init__(
        self, weights: Any, num_samples: int, replacement: bool = True, generator: Any = None
    ) -> None:
        _check_count(num_samples)
        self.weights = creation.tensor(list(weights), dtype=float64)
        self.num_samples = num_samples
        self.replacement = replacement
        self.generator = generator

    def __iter__(self) -> Iterator[int]:
        drawn = sampling.multinomial(
            self.weights, self.num_samples, self.replacement, generator=self.generator
        )
        return iter(drawn.tolist())

    def __len__(self) -> int:
        return self.num_samples


class BatchSampler(Sampler):
    """What another sampler gives, in lists of `batch_size`; without a short last one if drop_last."""

    __module__ = "torch.utils.data.sampler"

    def __init__(self, sampler: Iterable[Any], batch_size: int, drop_last: bool) -> None:
        if not isinstance(batch_size, int) or isinstance(batch_size, bool) or batch_size <= 0:
            raise ValueError(
                f"batch_size should be a positive integer value, but got batch_size={batch_size}"
            )
        if not isinstance(drop_last, bool):
            raise ValueError(f"drop_last should be a boolean value, but got drop_last={drop_last}")
        self.sampler = sampler
        self.batch_size = batch_size
        self.drop_last = drop_last

    def __iter__(self) -> Iterator[list[Any]]:
        return Batches(iter(self.sampler), self.batch_size, self.drop_last)

    def __len__(self) -> int:
        full, rest = divmod(len(self.sampler), self.batch_size)  # type: ignore[arg-type]
        return full + (rest > 0 and not self.drop_last)


class Batches:
    """An iterator in lists of a given size."""

    def __init__(self, items: Iterator[Any], size: int, drop_last: bool) -> None:
        self._items = items
        self._size = size
        self._drop_last = drop_last

    def __iter__(self) -> Batches:
        return self

    def __next__(self) -> list[Any]:
        batch = list(islice(self._items, self._size))
        if not batch or (self._drop_last and len(batch) < self._size):
            raise StopIteration
        return batch


class _Lazy:
    """Random numbers that are drawn when the first of them is asked for."""

    def __init__(self, draw: Any) -> None:
        self._draw = draw
        self._found: Iterator[Any] | None = None

    def __iter__(self) -> _Lazy:
        return self

    def __next__(self) -> Any:
        if self._found is None:
            self._found = iter(self._draw())
        return next(self._found)


def drawn_seed(generator: Any = None) -> int:
    """Return a random number to seed a generator with."""
    return int(creation.empty((), dtype=int64).random_(generator=generator).item())


def _check_count(count: Any) -> None:
    if not isinstance(count, int) or isinstance(count, bool) or count <= 0:
        raise ValueError(
            f"num_samples should be a positive integer value, but got num_samples={count}"
        )

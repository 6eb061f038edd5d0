"""Batches of a dataset, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from engine.utils.data.collate import default_collate, default_convert
from engine.utils.data.datasets import IterableDataset
from engine.utils.data.samplers import (
    Batches,
    BatchSampler,
    RandomSampler,
    SequentialSampler,
    drawn_seed,
)


class DataLoader:
    """Reads a dataset in batches; every `for` over it is one more pass.

    shuffle: read in random order. sampler, batch_sampler: the order, or the batches, instead.
    collate_fn: makes a batch of a list of examples. drop_last: leave a short last batch out.
    batch_size=None: examples as they are. num_workers: accepted; all is read by one process.

    >>> import engine
    >>> [batch.tolist() for batch in DataLoader(range(5), batch_size=2)]
    [[0, 1], [2, 3], [4]]
    """

    __module__ = "torch.utils.data.dataloader"

    def __init__(
        self,
        dataset: Any,
        batch_size: int | None = 1,
        shuffle: bool | None = None,
        sampler: Any = None,
        batch_sampler: Any = None,
        num_workers: int = 0,
        collate_fn: Callable[[Any], Any] | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        timeout: float = 0,
        worker_init_fn: Callable[[int], None] | None = None,
        multiprocessing_context: Any = None,
        generator: Any = None,
        **options: Any,
    ) -> None:
        if num_workers < 0:
            raise ValueError(
                "num_workers option should be non-negative; use num_workers=0 to disable "
                "multiprocessing."
            )
        if timeout < 0:
            raise ValueError("timeout option should be non-negative")
        self.dataset = dataset
        self.num_workers = num_workers
        self.generator = generator
        self._iterable = isinstance(dataset, IterableDataset)
        if self._iterable:
            for name, value in (
                ("shuffle", shuffle or None),
                ("sampler", sampler),
                ("batch_sampler", batch_sampler),
            ):
                if value is not None:
                    raise ValueError(
                        f"DataLoader with IterableDataset: expected unspecified {name} option, but "
                        f"got {name}={value}"
                    )
        if sampler is not None and shuffle:
            raise ValueError("sampler option is mutually exclusive with shuffle")
        if batch_sampler is not None:
            if batch_size != 1 or shuffle or sampler is not None or drop_last:
                raise ValueError(
                    "batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, "
                    "and drop_last"
                )
            batch_size, drop_last = None, False
        elif batch_size is None and drop_last:
            raise ValueError(
                "batch_size=None option disables auto-batching and is mutually exclusive with "
                "drop_last"
            )
        if sampler is None and not self._iterable:
            if shuffle:
                sampler = RandomSampler(dataset, generator=generator)
            else:
                sampler = SequentialSampler(dataset)
        if batch_size is not None and batch_sampler is None:
            batch_sampler = BatchSampler(sampler, batch_size, drop_last)
        self.batch_size = batch_size
        self.drop_last = drop_last
        self.sampler = sampler
        self.batch_sampler = batch_sampler
        if collate_fn is None:
            collate_fn = default_collate if batch_sampler is not None else default_convert
        self.collate_fn = collate_fn

    def __iter__(self) -> Iterator[Any]:
        drawn_seed(self.generator)  # PyTorch draws a seed for its workers, needed or not
        if self._iterable:
            examples = iter(self.dataset)
            if self.batch_size is None:
                return map(self.collate_fn, examples)
            batches = Batches(examples, self.batch_size, self.drop_last)
            return map(self.collate_fn, batches)
        if self.batch_sampler is None:
            return map(self._example, iter(self.sampler))
        return map(self._batch, iter(self.batch_sampler))

    def _example(self, place: Any) -> Any:
        return self.collate_fn(self.dataset[place])

    def _batch(self, places: Any) -> Any:
        return self.collate_fn([self.dataset[place] for place in places])

    def __len__(self) -> int:
        if self._iterable:
            n = len(self.dataset)
            if self.batch_size is None:
                return n
            full, rest = divmod(n, self.batch_size)
            return full + (rest > 0 and not self.drop_last)
        return len(self.sampler if self.batch_sampler is None else self.batch_sampler)

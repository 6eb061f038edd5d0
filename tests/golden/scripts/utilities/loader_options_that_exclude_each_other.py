import torch
from torch.utils.data import DataLoader, IterableDataset


class Stream(IterableDataset):
    def __iter__(self):
        return iter([1, 2, 3])


print(list(DataLoader(Stream(), batch_size=2)), list(DataLoader(Stream(), batch_size=2, drop_last=True)))
for make in [
    lambda: DataLoader([1], batch_size=0),
    lambda: DataLoader([1], batch_size=2, batch_sampler=[[0]]),
    lambda: DataLoader([1], shuffle=True, sampler=[0]),
    lambda: DataLoader([1], batch_size=None, drop_last=True),
    lambda: DataLoader([1], num_workers=-1),
    lambda: DataLoader(Stream(), shuffle=True),
    lambda: DataLoader(Stream(), sampler=[0]),
    lambda: len(DataLoader(Stream())),
    lambda: list(DataLoader([[1], [1, 2]], batch_size=2)),
    lambda: list(DataLoader([torch.ones(1), torch.ones(2)], batch_size=2)),
    lambda: list(DataLoader([None])),
]:
    try:
        make()
    except Exception as e:
        print(type(e).__name__, e)

import torch
from torch.utils.data import BatchSampler, RandomSampler, SequentialSampler, SubsetRandomSampler
from torch.utils.data import DataLoader, WeightedRandomSampler

torch.manual_seed(1)
data = [10, 11, 12, 13, 14]
print(list(SequentialSampler(data)), list(RandomSampler(data)))
print(list(RandomSampler(data, replacement=True, num_samples=8)), list(RandomSampler(data, num_samples=7)))
print(list(SubsetRandomSampler([3, 1, 4])))
print(list(WeightedRandomSampler([1.0, 0.0, 3.0], 6)))
batches = BatchSampler(SequentialSampler(data), 2, False)
print(list(batches), len(batches), len(BatchSampler(data, 2, True)))
print(list(DataLoader(data, batch_sampler=batches)), list(DataLoader(data, sampler=[4, 0])))
for wrong in [
    lambda: RandomSampler([]),
    lambda: RandomSampler(data, num_samples=0),
    lambda: RandomSampler(data, replacement=1),
    lambda: BatchSampler(data, 0, False),
    lambda: WeightedRandomSampler([1.0], 0),
]:
    try:
        wrong()
    except Exception as e:
        print(type(e).__name__, e)

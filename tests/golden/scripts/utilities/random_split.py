import torch
from torch.utils.data import Subset, random_split

torch.manual_seed(2)
first, second = random_split(range(6), [4, 2])
print(list(first), list(second), first.indices, len(second))
parts = random_split(range(10), [0.5, 0.3, 0.2], generator=torch.Generator().manual_seed(3))
print([list(part) for part in parts])
print(Subset(["a", "b", "c"], [2, 0])[0])
for lengths in [[1, 2], [0.5, 0.6], [-0.5, 1.5]]:
    try:
        random_split(range(6), lengths)
    except ValueError as e:
        print(e)

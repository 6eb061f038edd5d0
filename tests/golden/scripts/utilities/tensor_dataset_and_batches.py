import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.arange(10.0).reshape(5, 2), torch.arange(5))
print(len(data), data[1], data[3:])
for options in [{}, {"batch_size": 2}, {"batch_size": 2, "drop_last": True}, {"batch_size": None}]:
    loader = DataLoader(data, **options)
    print(options, len(loader))
    for x, y in loader:
        print(x, y)
try:
    TensorDataset(torch.ones(2), torch.ones(3))
except AssertionError as e:
    print(e)

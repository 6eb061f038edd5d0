import torch
from torch import nn

x = torch.tensor([[[[1.0, 5.0, 2.0, 2.0], [3.0, 4.0, 2.0, 2.0]]]], requires_grad=True)
pool = nn.MaxPool2d(2, return_indices=True)
y, where = pool(x)
print(pool, y, where)
y.sum().backward()
print(x.grad)
print(nn.MaxPool2d((1, 2), stride=1, padding=(0, 1)), nn.MaxPool1d(3, ceil_mode=True))
print(nn.MaxPool1d(3, ceil_mode=True)(torch.arange(4.0).reshape(1, 1, 4)))
print(nn.MaxPool1d(2)(torch.arange(4.0).reshape(1, 4)))

import torch
from torch import nn

x = torch.tensor([[[3.0, 4.0, 0.0, 5.0]]], requires_grad=True)
pool = nn.LPPool1d(2, 2)
y = pool(x)
print(pool, y.detach())
y.sum().backward()
print(x.grad)
print(nn.LPPool2d(1, (1, 2), stride=1), nn.LPPool2d(1, (1, 2))(x.detach().reshape(1, 1, 1, 4)))

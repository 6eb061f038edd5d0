import torch
from torch import nn

x = torch.arange(9.0).reshape(1, 1, 3, 3).requires_grad_()
y = nn.Unfold(2)(x)
print(nn.Unfold(2), y)
z = nn.Fold((3, 3), 2)(y)
print(nn.Fold((3, 3), 2, padding=0), z)
z.sum().backward()
print(x.grad)

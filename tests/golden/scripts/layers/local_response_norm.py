import torch
from torch import nn

m = nn.LocalResponseNorm(2)
print(m, nn.LocalResponseNorm(3, alpha=1.0, beta=1.0, k=2.0))
x = torch.tensor([[[1.0], [2.0], [3.0]]], requires_grad=True)
y = nn.LocalResponseNorm(3, alpha=3.0, beta=1.0, k=1.0)(x)
print(y.detach())
y.sum().backward()
print(x.grad.shape)

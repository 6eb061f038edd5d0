import torch
from torch import nn

x = torch.arange(20.0).reshape(1, 1, 4, 5).requires_grad_()
y = nn.AdaptiveAvgPool2d((2, 2))(x)
print(nn.AdaptiveAvgPool2d((2, 2)), y)
y.sum().backward()
print(x.grad)
y, where = nn.AdaptiveMaxPool2d((None, 2), return_indices=True)(x)
print(y, where)
print(nn.AdaptiveAvgPool1d(3)(torch.arange(6.0).reshape(1, 1, 6)), nn.AdaptiveMaxPool1d(2))
print(nn.AdaptiveAvgPool2d(1)(x))

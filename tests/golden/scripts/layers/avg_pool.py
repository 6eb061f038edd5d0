import torch
from torch import nn

x = torch.arange(16.0).reshape(1, 1, 4, 4).requires_grad_()
pool = nn.AvgPool2d(2)
y = pool(x)
print(pool, y)
y.sum().backward()
print(x.grad)
print(nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False)(x).detach())
print(nn.AvgPool2d(2, divisor_override=1)(x).detach())
print(nn.AvgPool1d(2), nn.AvgPool1d(2)(torch.arange(5.0).reshape(1, 5)), nn.AvgPool3d(2, 1, 1))
print(nn.AvgPool1d(2, ceil_mode=True)(torch.arange(5.0).reshape(1, 5)))

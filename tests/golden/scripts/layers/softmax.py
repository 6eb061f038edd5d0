import torch
from torch import nn

x = torch.zeros(2, 2, requires_grad=True)
print(nn.Softmax(dim=1)(x), nn.Softmin(dim=0)(x), nn.LogSoftmax(dim=1)(x).exp())
y = nn.Softmax(dim=1)(x)
y[0, 0].backward()
print(x.grad)
print(nn.Softmax()(torch.zeros(2)))
print(nn.Softmax2d()(torch.zeros(1, 2, 1, 1)))

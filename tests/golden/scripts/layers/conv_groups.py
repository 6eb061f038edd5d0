import torch
from torch import nn

conv = nn.Conv1d(2, 4, 1, groups=2, bias=False)
nn.init.constant_(conv.weight, 1.0)
print(conv.weight.shape)
x = torch.tensor([[[1.0, 2.0], [10.0, 20.0]]], requires_grad=True)
y = conv(x)
print(y)
y[0, 0].sum().backward()
print(x.grad, conv.weight.grad)

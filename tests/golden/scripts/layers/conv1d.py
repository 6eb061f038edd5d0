import torch
from torch import nn

torch.manual_seed(0)
conv = nn.Conv1d(1, 2, 3, padding=1)
print(conv, conv.weight, conv.bias)
with torch.no_grad():
    conv.weight.copy_(torch.tensor([[[1.0, 0.0, -1.0]], [[1.0, 1.0, 1.0]]]))
    conv.bias.copy_(torch.tensor([0.0, 10.0]))
x = torch.tensor([[[1.0, 2.0, 4.0, 8.0]]], requires_grad=True)
y = conv(x)
print(y)
y.sum().backward()
print(x.grad, conv.weight.grad, conv.bias.grad)
print(conv(torch.ones(1, 2)).shape)

import torch
from torch import nn

torch.manual_seed(0)
conv = nn.Conv2d(1, 1, 2)
print(conv, conv.weight, conv.bias)
with torch.no_grad():
    conv.weight.copy_(torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]]))
    conv.bias.fill_(0.5)
x = torch.arange(9.0).reshape(1, 1, 3, 3).requires_grad_()
y = conv(x)
print(y)
(y * torch.tensor([[1.0, 0.0], [0.0, 2.0]])).sum().backward()
print(x.grad, conv.weight.grad, conv.bias.grad)

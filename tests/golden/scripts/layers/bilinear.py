import torch
from torch import nn

torch.manual_seed(1)
m = nn.Bilinear(2, 3, 2)
print(m, m.weight, m.bias)
a = torch.tensor([[1.0, 2.0]], requires_grad=True)
b = torch.tensor([[1.0, 0.0, -1.0]], requires_grad=True)
y = m(a, b)
print(y)
y.sum().backward()
print(a.grad, b.grad, m.weight.grad, m.bias.grad)
try:
    nn.Bilinear(0, 1, 1)
except ValueError as e:
    print(e)

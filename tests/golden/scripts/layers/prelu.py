import torch
from torch import nn

m = nn.PReLU(2, init=0.5)
x = torch.tensor([[-1.0, -2.0], [3.0, -4.0]], requires_grad=True)
y = m(x)
print(m.weight, y)
y.sum().backward()
print(x.grad, m.weight.grad)

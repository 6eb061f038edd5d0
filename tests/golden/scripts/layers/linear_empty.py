import torch
from torch import nn

fc = nn.Linear(0, 2)
print(fc.weight.shape, fc.bias)
print(fc(torch.ones(3, 0)))
none = nn.Linear(2, 0)
y = none(torch.ones(3, 2))
print(y.shape, none.bias)
y.sum().backward()
print(none.weight.grad.shape)

import torch
from torch import nn

layer = nn.Linear(1, 1, bias=False).to(torch.complex64)
with torch.no_grad():
    layer.weight.fill_(1 + 2j)
y = layer(torch.tensor([1j]))
print(layer.weight, y)
y.abs().backward()
print(layer.weight.grad.dtype)

import torch
from torch import nn

layer = nn.Linear(1, 1, bias=False)
with torch.no_grad():
    layer.weight.fill_(0.5)
layer(torch.tensor([4.0])).backward()
grad = layer.weight.grad
layer.double()
print(layer.weight, layer.weight.grad, layer.weight.grad is grad)
print(layer.weight.is_leaf, layer.weight.requires_grad)
y = layer(torch.tensor([2.0], dtype=torch.float64))
y.backward()
print(y, layer.weight.grad)
try:
    layer(torch.tensor([1.0]))
except RuntimeError as e:
    print(str(e).split("\n")[0])

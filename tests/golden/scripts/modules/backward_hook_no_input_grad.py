import torch
from torch import nn

layer = nn.Linear(2, 1, bias=False)
with torch.no_grad():
    layer.weight.copy_(torch.tensor([[1.0, 2.0]]))
layer.register_full_backward_hook(lambda m, gi, go: print("hook", gi, go))
y = layer(torch.tensor([[3.0, 4.0]]))
print(y)
y.sum().backward()
print(layer.weight.grad)
with torch.no_grad():
    print(layer(torch.tensor([[3.0, 4.0]])))

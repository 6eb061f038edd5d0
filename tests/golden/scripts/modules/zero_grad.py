import torch
from torch import nn

layer = nn.Linear(2, 1)
with torch.no_grad():
    layer.weight.fill_(1.0)
    layer.bias.fill_(0.0)
x = torch.tensor([[1.0, 2.0]])
layer(x).sum().backward()
layer(x).sum().backward()
print(layer.weight.grad, layer.bias.grad)
kept = layer.weight.grad
layer.zero_grad(set_to_none=False)
print(layer.weight.grad, layer.weight.grad is kept, kept)
layer(x).sum().backward()
layer.zero_grad()
print(layer.weight.grad, layer.bias.grad)
(g,) = torch.autograd.grad((layer(x) ** 2).sum(), layer.weight, create_graph=True)
layer.weight.grad = g
try:
    layer.zero_grad(set_to_none=False)
except RuntimeError as e:
    print(str(e).split(". ")[0])
layer.weight.grad = g * 1
layer.zero_grad(set_to_none=False)
print(layer.weight.grad, layer.weight.grad.grad_fn)

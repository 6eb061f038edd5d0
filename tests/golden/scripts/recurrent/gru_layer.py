import torch
from torch import nn

torch.manual_seed(0)
layer = nn.GRU(2, 2, bias=False)
print(layer)
x = torch.tensor([[[1.0, -1.0]], [[0.5, 2.0]]], requires_grad=True)
start = torch.tensor([[[0.5, -0.5]]], requires_grad=True)
out, h = layer(x, start)
print(out, h)
out.sum().backward()
print(x.grad)
print(start.grad)
print(layer.weight_hh_l0.grad)

import torch
from torch import nn

torch.manual_seed(3)
cell = nn.GRUCell(2, 2)
print(cell, cell.weight_ih.shape)
x = torch.tensor([[1.0, -1.0]])
h = torch.tensor([[0.5, 0.25]], requires_grad=True)
out = cell(x, h)
print(out)
out = cell(x, out)
print(out)
out.sum().backward()
print(h.grad)
print(cell.weight_hh.grad)
print(cell(torch.ones(2)))

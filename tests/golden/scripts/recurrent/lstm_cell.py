import torch
from torch import nn

torch.manual_seed(2)
cell = nn.LSTMCell(2, 2)
print(cell, cell.weight_ih.shape, cell.weight_hh.shape)
x = torch.tensor([[1.0, -1.0]], requires_grad=True)
h, c = cell(x)
print(h, c)
h, c = cell(x, (h, c))
print(h, c)
(h.sum() + c.sum()).backward()
print(x.grad)
print(cell.bias_hh.grad)
h, c = cell(torch.ones(2), (torch.zeros(2), torch.ones(2)))
print(h, c)

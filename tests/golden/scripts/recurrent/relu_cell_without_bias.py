import torch
from torch import nn

torch.manual_seed(1)
cell = nn.RNNCell(2, 3, bias=False, nonlinearity="relu")
print(cell, cell.bias_ih, [n for n, _ in cell.named_parameters()])
h = torch.zeros(1, 3)
for step in range(3):
    h = cell(torch.ones(1, 2), h)
    print(h)
h.sum().backward()
print(cell.weight_ih.grad)
try:
    nn.RNNCell(2, 3, nonlinearity="sigmoid")(torch.ones(1, 2))
except RuntimeError as e:
    print(e)

import torch
from torch import nn

torch.manual_seed(0)
cell = nn.RNNCell(2, 3)
print(cell)
for name, p in cell.named_parameters():
    print(name, p)
x = torch.tensor([[1.0, -1.0], [0.5, 2.0]])
h = cell(x)
print(h)
h = cell(x, h)
print(h, h.grad_fn.next_functions[0][0].name())
h.sum().backward()
print(cell.weight_hh.grad)
print(cell.bias_ih.grad)
print(cell(x[0]))

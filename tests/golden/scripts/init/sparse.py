import torch
from torch import nn

torch.manual_seed(0)
w = nn.Parameter(torch.empty(4, 3))
print(nn.init.sparse_(w, sparsity=0.5))
print(nn.init.sparse_(torch.empty(3, 2), 0.1, std=1.0))
try:
    nn.init.sparse_(torch.empty(4), 0.5)
except ValueError as e:
    print(e)

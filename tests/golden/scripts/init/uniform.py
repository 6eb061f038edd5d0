import torch
from torch import nn

torch.manual_seed(0)
w = torch.empty(2, 3, requires_grad=True)
print(nn.init.uniform_(w) is w, w)
print(nn.init.uniform_(w, -1.0, 1.0))
print(nn.init.uniform_(nn.Parameter(torch.empty(2)), a=5, b=6))
g = torch.Generator().manual_seed(1)
print(nn.init.uniform_(torch.empty(2), generator=g))
try:
    nn.init.uniform_(w, 1.0, 0.0)
except RuntimeError as e:
    print(str(e).split("\n")[0])

import torch
from torch import nn

torch.manual_seed(0)
w = torch.zeros(2, 3)
nn.init.uniform_(w[0])
print(w)
nn.init.ones_(w[:, 1])
print(w)
p = nn.Parameter(torch.zeros(2))
y = (p * p).sum()
nn.init.ones_(p)
try:
    y.backward()
except RuntimeError as e:
    print(str(e).split(":")[0])
nn.init.uniform_(w.t())
print(w)

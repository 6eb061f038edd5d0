import copy

import torch
from torch import nn

p = nn.Parameter(torch.ones(2))
(p * 3).sum().backward()
q = copy.deepcopy(p)
print(q, q.grad, q is p, type(q).__name__)
with torch.no_grad():
    q.zero_()
print(p, p.grad, q)
frozen = copy.deepcopy(nn.Parameter(torch.ones(1), requires_grad=False))
print(frozen, frozen.requires_grad)
try:
    copy.deepcopy(p * 2)
except RuntimeError as e:
    print(str(e).split("  ")[0])

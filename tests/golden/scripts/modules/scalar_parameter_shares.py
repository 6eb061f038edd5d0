import torch
from torch import nn

t = torch.tensor(1.0)
p = nn.Parameter(t)
with torch.no_grad():
    p.add_(2)
print(t, p)
t.mul_(10)
print(t, p)
(p * p).backward()
print(p.grad)

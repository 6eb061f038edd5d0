import torch
from torch.autograd.functional import hvp, vhp

x = torch.tensor([1.0, 2.0])
v = torch.tensor([1.0, 10.0])
f = lambda x: (x ** 3).sum() + x.prod()
print(hvp(f, x, v))
print(vhp(f, x, v))
g = lambda x, y: (x * x * y).sum()
print(hvp(g, (x, x + 1), (v, v)))
print(vhp(g, (x, x + 1), (v, v)))
print(hvp(lambda x: x ** 3, torch.tensor(2.0)), vhp(lambda x: x ** 3, torch.tensor(2.0)))
print(hvp(lambda x: x.sum(), x, v), vhp(lambda x: x.sum(), x, v))

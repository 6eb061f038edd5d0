import torch
from torch import nn

data = torch.tensor([1.0, 2.0])
p = nn.Parameter(data)
print(p, p.requires_grad, p.is_leaf, p.grad, p.grad_fn)
print(nn.Parameter(data, requires_grad=False), nn.Parameter(torch.tensor(3.0)))
print(repr(p.data), p.detach(), p * 2, str(p)[:9])
with torch.no_grad():
    p.add_(1)
print(data)
x = torch.ones(2, requires_grad=True) * 2
q = nn.Parameter(x)
print(q, q.is_leaf)
print(nn.Parameter(torch.tensor([1, 2]), requires_grad=False))
try:
    nn.Parameter(torch.tensor([1, 2]))
except RuntimeError as e:
    print(str(e).split("\n")[0])
print(nn.Parameter().shape, type(p[0]), type(p.clone()), nn.Parameter(nn.Parameter(data)).shape)
print(isinstance(p, nn.Parameter), isinstance(data, nn.Parameter))

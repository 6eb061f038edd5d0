import torch
from torch.autograd.functional import jacobian

x = torch.tensor([1.0, 2.0])
y = torch.tensor(3.0)
print(jacobian(lambda x: x * 2, (x,)))
print(jacobian(lambda x, y: x * y, (x, y)))
print(jacobian(lambda x: (x * 2, x.sum()), x))
j = jacobian(lambda x, y: (x * y, y.exp() * 0 + y), (x, y))
print(j)
print(type(j), type(j[0]), [[tuple(p.shape) for p in row] for row in j])

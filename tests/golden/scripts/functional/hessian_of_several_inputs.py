import torch
from torch.autograd.functional import hessian

x = torch.tensor([1.0, 2.0])
y = torch.tensor(3.0)
h = hessian(lambda x, y: (x ** 2).sum() * y + y ** 3, (x, y))
print(h)
print([[tuple(p.shape) for p in row] for row in h])
print(hessian(lambda x: (x ** 3).sum(), (x,)))
print(hessian(lambda x, y: (x ** 3).sum(), (x, y), vectorize=True))

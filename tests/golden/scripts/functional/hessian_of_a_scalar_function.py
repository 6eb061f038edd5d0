import torch
from torch.autograd.functional import hessian

x = torch.tensor([1.0, 2.0])
h = hessian(lambda x: (x ** 3).sum(), x)
print(h, h.requires_grad)
print(hessian(lambda x: x.prod() ** 2, x))
print(hessian(lambda x: (3 * x).sum(), x))
print(hessian(lambda x: x ** 4, torch.tensor(2.0)))
print(hessian(lambda x: x.pow(2).sum(), torch.ones(2, 2)).shape)

import torch
from torch.autograd.functional import hessian

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = hessian(lambda x: (x ** 4).sum(), x, create_graph=True)
print(h, h.requires_grad)
h.sum().backward()
print(x.grad)
print(hessian(lambda x: (x ** 2).sum(), x, create_graph=True))
v = hessian(lambda x: (x ** 4).sum(), x, create_graph=True, vectorize=True)
print(v.requires_grad, torch.equal(v, h))

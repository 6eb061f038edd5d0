import torch
from torch.autograd.functional import jacobian, vjp, hvp

w = torch.tensor([2.0, 3.0], requires_grad=True)
x = torch.tensor([1.0, 2.0])
print(jacobian(lambda x: w * x, x))
j = jacobian(lambda x: w * x, x, create_graph=True)
print(j)
j.sum().backward()
print(w.grad)
print(jacobian(lambda y: w * y, w))
print(vjp(lambda x: w * x * x, x, torch.ones(2)))
print(hvp(lambda x: (w * x * x).sum(), x, torch.ones(2)))
print(w.grad)

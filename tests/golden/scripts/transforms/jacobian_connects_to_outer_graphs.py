import torch
from torch.func import jacrev, jacfwd, hessian
w = torch.tensor([2.0, 3.0], requires_grad=True)
x = torch.tensor([1.0, 2.0])
for jacobian in (jacrev, jacfwd):
    j = jacobian(lambda x: w * x ** 2)(x)
    print(j)
    print(torch.autograd.grad(j.sum(), w))
    leaf = torch.tensor([1.0, 2.0], requires_grad=True)
    j = jacobian(lambda x: x ** 3)(leaf)
    print(j)
    j.sum().backward()
    print(leaf.grad)
h = hessian(lambda x: (w * x ** 3).sum())(x)
print(h.requires_grad, torch.autograd.grad(h.sum(), w))

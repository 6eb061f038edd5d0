import torch
from torch.autograd.functional import vjp, jvp, hvp, vhp

v = torch.tensor([1.0, 10.0], requires_grad=True)
for function in (vjp, jvp):
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    out, product = function(lambda x: x ** 3, x, v, create_graph=True)
    print(out, product.requires_grad)
    print(torch.autograd.grad(product.sum(), (x, v)))
for function in (hvp, vhp):
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    out, product = function(lambda x: (x ** 3).sum(), x, v, create_graph=True)
    print(out, product.requires_grad)
    print(torch.autograd.grad(product.sum(), (x, v)))

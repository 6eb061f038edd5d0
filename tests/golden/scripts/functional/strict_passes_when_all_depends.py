import torch
from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp, vhp

x = torch.tensor([1.0, 2.0])
v = torch.ones(2)
f = lambda x: x ** 3
g = lambda x: (x ** 4).sum()
print(jacobian(f, x, strict=True), jacobian(f, x, strict=True, create_graph=True))
print(vjp(f, x, v, strict=True), jvp(f, x, v, strict=True))
print(hessian(g, x, strict=True), hvp(g, x, v, strict=True), vhp(g, x, v, strict=True))

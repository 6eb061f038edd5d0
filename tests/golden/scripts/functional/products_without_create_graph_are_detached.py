import torch
from torch.autograd.functional import vjp, jvp, hvp, vhp

x = torch.tensor([1.0, 2.0], requires_grad=True)
v = torch.tensor([1.0, 10.0], requires_grad=True)
for function in (vjp, jvp):
    out, product = function(lambda x: x ** 3, x, v)
    print(out, product)
for function in (hvp, vhp):
    out, product = function(lambda x: (x ** 3).sum(), x, v)
    print(out, product)
print(x.grad, v.grad)

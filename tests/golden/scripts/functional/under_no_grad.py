import torch
from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp, vhp

x = torch.tensor([1.0, 2.0], requires_grad=True)
v = torch.ones(2)
with torch.no_grad():
    print(jacobian(lambda x: x ** 2, x), hessian(lambda x: (x ** 3).sum(), x))
    print(vjp(lambda x: x ** 2, x, v), jvp(lambda x: x ** 2, x, v))
    print(hvp(lambda x: (x ** 3).sum(), x, v), vhp(lambda x: (x ** 3).sum(), x, v))
    print(jacobian(lambda x: x ** 2, x, create_graph=True).requires_grad)
    print(vjp(lambda x: x ** 2, x, v, create_graph=True)[1].requires_grad)
    print(torch.is_grad_enabled())

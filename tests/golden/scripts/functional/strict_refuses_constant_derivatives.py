import torch
from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp, vhp

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0], requires_grad=True)
v = torch.ones(2)
linear = lambda x: 3 * x
attempt(lambda: jacobian(linear, x, strict=True))
attempt(lambda: jacobian(linear, x, strict=True, create_graph=True))
attempt(lambda: vjp(linear, x, v, strict=True))
attempt(lambda: vjp(linear, x, v, strict=True, create_graph=True))
attempt(lambda: jvp(linear, x, v, strict=True))
attempt(lambda: jvp(linear, x, v, strict=True, create_graph=True))
attempt(lambda: hessian(lambda x: linear(x).sum(), x, strict=True))
attempt(lambda: hvp(lambda x: linear(x).sum(), x, v, strict=True))
attempt(lambda: vhp(lambda x: linear(x).sum(), x, v, strict=True))
square = lambda x: (x ** 2).sum()
attempt(lambda: hessian(square, x, strict=True))
attempt(lambda: hessian(square, x, strict=True, create_graph=True))
attempt(lambda: hvp(square, x, v, strict=True, create_graph=True))
attempt(lambda: vhp(square, x, v, strict=True, create_graph=True))

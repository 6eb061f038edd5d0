import torch
from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp, vhp

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
v = torch.ones(2)
attempt(lambda: jacobian(lambda x, y: x * 2, (x, x), strict=True))
attempt(lambda: vjp(lambda x, y: x * 2, (x, x), v, strict=True))
attempt(lambda: jvp(lambda x, y: x * 2, (x, x), (v, v), strict=True))
attempt(lambda: hessian(lambda x, y: (x ** 3).sum(), (x, x), strict=True))
attempt(lambda: hvp(lambda x, y: (x ** 3).sum(), (x, x), (v, v), strict=True))
attempt(lambda: vhp(lambda x, y: (x ** 3).sum(), (x, x), (v, v), strict=True))

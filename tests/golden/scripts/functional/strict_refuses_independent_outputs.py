import torch
from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp, vhp

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
v = torch.ones(2)
constant = lambda x: torch.ones(2)
attempt(lambda: jacobian(constant, x, strict=True))
attempt(lambda: vjp(constant, x, v, strict=True))
attempt(lambda: jvp(constant, x, v, strict=True))
attempt(lambda: hessian(lambda x: torch.tensor(1.0), x, strict=True))
attempt(lambda: hvp(lambda x: torch.tensor(1.0), x, v, strict=True))
attempt(lambda: vhp(lambda x: torch.tensor(1.0), x, v, strict=True))
attempt(lambda: jacobian(lambda x: (x, torch.ones(1)), x, strict=True))

import torch
from torch.autograd.functional import vjp, jvp, hvp, vhp

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
attempt(lambda: vjp(lambda x: x ** 2, x))
attempt(lambda: jvp(lambda x: x ** 2, x))
attempt(lambda: hvp(lambda x: (x ** 2).sum(), x))
attempt(lambda: vhp(lambda x: (x ** 2).sum(), x))
attempt(lambda: vjp(lambda x: (x.sum(), x.sum()), x))
attempt(lambda: jvp(lambda x, y: x * y, (x.sum(), x.sum())))
one = torch.tensor([[2.0]])
attempt(lambda: jvp(lambda x: x.expand(1, 2) * 3, one))
attempt(lambda: hvp(lambda x: (x ** 2).sum(), one))

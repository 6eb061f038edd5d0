import torch
from torch.autograd.functional import jacobian, vjp

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
attempt(lambda: jacobian(lambda x: x[:0], x))
attempt(lambda: jacobian(lambda x: x[:0], x, vectorize=True))
attempt(lambda: jacobian(lambda e: e * 2, torch.ones(0)))
attempt(lambda: jacobian(lambda e: e.sum(), torch.ones(0)))
attempt(lambda: vjp(lambda x: x[:0], x, torch.ones(0)))

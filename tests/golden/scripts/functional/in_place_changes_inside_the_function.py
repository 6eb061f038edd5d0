import torch
from torch.autograd.functional import jacobian, hessian

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
def f(x):
    y = x.clone()
    y.mul_(x)
    y[0] = 5.0
    return y
attempt(lambda: jacobian(f, x))
attempt(lambda: hessian(lambda x: f(x).sum(), x))
attempt(lambda: jacobian(lambda x: x.mul_(2), x))
print(x)

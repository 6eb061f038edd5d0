import torch
from torch.func import grad
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0])
def f(x):
    y = x.clone()
    y.mul_(x)
    y[0] += 3
    return y.sum()
attempt(lambda: grad(f)(x))
attempt(lambda: grad(lambda x: x.mul_(2).sum())(x))
attempt(lambda: grad(lambda x, y: (x * y.mul_(2)).sum())(x, torch.ones(2)))
attempt(lambda: grad(grad(lambda t: (t * 1).mul_(t).mul_(t)))(torch.tensor(2.0)))
print(x)

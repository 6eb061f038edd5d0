import torch
from torch.func import jacrev, jacfwd, hessian
def part(x):
    y = x.clone()
    y[:1].mul_(3)
    return y * y
def swap(x):
    y = x.clone()
    y[0] = x[1] * 2
    return y * y
x = torch.tensor([1.0, 2.0])
for f in (part, swap, lambda x: x.clone().mul_(x)):
    print(jacrev(f)(x), jacfwd(f)(x))
    print(hessian(lambda x: f(x).sum())(x), jacrev(jacfwd(f))(x))

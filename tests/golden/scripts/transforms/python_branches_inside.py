import torch
from torch.func import grad, jacrev, jacfwd, jvp
def f(x):
    if x.sum() > 0:
        return x * x
    return x * 3
x = torch.tensor([1.0, 2.0])
for point in (x, -x):
    print(jacrev(f)(point), jacfwd(f)(point))
    print(jvp(f, (point,), (torch.ones(2),)), grad(lambda x: f(x).sum())(point))
print(grad(lambda x: x * x.item())(torch.tensor(3.0)))
print(jacfwd(lambda x: x * x[0].item())(x))

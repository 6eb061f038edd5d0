import torch
from torch.func import grad, vjp, jacrev
w = torch.tensor(3.0, requires_grad=True)
x = torch.tensor([1.0, 2.0], requires_grad=True)
with torch.no_grad():
    g = grad(lambda x: (w * x ** 2).sum())(x)
    print(g, g.requires_grad, torch.is_grad_enabled())
    print(jacrev(lambda x: w * x ** 2)(x))
    print(grad(grad(lambda t: w * t ** 3))(torch.tensor(2.0)))
def inside(x):
    print(torch.is_grad_enabled())
    with torch.no_grad():
        c = x ** 2
    return (x - c).sum()
with torch.no_grad():
    print(grad(inside)(x))
print(grad(inside)(x.detach()))
print(grad(lambda y: grad(inside)(y).sum())(x.detach()))

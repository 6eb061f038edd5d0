import torch
from torch.func import grad, grad_and_value
x = torch.tensor([1.0, 2.0])
seen = []
def f(x):
    y = x * 2
    x.register_hook(lambda g: seen.append(g.sum().item()))
    y.register_hook(lambda g: g * 10)
    return y.sum()
print(grad(f)(x), seen)
leaf = torch.tensor([1.0, 2.0], requires_grad=True)
g = grad(f)(leaf)
print(g.tolist(), seen)

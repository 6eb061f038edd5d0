import torch
from torch.func import grad
x = torch.tensor([1.0, 2.0])
g = grad(lambda x: (x ** 3).sum())(x)
print(g, g.requires_grad, g.grad_fn, g.is_leaf)
print(grad(torch.exp)(torch.tensor(0.0)))
print(grad(lambda x: x.prod() + x[0])(x))
print(x.grad, x.requires_grad)

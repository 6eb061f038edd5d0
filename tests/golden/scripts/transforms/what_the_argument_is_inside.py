import torch
from torch.func import grad, vjp
x = torch.tensor([1.0, 2.0])
leaf = torch.tensor([1.0, 2.0], requires_grad=True)
def f(y):
    print(y is x, y is leaf, y.requires_grad, y.is_leaf, y.grad_fn, isinstance(y, torch.Tensor))
    z = y * 2
    print(z.requires_grad, z.is_leaf, z.grad_fn.name(), z.shape, z.dtype, z[1].item())
    return z.sum()
grad(f)(x)
grad(f)(leaf)
grad(grad(lambda y: (f(y), y.prod())[1]) if False else f)(x)
vjp(f, x)

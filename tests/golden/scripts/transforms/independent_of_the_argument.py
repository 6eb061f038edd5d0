import torch
from torch.func import grad, jacrev, vjp, jvp
x = torch.tensor([1.0, 2.0])
print(grad(lambda x: torch.tensor(3.0))(x))
print(grad(lambda x, y: y.sum(), argnums=(0, 1))(x, x))
print(grad(lambda x: (x > 0).sum())(x))
print(jacrev(lambda x: torch.ones(3))(x))
print(vjp(lambda x: torch.ones(2), x)[1](torch.ones(2)))
print(jvp(lambda x: torch.ones(3), (x,), (x,)))
print(grad(lambda x: x.detach().sum())(x))

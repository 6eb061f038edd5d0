import torch
from torch.func import jacrev, jacfwd
x = torch.tensor([1.0, 2.0])
for jacobian in (jacrev, jacfwd):
    print(jacobian(lambda x: x ** 2)(x))
    print(jacobian(lambda x: x.sum())(x), jacobian(lambda x: x ** 2)(torch.tensor(3.0)))
    print(jacobian(lambda x: x.outer(x))(x).shape)
    print(jacobian(lambda x, y: x * y, argnums=1)(x, x + 1))
    print(jacobian(lambda x, y: x * y, argnums=(0, 1))(x, x + 1))
    print(jacobian(lambda x: x * 2, argnums=(0,))(x))

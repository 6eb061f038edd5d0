import torch
from torch.func import grad, jvp, vjp, jacrev
x = torch.tensor([1.0, 2.0])
v = torch.tensor([1.0, 10.0])
f = lambda x: (x ** 3).sum()
print(jvp(grad(f), (x,), (v,)))
print(vjp(grad(f), x)[1](v))
print(grad(lambda x: vjp(lambda y: y ** 3, x)[1](v)[0].sum())(x))
print(grad(lambda x: jvp(lambda y: y ** 3, (x,), (v,))[1].sum())(x))
print(jacrev(grad(f))(x))
print(jvp(lambda x: jvp(f, (x,), (v,))[1], (x,), (v,)))

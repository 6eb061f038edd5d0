import torch
from torch.func import grad
f = lambda x: x ** 4
x = torch.tensor(2.0)
print(f(x), grad(f)(x), grad(grad(f))(x), grad(grad(grad(f)))(x))
print(grad(grad(grad(grad(grad(f)))))(x))
v = torch.tensor([1.0, 2.0])
print(grad(lambda v: grad(lambda w: (w ** 3).sum())(v).sum())(v))

import torch
from torch.func import hessian, jacrev
x = torch.tensor([1.0, 2.0])
print(hessian(lambda x: (x ** 3).sum())(x))
print(hessian(lambda x: x.prod() ** 2)(x))
print(hessian(lambda x: (3 * x).sum())(x))
print(hessian(lambda x, y: (x ** 2 * y).sum(), argnums=(0, 1))(x, x + 1))
print(hessian(lambda x: x ** 2)(x).shape)
print(hessian(lambda p: (p["a"] ** 2).sum() * p["b"])({"a": x, "b": torch.tensor(3.0)}))

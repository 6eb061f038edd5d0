import torch
from torch.func import grad
x = torch.tensor([1.0, 2.0])
params = {"w": x, "b": torch.tensor(3.0)}
print(grad(lambda p: (p["w"] ** 2).sum() * p["b"])(params))
print(grad(lambda p: (p[0] * p[1][0]).sum())((x, [x + 1])))
print(grad(lambda p, q: (p["w"] * q[0]).sum(), argnums=(0, 1))(params, [x]))
print(params)

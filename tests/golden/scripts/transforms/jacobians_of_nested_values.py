import torch
from torch.func import jacrev, jacfwd
x = torch.tensor([1.0, 2.0])
for jacobian in (jacrev, jacfwd):
    print(jacobian(lambda x: {"a": x, "b": (x.sum(),)})(x))
    print(jacobian(lambda p: p["a"] * p["b"][0])({"a": x, "b": [torch.tensor(3.0)]}))
    print(jacobian(lambda p, q: [p[0] * q], argnums=(0, 1))((x,), x))

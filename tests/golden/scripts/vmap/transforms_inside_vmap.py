import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
print(torch.vmap(torch.func.jacrev(lambda r: r**2))(x))
print(torch.vmap(torch.func.hessian(lambda r: (r**3).sum()))(x))
print(torch.vmap(lambda r: torch.func.grad(lambda s: torch.func.grad(lambda t: t**4)(s))(r[0]))(x))


def pull(r, v):
    value, back = torch.func.vjp(lambda s: s * s.sum(), r)
    return value, back(v)[0]


print(torch.vmap(pull)(x, torch.ones(2, 2)))

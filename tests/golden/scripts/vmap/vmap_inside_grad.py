import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])


def total(x):
    return torch.vmap(lambda r: (r**3).sum())(x).sum()


print(torch.func.grad(total)(x))
print(torch.func.grad(lambda x: torch.vmap(torch.func.grad(lambda r: (r**3).sum()))(x).sum())(x))
print(torch.func.jacrev(torch.vmap(lambda r: r.sum() ** 2))(x))

import torch

x = torch.tensor([[1.0, 1.0, 0.0], [2.0, 3.0, 3.0]])
# Inside, the derivative is that of `max`; outside, of what `vmap` makes of it.
print(torch.vmap(torch.func.grad(lambda row: row.max()))(x))
print(torch.func.grad(lambda x: torch.vmap(lambda row: row.max())(x).sum())(x))
print(torch.vmap(torch.func.grad(lambda row: row.prod()))(x))
print(torch.vmap(torch.func.grad(lambda row: row.norm()))(x * 0))
print(torch.vmap(torch.func.grad(lambda row: torch.where(row > 0, row.sqrt(), row * 0).sum()))(x * 0 + 4))

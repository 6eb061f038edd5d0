import torch

x = torch.tensor([[1 + 2j, 3.0], [0.0, 1j]])
print(torch.vmap(lambda r: (r * r.conj()).sum())(x))
print(torch.vmap(lambda r: r.abs().sum())(x))
print(torch.vmap(lambda r: torch.view_as_real(r).sum(0))(x))
print(torch.vmap(torch.real)(x))
print(torch.vmap(lambda r: r[0] * 2)(x))

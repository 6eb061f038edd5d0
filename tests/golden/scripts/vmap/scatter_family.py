import torch

x = torch.zeros(2, 4)
i = torch.tensor([[0, 2], [3, 1]])
v = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
print(torch.vmap(lambda r, k, s: r.scatter(0, k, s))(x, i, v))
print(torch.vmap(lambda r, k, s: r.scatter_add(0, k, s))(x, i, v))
print(torch.vmap(lambda k, s: torch.zeros(4).scatter(0, k, s))(i, v))
print(torch.vmap(lambda r: r.index_fill(0, torch.tensor([1]), 5.0))(x))
print(torch.vmap(lambda r: r.masked_fill(torch.tensor([True, False, False, True]), 7.0))(x))

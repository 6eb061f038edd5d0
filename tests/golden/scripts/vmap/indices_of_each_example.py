import torch

x = torch.arange(6.0).reshape(2, 3)
i = torch.tensor([2, 0])
print(torch.vmap(lambda r, k: r[k])(x, i))
print(torch.vmap(lambda k: x[:, k])(i))
print(torch.vmap(lambda k: x[0][k])(i))
rows = torch.tensor([[0, 2], [1, 1]])
print(torch.vmap(lambda r, k: r[k])(x, rows))
print(torch.vmap(lambda r, k: r.gather(0, k))(x, rows))
print(torch.vmap(lambda r, k: torch.index_select(r, 0, k))(x, rows))
print(torch.vmap(lambda k: torch.nn.functional.one_hot(k, 3))(i))
w = torch.arange(6.0).reshape(3, 2)
print(torch.vmap(lambda k: torch.nn.functional.embedding(k, w))(i))

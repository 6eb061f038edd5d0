import torch

x = torch.arange(8.0).reshape(2, 4)
b = torch.tensor([10.0, 20.0, 30.0, 40.0])
print(torch.vmap(lambda r: torch.cat([r, b]))(x))
print(torch.vmap(lambda r: torch.stack([r, b], 1))(x)[1])
print(torch.vmap(lambda r: r.chunk(2)[1])(x))
print(torch.vmap(lambda r: r.split([1, 3]))(x))
print(torch.vmap(lambda r: r.unbind()[2])(x))
print(torch.vmap(lambda r: torch.hstack([r[:1], r[2:]]))(x))

import torch

a = torch.tensor([1.0, 2.0])
b = torch.tensor([[10.0, 20.0, 30.0], [40.0, 50.0, 60.0]])
m = torch.ones(2, 3)
print(torch.vmap(lambda p, q: p * q)(a, b))
print(torch.vmap(lambda q: q + m)(b))
print(torch.vmap(lambda p: p + m, out_dims=2)(a).shape)
print(torch.vmap(lambda p, q: torch.where(p > 1, q, p))(a, b))
try:
    torch.vmap(lambda q: q + torch.ones(2))(b)
except RuntimeError as error:
    print(error)

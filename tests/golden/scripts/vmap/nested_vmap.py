import torch

x = torch.arange(6.0).reshape(2, 3)
y = torch.arange(6.0).reshape(2, 3) * 10
print(torch.vmap(torch.vmap(torch.add))(x, y))
outer = torch.vmap(torch.vmap(torch.mul, in_dims=(None, 0)), in_dims=(0, None))
print(outer(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 10.0, 100.0])))
print(torch.vmap(torch.vmap(torch.dot, in_dims=(None, 0)), in_dims=(0, None))(x, y))
print(torch.vmap(lambda r: torch.vmap(lambda v: v * r.sum())(r))(x))

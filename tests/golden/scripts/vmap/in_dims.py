import torch

x = torch.arange(6.0).reshape(2, 3)
v = torch.tensor([10.0, 20.0, 30.0])


def scale(a, b):
    print(a.shape, b.shape)
    return a * b


print(torch.vmap(scale, in_dims=(0, None))(x, v))
print(torch.vmap(scale, in_dims=(1, 0))(x, v))
print(torch.vmap(scale, in_dims=(-1, -1))(x, v))
print(torch.vmap(scale, in_dims=1)(x, x))

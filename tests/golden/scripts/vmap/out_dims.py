import torch

x = torch.arange(6.0).reshape(2, 3)
print(torch.vmap(lambda r: r * 2, out_dims=1)(x))
print(torch.vmap(lambda r: r * 2, out_dims=-1)(x))
print(torch.vmap(lambda r: r * 2, out_dims=(1,))(x))
print(torch.vmap(lambda r: (r, r.sum()), out_dims=(1, 0))(x))
print(torch.vmap(lambda r: (r, r * 2), out_dims=1)(x))
for dims in (2, -3):
    try:
        torch.vmap(lambda r: r, out_dims=dims)(x)
    except IndexError as error:
        print(type(error).__name__, error)

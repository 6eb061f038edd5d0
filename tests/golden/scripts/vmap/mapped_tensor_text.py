import torch


def f(row):
    print(row)
    print(repr(row * 2))
    print(f"{row}")
    return row


torch.vmap(f)(torch.arange(6.0).reshape(2, 3))
torch.vmap(f, in_dims=1)(torch.arange(4).reshape(2, 2))
torch.vmap(f)(torch.ones(2, 2, requires_grad=True))

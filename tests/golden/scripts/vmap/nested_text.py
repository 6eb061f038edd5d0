import torch


def f(x):
    print(x, x.shape)
    return x


torch.vmap(torch.vmap(f))(torch.arange(4.0).reshape(2, 2))
torch.vmap(lambda a: torch.vmap(lambda b: f(a * b))(torch.tensor([1.0, 2.0])))(torch.ones(3))

import torch

x = torch.ones(2, 3)


def f(r):
    raise ValueError("stop")


try:
    torch.vmap(f)(x)
except ValueError as error:
    print(error)
print(x + torch.rand(1) * 0)
print(torch.vmap(lambda r: r.sum())(x), torch.is_grad_enabled())
x.requires_grad_()
print((x * 2).sum().item())

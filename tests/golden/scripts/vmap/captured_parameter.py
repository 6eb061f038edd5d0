import torch

w = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
x = torch.arange(6.0).reshape(2, 3)
inner = torch.vmap(torch.func.grad(lambda row: (w * row * row).sum()))(x)
print(inner)
print(torch.autograd.grad(inner.sum(), w))


def show(v):
    print(v, v.requires_grad)
    return v


print(torch.vmap(lambda row: torch.func.grad(lambda v: (show(v) * row).sum())(w))(x))
print(torch.vmap(torch.func.grad(lambda row: (show(row) ** 2).sum()))(x))
print(torch.func.grad(lambda x: torch.vmap(show)(x).sum())(x))

import torch

x = torch.ones(2, 3, requires_grad=True)


def f(r):
    with torch.no_grad():
        return r * 2


print(torch.vmap(f)(x).requires_grad)
print(torch.vmap(lambda r: r.detach() * 2)(x).requires_grad)
y = torch.vmap(lambda r: r * r.detach())(x * 3)
y.sum().backward()
print(x.grad)

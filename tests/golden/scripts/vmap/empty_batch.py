import torch

x = torch.zeros(0, 3, requires_grad=True)
for f in (lambda r: r * 2, lambda r: r.sum(), lambda r: r[0], lambda r: r @ torch.ones(3, 2)):
    print(torch.vmap(f)(x).shape)
torch.vmap(lambda r: r * 2)(x).sum().backward()
print(x.grad)

import torch
x = torch.tensor([0.0, 4.0], requires_grad=True)
for f in [lambda v: v.sqrt(), lambda v: v ** 0.5, lambda v: v ** 0, lambda v: v ** 1, lambda v: v ** 2, lambda v: v ** -1, lambda v: v ** 1.5, lambda v: 0 ** v, lambda v: v ** v]:
    x.grad = None
    y = f(x)
    y.sum().backward()
    print(y.detach(), x.grad)

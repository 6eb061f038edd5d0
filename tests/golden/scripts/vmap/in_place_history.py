import torch

x = torch.arange(6.0).reshape(2, 3).requires_grad_()
y = x * 2
z = torch.vmap(lambda r: r.add_(1))(y)
print(z.grad_fn.name(), y.grad_fn.name())
z.sum().backward()
print(x.grad)
try:
    torch.vmap(lambda r: r.add_(1))(x)
except RuntimeError as error:
    print(error)

import torch

x = torch.zeros(3, 2)
w = torch.tensor([1.0, 2.0], requires_grad=True)
y = torch.vmap(lambda r: torch.ones(2))(x)
print(y, y.stride())
z = torch.vmap(lambda r: w)(x)
print(z, z.grad_fn.name())
z.sum().backward()
print(w.grad)
print(torch.vmap(lambda r: torch.arange(1), out_dims=1)(x))
try:
    torch.vmap(lambda r: torch.arange(2), out_dims=1)(x)
except RuntimeError as error:
    print(error)

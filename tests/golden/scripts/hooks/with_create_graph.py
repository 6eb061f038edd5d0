import torch
x = torch.tensor(2.0, requires_grad=True)
y = x ** 3
y.register_hook(lambda g: g * 2)
z = y * x
g, = torch.autograd.grad(z, x, create_graph=True)
print(g)
h, = torch.autograd.grad(g, x)
print(h)

import torch
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = (x[1:] - x[:-1]) ** 3
g, = torch.autograd.grad(y.sum(), x, create_graph=True)
print(g)
h, = torch.autograd.grad(g.sum() + g[0], x)
print(h)
i = torch.tensor([0, 0, 2])
z = (x[i] ** 3).sum()
g, = torch.autograd.grad(z, x, create_graph=True)
h, = torch.autograd.grad(g.sum(), x)
print(g, h)

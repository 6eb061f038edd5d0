import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

y = x * 1
y[0].mul_(2)
g, = torch.autograd.grad(y.sum(), y, create_graph=True)
print(g)
g, = torch.autograd.grad((y * y).sum(), x, create_graph=True)
print(g, g.grad_fn.name(), g.requires_grad)

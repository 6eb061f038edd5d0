import torch
x = torch.tensor(2.0, requires_grad=True)
y = x * 3
g, = torch.autograd.grad(y, x, create_graph=True)
print(g, g.requires_grad)
try:
    torch.autograd.grad(g, x)
except RuntimeError as e:
    print(e)
z = x * x
g, = torch.autograd.grad(z, x, create_graph=True)
print(g, g.grad_fn is not None)

import torch
x = torch.tensor([2.0, 3.0, 4.0], requires_grad=True)
p = x.prod()
g, = torch.autograd.grad(p, x, create_graph=True)
print(g)
h, = torch.autograd.grad(g[0], x)
print(h)

import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
v = torch.tensor([3.0, 4.0], requires_grad=True)
y = x * x
(g,) = torch.autograd.grad(y, x, v, create_graph=True)
print(g)
print(torch.autograd.grad(g.sum(), [x, v]))
y = x * x
(g,) = torch.autograd.grad(y, x, v)
print(g, g.requires_grad)
y = x + 1
(g,) = torch.autograd.grad(y, x, v)
print(g, g is v)
(x * 2).backward(v)
print(x.grad, v.grad)
u = v * 2
(g,) = torch.autograd.grad(x * x, x, u, create_graph=True)
g.sum().backward()
print(x.grad, v.grad)

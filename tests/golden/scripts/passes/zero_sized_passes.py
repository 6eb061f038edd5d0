import torch

x = torch.ones(0, requires_grad=True)
x.sum().backward()
print(x.grad)
y = torch.ones(0, 3, requires_grad=True)
print(torch.autograd.grad((y * 2).sum(), y))
print(torch.autograd.grad(y.sum(0), y, torch.ones(3)))
z = torch.ones(2, 0, requires_grad=True)
z.mean().backward()
print(z.grad, z.grad.shape)

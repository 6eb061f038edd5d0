import torch
a = torch.ones(3, 1, requires_grad=True)
b = torch.arange(4.0).requires_grad_()
c = a * b
print(c.shape, c)
c.sum().backward()
print(a.grad)
print(b.grad)

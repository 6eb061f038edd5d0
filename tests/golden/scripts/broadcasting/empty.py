import torch
a = torch.ones(0, 3, requires_grad=True)
b = torch.ones(3, requires_grad=True)
c = a * b
print(c, c.shape)
c.sum().backward()
print(a.grad, b.grad)
print(torch.zeros(0).sum(), torch.zeros(0).prod(), torch.zeros(2, 0).sum(dim=1))

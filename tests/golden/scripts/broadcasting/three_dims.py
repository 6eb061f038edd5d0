import torch
a = torch.arange(6.0).reshape(2, 1, 3).requires_grad_()
b = torch.arange(4.0).reshape(4, 1).requires_grad_()
c = a - b
print(c.shape)
(c ** 2).mean().backward()
print(a.grad)
print(b.grad)
print((a + torch.ones(1, 1, 1, 1)).shape)

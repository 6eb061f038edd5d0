import torch
a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([3.0, 4.0], dtype=torch.float64, requires_grad=True)
c = a * b
print(c, c.dtype)
c.sum().backward()
print(a.grad, b.grad)
h = torch.tensor([1.0, 2.0], dtype=torch.float16, requires_grad=True)
(h * a.detach()).sum().backward()
print(h.grad)

import torch
x = torch.arange(12.0, requires_grad=True)
a = x.view(3, 4)
b = a.reshape(2, -1)
c = b.t()
print(a.shape, b.shape, c.shape)
print(c)
print(c.is_contiguous(), c.contiguous().is_contiguous())
(c.reshape(-1) * torch.arange(12.0)).sum().backward()
print(x.grad)
try:
    c.view(12)
except RuntimeError as e:
    print(e)
try:
    x.view(5, 2)
except RuntimeError as e:
    print(e)
try:
    x.reshape(-1, -1)
except RuntimeError as e:
    print(e)
try:
    x.reshape(-1, 5)
except RuntimeError as e:
    print(e)

import torch
from torch.autograd import gradcheck, gradgradcheck

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
y = x * 2
before = x._version, y._version
print(gradcheck(lambda x: x ** 3, x), x, x.grad, x._version == before[0])
print(gradcheck(lambda y: y ** 3, y), y, y._version == before[1])
y.sum().backward()
print(x.grad)

import torch
from torch.func import grad, grad_and_value
x = torch.tensor([1.0, 2.0], requires_grad=True)
g, value = grad_and_value(lambda x: (x ** 3).sum())(x)
print(g, value)
g.sum().backward()
print(x.grad)
plain, value = grad_and_value(lambda x: (x ** 3).sum())(x.detach())
print(plain, value, plain.requires_grad, value.requires_grad)
print(grad(lambda x: (x * 3).sum())(x).requires_grad)

import torch
from torch.autograd.functional import jacobian

x = torch.tensor([1.0, 2.0], requires_grad=True)
j = jacobian(lambda x: x ** 3, x, create_graph=True)
print(j, j.requires_grad)
j.sum().backward()
print(x.grad)
plain = jacobian(lambda x: x ** 3, x)
print(plain.requires_grad, plain.grad_fn)
fixed = torch.tensor([1.0, 2.0])
print(jacobian(lambda x: x ** 3, fixed, create_graph=True).requires_grad)
print(jacobian(lambda x: x * 3, x, create_graph=True))

import torch
from torch.autograd.functional import jacobian

x = torch.tensor([1.0, 2.0, 3.0])
j = jacobian(lambda x: x ** 2, x)
print(j, j.shape, j.requires_grad, j.grad_fn)
print(jacobian(lambda x: x.sum(), x))
print(jacobian(lambda x: x.outer(x), torch.tensor([1.0, 2.0])))
print(jacobian(lambda x: x[:2] * x[1:], x))

import torch
from torch.autograd.functional import jacobian, hessian

x = torch.tensor([1.0, 2.0])
y = torch.tensor([3.0, 4.0])
print(jacobian(lambda x: x ** 2, x, strategy="forward-mode", vectorize=True))
print(jacobian(lambda x, y: (x * y, x.sum()), (x, y), strategy="forward-mode", vectorize=True))
print(jacobian(lambda x, y: x * 2, (x, y), strategy="forward-mode", vectorize=True))
print(hessian(lambda x: (x ** 3).sum(), x, outer_jacobian_strategy="forward-mode", vectorize=True))
print(hessian(lambda x, y: (x * x * y).sum(), (x, y), outer_jacobian_strategy="forward-mode", vectorize=True))

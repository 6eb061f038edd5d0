import torch
from torch.autograd.functional import jacobian

x = torch.tensor([1.0, 2.0])
y = torch.tensor([3.0, 4.0, 5.0])
print(jacobian(lambda x, y: x * 2, (x, y)))
print(jacobian(lambda x: torch.ones(3), x))
print(jacobian(lambda x: (x, torch.zeros(2)), x))
print(jacobian(lambda x: torch.ones(2), x, vectorize=True))
print(jacobian(lambda x, y: y, (x, y), vectorize=True))

import torch
from torch.autograd.functional import jacobian

print(jacobian(lambda x: x ** 3, torch.tensor(2.0)))
w = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
v = torch.tensor([1.0, -1.0])
j = jacobian(lambda w: w @ v, w)
print(j, j.shape)
print(jacobian(lambda w: w.t(), w).shape)
print(jacobian(lambda w: w.trace(), w))

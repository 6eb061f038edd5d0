import torch
from torch.autograd.functional import jacobian, jvp, hvp

x = torch.tensor([1.0, 2.0], dtype=torch.float64)
y = torch.tensor([3.0, 4.0])
print([[p.dtype for p in row] for row in jacobian(lambda x, y: (x * y, y * 2), (x, y))])
print(jvp(lambda x, y: x * y, (x, y), (torch.ones(2, dtype=torch.float64), torch.ones(2))))
print(hvp(lambda x: (x ** 3).sum(), x, torch.ones(2, dtype=torch.float64)))
print(jacobian(lambda x: x.float(), x), jacobian(lambda y: y.double(), y))

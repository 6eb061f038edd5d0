import torch
from torch.autograd import gradcheck, gradgradcheck

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
fixed = torch.tensor([3.0, 4.0], dtype=torch.float64)
print(gradcheck(lambda x, y: x * y, (x, fixed)))
print(gradcheck(lambda x, n: x ** n, (x, 3)))
print(gradcheck(lambda x, how: x.sum() if how else x, (x, True)))
print(gradcheck(lambda x, i: x[i], (x, torch.tensor([1, 0, 1]))))
print(gradgradcheck(lambda x, n: x ** n, (x, 3)))

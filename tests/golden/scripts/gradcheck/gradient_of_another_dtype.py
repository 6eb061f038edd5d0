import torch
from torch.autograd import gradcheck, gradgradcheck

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
print(gradcheck(lambda x: x.sin(), x, check_grad_dtypes=True))
print(gradcheck(lambda x, y: x * y, (x, torch.tensor([1, 2])), check_grad_dtypes=True))

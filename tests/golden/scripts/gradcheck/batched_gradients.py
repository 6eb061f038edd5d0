import torch
from torch.autograd import gradcheck, gradgradcheck

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
y = torch.tensor([3.0, 4.0], dtype=torch.float64, requires_grad=True)
print(gradcheck(lambda x, y: (x * y, x.sum()), (x, y), check_batched_grad=True))
print(gradgradcheck(lambda x, y: x * y, (x, y), check_batched_grad=True))
print(gradcheck(lambda x: x.exp(), x, check_batched_grad=True, fast_mode=True))

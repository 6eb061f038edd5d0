import torch
from torch.autograd import gradcheck, gradgradcheck

x = torch.tensor([0.5, 1.5], requires_grad=True)
print(gradcheck(torch.sin, x, eps=1e-2, atol=1e-2, rtol=1e-2))
print(gradcheck(torch.sin, x, eps=1e-2, atol=1e-9, rtol=1e-9, raise_exception=False))

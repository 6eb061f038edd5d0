import torch
from torch.autograd import gradcheck, gradgradcheck

class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, grad):
        return grad * 3
x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
try:
    gradcheck(Wrong.apply, x, fast_mode=True)
except RuntimeError as error:
    print(error)

import torch
from torch.autograd import gradcheck, gradgradcheck

class Constant(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clone()
    @staticmethod
    def backward(ctx, grad):
        return torch.where(grad == 0, torch.full_like(grad, 1e-7), grad)

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(Constant.apply, x))
attempt(lambda: gradcheck(Constant.apply, x, masked=True))
attempt(lambda: gradcheck(Constant.apply, x, masked=True, check_undefined_grad=False))

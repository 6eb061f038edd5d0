import torch
from torch.autograd import gradcheck, gradgradcheck

class Nearly(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, grad):
        return grad * 2.01

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

x = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(Nearly.apply, x, raise_exception=False))
attempt(lambda: gradcheck(Nearly.apply, x, rtol=0.01))
attempt(lambda: gradcheck(Nearly.apply, x, atol=0.02))
attempt(lambda: gradcheck(Nearly.apply, x, eps=0.5, rtol=0.01))
attempt(lambda: gradcheck(Nearly.apply, x, atol=0.0, rtol=0.0))

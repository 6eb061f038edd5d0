import torch
from torch.autograd import gradcheck, gradgradcheck

calls = []
class Drifting(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, grad):
        calls.append(1)
        return grad * 2 + len(calls) * 1e-9

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(Drifting.apply, x))
attempt(lambda: gradcheck(Drifting.apply, x, nondet_tol=1e-6, masked=True, check_undefined_grad=False))

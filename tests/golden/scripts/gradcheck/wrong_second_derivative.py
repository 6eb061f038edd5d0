import torch
from torch.autograd import gradcheck, gradgradcheck

class Half(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3
    @staticmethod
    def backward(ctx, grad):
        x, = ctx.saved_tensors
        return grad * 3 * x.detach() ** 2

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(Half.apply, x))
attempt(lambda: gradgradcheck(Half.apply, x))
attempt(lambda: gradgradcheck(Half.apply, x, raise_exception=False))
seed = torch.tensor([1.0, 0.5], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradgradcheck(Half.apply, x, seed))
attempt(lambda: gradgradcheck(torch.sin, x, seed))
attempt(lambda: gradgradcheck(torch.sin, x, (seed,)))

import torch
from torch.autograd import gradcheck, gradgradcheck

class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 2
    @staticmethod
    def backward(ctx, grad):
        x, = ctx.saved_tensors
        return grad * 3 * x

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(Wrong.apply, x))
attempt(lambda: gradcheck(Wrong.apply, x, raise_exception=False))
attempt(lambda: gradcheck(lambda x: x.sum() * Wrong.apply(x), x))

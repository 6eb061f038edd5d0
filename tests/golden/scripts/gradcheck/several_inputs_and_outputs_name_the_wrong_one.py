import torch
from torch.autograd import gradcheck, gradgradcheck

class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        ctx.save_for_backward(x, y)
        return x * y, x + y
    @staticmethod
    def backward(ctx, first, second):
        x, y = ctx.saved_tensors
        return first * y + second, first * x - second

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
y = torch.tensor([3.0, 4.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(Wrong.apply, (x, y)))
attempt(lambda: gradcheck(lambda y: Wrong.apply(x, y)[0], (y,)))
attempt(lambda: gradcheck(lambda x: Wrong.apply(x, y.detach()), (x,)))

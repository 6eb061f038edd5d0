import torch
from torch.autograd import gradcheck, gradgradcheck

class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, grad):
        return grad * 3

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split("\n")[0])

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(torch.sin, x, fast_mode=True))
attempt(lambda: gradgradcheck(torch.sin, x, fast_mode=True))
attempt(lambda: gradcheck(lambda x: (x @ x, x.sum()), x, fast_mode=True))
attempt(lambda: gradcheck(Wrong.apply, x, fast_mode=True))
attempt(lambda: gradcheck(Wrong.apply, x, fast_mode=True, raise_exception=False))

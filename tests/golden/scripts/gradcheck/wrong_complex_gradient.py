import torch
from torch.autograd import gradcheck, gradgradcheck

class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        return z * z
    @staticmethod
    def backward(ctx, grad):
        z, = ctx.saved_tensors
        return grad * 2 * z

def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error))

z = torch.tensor([1.0 + 2.0j], dtype=torch.complex128, requires_grad=True)
attempt(lambda: gradcheck(Wrong.apply, z))
real = torch.tensor([2.0], dtype=torch.float64, requires_grad=True)
attempt(lambda: gradcheck(Wrong.apply, real))

import torch
from torch.autograd import Function
class Mul(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b, a.sum()
    @staticmethod
    def backward(ctx, g, h):
        a, b = ctx.saved_tensors
        return g * b + h, g * a
a, b = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])
print(torch.autograd.functional.jacobian(Mul.apply, (a, b)))
print(torch.autograd.functional.hessian(lambda a, b: Mul.apply(a, b)[0].sum(), (a, b)))

import torch
from torch.autograd import Function
class Mul(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b
    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        print(ctx.needs_input_grad)
        ga = g * b if ctx.needs_input_grad[0] else None
        gb = g * a if ctx.needs_input_grad[1] else None
        return ga, gb
a = torch.tensor(2.0, requires_grad=True)
b = torch.tensor(3.0)
Mul.apply(a, b).backward()
print(a.grad, b.grad)
b.requires_grad_()
Mul.apply(a, b).backward()
print(a.grad, b.grad)
print(Mul.apply(torch.tensor(1.0), torch.tensor(5.0)))

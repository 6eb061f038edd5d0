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
        return g * b, g * a
a = torch.tensor(2.0, requires_grad=True)
b = torch.tensor(5.0, requires_grad=True)
y = Mul.apply(a, b)
print(Mul.backward(y.grad_fn, torch.tensor(1.0)))
with torch.no_grad():
    print(y.grad_fn.apply(torch.tensor(2.0)))
try:
    y.grad_fn(torch.tensor(1.0))
except TypeError as e:
    print(e)

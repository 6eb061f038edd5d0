import torch
from torch.autograd import Function
class Lie(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.needs_input_grad = (False,)
        return a * 2
    @staticmethod
    def backward(ctx, g):
        print(ctx.needs_input_grad)
        return g * 2
a = torch.tensor(2.0, requires_grad=True)
y = Lie.apply(a)
y.backward()
print(a.grad)

import torch
from torch.autograd import Function
class Blind(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2
x = torch.tensor([1.0], requires_grad=True)
m = x * 1
y = Blind.apply(m)
m.zero_()
y.backward()
print(x.grad, m)

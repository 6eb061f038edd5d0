import torch
from torch.autograd import Function
class Mark(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_non_differentiable(x)
        return x
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.ones(2, requires_grad=True)
y = Mark.apply(x)
print(y is x, y, y.requires_grad, y._base is not None, x.requires_grad)
y.add_(1)
print(x, y)
m = x * 2
z = Mark.apply(m)
print(z, m)

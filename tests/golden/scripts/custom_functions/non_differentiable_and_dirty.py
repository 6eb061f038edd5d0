import torch
from torch.autograd import Function
class Both(Function):
    @staticmethod
    def forward(ctx, x):
        x.zero_()
        ctx.mark_dirty(x)
        ctx.mark_non_differentiable(x)
        return x
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.ones(2, requires_grad=True)
m = x * 2
y = Both.apply(m)
print(y is m, y, m, m._version)

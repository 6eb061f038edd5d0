import torch
from torch.autograd import Function
class Mark(Function):
    @staticmethod
    def forward(ctx, x):
        y = x[:1]
        ctx.mark_non_differentiable(y)
        return y
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.ones(2, requires_grad=True)
y = Mark.apply(x)
print(y, y._base is not None, y.requires_grad, y.is_leaf)
z = Mark.apply(x * 2)
print(z, z.requires_grad)
try:
    z.mul_(2)
except RuntimeError as e:
    print(e)

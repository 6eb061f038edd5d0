import torch
from torch.autograd import Function
class Mask(Function):
    @staticmethod
    def forward(ctx, x):
        y = x * 2
        ctx.mark_non_differentiable(y)
        return y
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.ones(2, requires_grad=True)
y = Mask.apply(x)
print(y, y.requires_grad, y.grad_fn, y.is_leaf)
try:
    y.sum().backward()
except RuntimeError as e:
    print(e)

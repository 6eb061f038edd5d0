import torch
from torch.autograd import Function
class Lost(Function):
    @staticmethod
    def forward(ctx, x):
        x.mul_(2)
        ctx.mark_dirty(x)
        return x * 1
    @staticmethod
    def backward(ctx, g):
        return g
m = torch.ones(2, requires_grad=True) * 1
try:
    Lost.apply(m)
except RuntimeError as e:
    print(e)
print(m, m._version)
try:
    Lost.apply(torch.ones(2))
except RuntimeError as e:
    print(e)

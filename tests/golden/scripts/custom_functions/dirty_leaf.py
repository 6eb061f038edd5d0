import torch
from torch.autograd import Function
class Double(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        x.mul_(2)
        return x
    @staticmethod
    def backward(ctx, g):
        return g * 2
x = torch.ones(2, requires_grad=True)
try:
    Double.apply(x)
except RuntimeError as e:
    print(e)
print(x, x._version)
try:
    Double.apply(x[:1])
except RuntimeError as e:
    print(e)
with torch.no_grad():
    y = Double.apply(x)
print(y is x, y)

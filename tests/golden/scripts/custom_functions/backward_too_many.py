import torch
from torch.autograd import Function
class Many(Function):
    @staticmethod
    def forward(ctx, a, extra):
        ctx.extra = extra
        return a * 2
    @staticmethod
    def backward(ctx, g):
        return (g * 2, None) + ctx.extra
a = torch.tensor(1.0, requires_grad=True)
Many.apply(a, (None, None)).backward()
print(a.grad)
try:
    Many.apply(a, (None, a)).backward()
except RuntimeError as e:
    print(e)

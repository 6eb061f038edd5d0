import torch
from torch.autograd import Function
class Bad(Function):
    @staticmethod
    def forward(ctx, x, thing):
        ctx.mark_dirty(x, thing)
        return x
    @staticmethod
    def backward(ctx, g):
        return g, None
x = torch.ones(2, requires_grad=True)
for thing in [3, "a", None]:
    try:
        Bad.apply(x * 1, thing)
    except RuntimeError as e:
        print(e)

import torch
from torch.autograd import Function
class Bad(Function):
    @staticmethod
    def forward(ctx, x, thing):
        ctx.mark_non_differentiable(thing)
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g, None
x = torch.ones(2, requires_grad=True)
for thing in [3, "a", None]:
    try:
        Bad.apply(x, thing)
    except RuntimeError as e:
        print(e)

import torch
from torch.autograd import Function
class Sq(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.x = x
        return x * x
    @staticmethod
    def backward(ctx, g):
        return 2 * ctx.x * g
x = torch.tensor(3.0, requires_grad=True)
(g,) = torch.autograd.grad(Sq.apply(x), x, create_graph=True)
(h,) = torch.autograd.grad(g, x)
print(g, h)

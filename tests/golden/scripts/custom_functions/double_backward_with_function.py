import torch
from torch.autograd import Function
class SquareGrad(Function):
    @staticmethod
    def forward(ctx, x, g):
        ctx.save_for_backward(x, g)
        return 2 * x * g
    @staticmethod
    def backward(ctx, gg):
        x, g = ctx.saved_tensors
        return 2 * g * gg, 2 * x * gg
class Square(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return SquareGrad.apply(x, g)
x = torch.tensor([1.0, 3.0], requires_grad=True)
(g,) = torch.autograd.grad(Square.apply(x).sum(), x, create_graph=True)
print(g)
print(torch.autograd.grad(g.sum(), x))

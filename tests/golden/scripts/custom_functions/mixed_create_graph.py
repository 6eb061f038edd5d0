import torch
from torch.autograd import Function
class Square(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        with torch.no_grad():
            scale = 2 * x
        return g * scale
x = torch.tensor(3.0, requires_grad=True)
v = torch.tensor(1.0, requires_grad=True)
(g,) = torch.autograd.grad(Square.apply(x), x, v, create_graph=True)
print(g, g.requires_grad)
print(torch.autograd.grad(g, x, allow_unused=True, retain_graph=True), torch.autograd.grad(g, v))

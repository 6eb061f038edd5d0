import torch
from torch.autograd import Function
class Graph(Function):
    @staticmethod
    def forward(ctx, x):
        with torch.enable_grad():
            inside = x.detach().requires_grad_()
            out = inside * inside
        ctx.inside, ctx.out = inside, out
        return out.detach()
    @staticmethod
    def backward(ctx, g):
        (found,) = torch.autograd.grad(ctx.out, ctx.inside, g)
        return found
x = torch.tensor([1.0, 3.0], requires_grad=True)
y = Graph.apply(x)
print(y)
y.sum().backward()
print(x.grad)

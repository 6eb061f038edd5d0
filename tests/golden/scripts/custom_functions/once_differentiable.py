import torch
from torch.autograd import Function
from torch.autograd.function import once_differentiable
class Square(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    @once_differentiable
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        print(torch.is_grad_enabled())
        return 2 * x * g
x = torch.tensor(3.0, requires_grad=True)
Square.apply(x).backward()
print(x.grad)
(g,) = torch.autograd.grad(Square.apply(x), x, create_graph=True)
print(g.requires_grad, g.grad_fn)
v = torch.tensor(1.0, requires_grad=True)
(g,) = torch.autograd.grad(Square.apply(x), x, v, create_graph=True)
print(g.requires_grad, g.grad_fn.name())
try:
    g.backward()
except RuntimeError as e:
    print(e)

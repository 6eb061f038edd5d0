import torch
from torch.autograd import Function
class Square(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        ctx.mark_non_differentiable(x)
        print(torch.is_grad_enabled(), ctx.needs_input_grad)
        return x * x
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.tensor(3.0, requires_grad=True)
with torch.no_grad():
    y = Square.apply(x)
print(y, y.grad_fn)
z = Square.apply(torch.tensor(2.0))
print(z, z.grad_fn)

import torch
from torch.autograd import Function
class Cube(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        print(torch.is_grad_enabled(), g.requires_grad)
        return 3 * x ** 2 * g
x = torch.tensor(2.0, requires_grad=True)
(g,) = torch.autograd.grad(Cube.apply(x), x, create_graph=True)
print(g, g.grad_fn.name(), [f.name() for f, i in g.grad_fn.next_functions if f])
(h,) = torch.autograd.grad(g, x, create_graph=True)
print(h)
(k,) = torch.autograd.grad(h, x)
print(k)

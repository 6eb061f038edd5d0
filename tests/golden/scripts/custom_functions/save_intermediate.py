import torch
from torch.autograd import Function
class Cube(Function):
    @staticmethod
    def forward(ctx, x):
        square = x * x
        ctx.save_for_backward(x, square)
        return square * x
    @staticmethod
    def backward(ctx, g):
        x, square = ctx.saved_tensors
        print(square, square.requires_grad, square.grad_fn)
        return 3 * square * g
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = Cube.apply(x)
(g,) = torch.autograd.grad(y.sum(), x, create_graph=True)
print(g, g.requires_grad)

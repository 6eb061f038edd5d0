import torch
from torch.autograd import Function
class Exp(Function):
    @staticmethod
    def forward(ctx, x):
        y = torch.exp2(x)
        ctx.save_for_backward(y)
        return y
    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors
        print(y is out, y.grad_fn is out.grad_fn, y.requires_grad, y._version)
        return g * y
x = torch.tensor([1.0, 2.0], requires_grad=True)
out = Exp.apply(x)
out.sum().backward()
print(x.grad, out)

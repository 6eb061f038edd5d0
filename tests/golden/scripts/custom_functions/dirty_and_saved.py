import torch
from torch.autograd import Function
class Sigma(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        x.clamp_(min=0)
        ctx.save_for_backward(x)
        return x
    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors
        print(y is m, y._version, y.grad_fn is m.grad_fn, y)
        return g * (y > 0)
x = torch.tensor([-1.0, 2.0], requires_grad=True)
m = x * 3
Sigma.apply(m)
m.sum().backward()
print(x.grad)
m = x * 3
Sigma.apply(m)
m.add_(1)
m.sum().backward()

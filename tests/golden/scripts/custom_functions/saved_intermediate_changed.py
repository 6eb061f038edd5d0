import torch
from torch.autograd import Function
class Keep(Function):
    @staticmethod
    def forward(ctx, x):
        m = x + 1
        m.mul_(2)
        ctx.save_for_backward(m)
        ctx.m = m
        return x * 1
    @staticmethod
    def backward(ctx, g):
        (m,) = ctx.saved_tensors
        return g * m
x = torch.tensor(1.0, requires_grad=True)
y = Keep.apply(x)
print(y.grad_fn.saved_tensors[0] is y.grad_fn.m, y.grad_fn.m._version)
y.backward()
print(x.grad)
y = Keep.apply(x)
y.grad_fn.m.zero_()
y.backward()

import torch
from torch.autograd import Function
class Both(Function):
    @staticmethod
    def forward(ctx, x, y):
        ctx.save_for_backward(x, y)
        return x * y, x.reshape(1)
    @staticmethod
    def backward(ctx, g, h):
        x, y = ctx.saved_tensors
        print(g.shape, h.shape, g, h)
        return g * y + h.sum(), g * x
x = torch.tensor(2.0, requires_grad=True)
y = torch.tensor(5.0, dtype=torch.float64, requires_grad=True)
a, b = Both.apply(x, y)
print(a, b)
(a + b.sum()).backward()
print(x.grad, y.grad)

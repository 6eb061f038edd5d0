import torch
from torch.autograd import Function
class Last(Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x)
        ctx.save_for_backward(x, w)
        print(len(ctx.to_save), ctx.saved_tensors)
        return x * w
    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        return g * w, g * x
x = torch.tensor(2.0, requires_grad=True)
w = torch.tensor(5.0, requires_grad=True)
Last.apply(x, w).backward()
print(x.grad, w.grad)

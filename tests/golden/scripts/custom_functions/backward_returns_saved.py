import torch
from torch.autograd import Function
class Weighted(Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(w)
        return (x * w).sum()
    @staticmethod
    def backward(ctx, g):
        (w,) = ctx.saved_tensors
        return w, None
x = torch.ones(2, requires_grad=True)
w = torch.tensor([3.0, 4.0])
y = Weighted.apply(x, w)
y.backward(retain_graph=True)
y.backward(retain_graph=True)
print(x.grad, w, x.grad is w)
x.grad.zero_()
print(w)

import torch
from torch.autograd import Function
class Scale(Function):
    @staticmethod
    def forward(ctx, x, k, w):
        ctx.mark_dirty(x)
        ctx.save_for_backward(w)
        x.mul_(w)
        return x
    @staticmethod
    def backward(ctx, g):
        (w,) = ctx.saved_tensors
        print("backward", g)
        return g * w, None, g * 10
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
w = torch.tensor([4.0, 5.0], requires_grad=True)
base = x * 1
Scale.apply(base[:2], 7, w)
print(base)
base.sum().backward()
print(x.grad, w.grad)
print([f.name() for f, i in base.grad_fn.next_functions])

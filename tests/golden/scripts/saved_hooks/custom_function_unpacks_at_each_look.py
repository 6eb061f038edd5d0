import torch
from torch.autograd.graph import saved_tensors_hooks


class Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        a = ctx.saved_tensors
        b = ctx.saved_tensors
        print(a[0] is b[0], torch.equal(a[0], b[0]))
        return grad * 2


x = torch.tensor([1.0, 2.0], requires_grad=True)
with saved_tensors_hooks(lambda t: t.tolist(), lambda v: (print("unpack"), torch.tensor(v))[1]):
    y = Twice.apply(x)
y.sum().backward()
print(x.grad)

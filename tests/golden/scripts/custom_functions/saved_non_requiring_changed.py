import torch
from torch.autograd import Function
class Scale(Function):
    @staticmethod
    def forward(ctx, x, k):
        ctx.save_for_backward(k)
        return x * k
    @staticmethod
    def backward(ctx, g):
        (k,) = ctx.saved_tensors
        return g * k, None
x = torch.tensor([1.0, 2.0], requires_grad=True)
k = torch.tensor([3.0, 4.0])
y = Scale.apply(x, k)
k.add_(1)
try:
    y.sum().backward()
except RuntimeError as e:
    print(e)
k = torch.tensor([3, 4])
y = Scale.apply(x, k)
k[0] = 7
y.sum().backward()

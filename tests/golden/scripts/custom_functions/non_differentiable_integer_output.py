import torch
from torch.autograd import Function
class Sorted(Function):
    @staticmethod
    def forward(ctx, x):
        values, index = x.sort()
        ctx.save_for_backward(index)
        return values, index, index > 0
    @staticmethod
    def backward(ctx, g, gi, gm):
        (index,) = ctx.saved_tensors
        print(gi, gm, index)
        return torch.zeros(3).scatter(0, index, g)
x = torch.tensor([3.0, 1.0, 2.0], requires_grad=True)
v, i, m = Sorted.apply(x)
print(v, i, m, i.requires_grad)
(v * torch.tensor([1.0, 10.0, 100.0])).sum().backward()
print(x.grad)

import torch
from torch.autograd import Function
class Scale(Function):
    @staticmethod
    def forward(ctx, x, k=2):
        return x * k
    @staticmethod
    def backward(ctx, g):
        return g, None
x = torch.tensor([1.0, 2.0], requires_grad=True)
for call in [
    lambda: Scale.apply(x, other=1),
    lambda: Scale.apply(x, 2, x=x),
    lambda: Scale.apply(k=2),
]:
    try:
        print(call())
    except TypeError as e:
        print(e)

import torch
from torch.autograd import Function
class Single(Function):
    @staticmethod
    def forward(ctx, x):
        return (x * 2,)
    @staticmethod
    def backward(ctx, g):
        return (g * 2,)
x = torch.tensor(3.0, requires_grad=True)
out = Single.apply(x)
print(out, type(out))
out[0].backward()
print(x.grad)

import torch
from torch.autograd import Function
from collections import namedtuple
Out = namedtuple("Out", ["double", "triple"])
class Two(Function):
    @staticmethod
    def forward(ctx, x):
        return Out(x * 2, x * 3)
    @staticmethod
    def backward(ctx, a, b):
        return a * 2 + b * 3
x = torch.tensor(1.0, requires_grad=True)
out = Two.apply(x)
print(type(out).__name__, out)
sum(out).backward()
print(x.grad)

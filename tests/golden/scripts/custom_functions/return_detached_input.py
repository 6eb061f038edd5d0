import torch
from torch.autograd import Function
class Cut(Function):
    @staticmethod
    def forward(ctx, x):
        return x.detach()
    @staticmethod
    def backward(ctx, g):
        return g * 3
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = Cut.apply(x)
print(y, y._base is not None)
y.sum().backward()
print(x.grad)
try:
    y.mul_(2)
    print(x, y)
except RuntimeError as e:
    print(e)

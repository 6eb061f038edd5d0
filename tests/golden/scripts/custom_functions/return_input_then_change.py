import torch
from torch.autograd import Function
class Same(Function):
    @staticmethod
    def forward(ctx, x):
        return x
    @staticmethod
    def backward(ctx, g):
        return g * 3
x = torch.tensor([1.0, 2.0], requires_grad=True)
for source in [x, x * 2]:
    y = Same.apply(source)
    try:
        y.mul_(2)
    except RuntimeError as e:
        print(e)
c = torch.ones(2)
y = Same.apply(c)
print(y is c, y._base is not None)
y.mul_(2)
print(c, y)

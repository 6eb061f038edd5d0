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
y = Same.apply(x)
print(y is x, y, y._base is not None, y._base is x, y.is_leaf)
y.sum().backward()
print(x.grad)
m = x * 2
z = Same.apply(m)
print(z is m, z, z._base is m, m)
z.sum().backward()
print(x.grad)

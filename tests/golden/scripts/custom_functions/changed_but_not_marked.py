import torch
from torch.autograd import Function
class Silent(Function):
    @staticmethod
    def forward(ctx, x):
        x.mul_(2)
        return x
    @staticmethod
    def backward(ctx, g):
        return g * 2
x = torch.tensor([1.0, 2.0], requires_grad=True)
m = x * 3
y = Silent.apply(m)
print(y is m, m, m._version, m.grad_fn.name(), y.grad_fn.name())
y.sum().backward()
print(x.grad)

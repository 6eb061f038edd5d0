import torch
from torch.autograd import Function
x = torch.tensor([1.0], requires_grad=True)
k = x * 3
class Known(Function):
    @staticmethod
    def forward(ctx, a):
        return k
    @staticmethod
    def backward(ctx, g):
        return g * 7
a = torch.tensor([1.0], requires_grad=True)
y = Known.apply(a)
print(y is k, y)
y.backward()
print(x.grad, a.grad)

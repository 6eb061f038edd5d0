import torch
from torch.autograd import Function
class Late(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.tensor(1.0, requires_grad=True)
y = Late.apply(x)
Late.backward = staticmethod(lambda ctx, g: g * 50)
y.backward()
print(x.grad)

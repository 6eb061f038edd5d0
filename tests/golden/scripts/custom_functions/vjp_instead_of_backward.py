import torch
from torch.autograd import Function
class V(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def vjp(ctx, g):
        return g * 5
x = torch.tensor(3.0, requires_grad=True)
V.apply(x).backward()
print(x.grad)
class Both(V):
    @staticmethod
    def backward(ctx, g):
        return g
y = Both.apply(x)
print(y)
try:
    y.backward()
except RuntimeError as e:
    print(e)
print(Function.vjp is Function.backward)

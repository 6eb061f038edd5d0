import torch
from torch.autograd import Function
class Few(Function):
    @staticmethod
    def forward(ctx, a, b, n):
        return a * b
    @staticmethod
    def backward(ctx, g):
        return g
a = torch.tensor(1.0, requires_grad=True)
try:
    Few.apply(a, a, 2).backward()
except RuntimeError as e:
    print(e)
print(a.grad)

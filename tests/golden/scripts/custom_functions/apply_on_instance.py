import torch
from torch.autograd import Function
class Double(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2
x = torch.tensor(1.0, requires_grad=True)
made = Double()
print(made.apply(x))
try:
    made(x)
except RuntimeError as e:
    print(e)
try:
    Double(x)(x)
except RuntimeError as e:
    print(e)
